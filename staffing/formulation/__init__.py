"""From a problem to a linear integer model, and from a solution back to a roster.

Rules speak to `draft.ModelDraft`; `cpsat` and `mip` read the finished `model.Model`. May load
OR-Tools; imports rules' contracts, never evaluation, files or the clock.
"""
