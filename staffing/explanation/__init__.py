"""Explanations: why there is no roster, why this one, what each rule costs; in sentences.

May load OR-Tools; never prints, never reads files.
"""
