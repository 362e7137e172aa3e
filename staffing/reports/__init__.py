"""Reports: a roster in a terminal, as a page, as a workbook and as messages.

Imports evaluation, rules, domain and io; no solver. Every number is computed once, in
`staffing.reports.facts`.
"""
