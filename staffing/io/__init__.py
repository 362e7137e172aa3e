"""Files in and out: centers, histories, rosters, plans and calendars.

Imports domain, errors, units, rules, presets and demand; no solver and no report.
"""
