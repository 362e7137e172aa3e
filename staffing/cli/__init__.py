"""The command line: one command per file; rooms are imported inside the commands.

Exit codes: 0 done, 1 a defect of ours, 2 wrong usage, 3 bad input, 4 proved impossible,
5 no roster found in the time given.
"""
