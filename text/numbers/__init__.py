"""Figures, units, amounts and dates as prose writes them."""
