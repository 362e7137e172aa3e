"""Workforce scheduling for call centers: from a call history to a proved roster."""
