"""The words of the field: frozen, validated, knowing nothing of files, solvers or rules.

Imports only units and errors.
"""
