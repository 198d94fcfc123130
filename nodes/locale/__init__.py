"""The words that reports say in each language."""
