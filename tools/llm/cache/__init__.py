"""Answers of the model that were paid for, kept and given again."""
