"""From a call history to a forecast with its uncertainty.

Imports the domain only; one forecasting method per file in `staffing.demand.methods`.
"""
