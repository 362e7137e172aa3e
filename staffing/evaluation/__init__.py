"""The referee: judges any roster by every rule, without a solver.

Imports rules, queueing, domain, errors and units only.
"""
