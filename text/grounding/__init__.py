"""Figures, dates and names of a sentence that its evidence does not hold."""
