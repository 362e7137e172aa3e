"""Search: from a problem to a plan whose roster the referee has confirmed.

May load OR-Tools; never prints, never reads files.
"""
