"""Outline and text of the report: caveats, repetition, boilerplate, digest."""
