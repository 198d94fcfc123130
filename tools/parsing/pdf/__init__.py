"""The visible text of PDF pages."""
