"""Markdown, tables, mail and plain text."""
