"""Search engines, and one ranking of their hits."""
