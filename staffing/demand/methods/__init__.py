"""One forecasting method per file; a method is registered by existing."""
