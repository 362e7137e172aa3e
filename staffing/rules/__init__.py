"""One rule per file; a file here is all that adding a rule takes.

Imports domain, errors and units only.
"""
