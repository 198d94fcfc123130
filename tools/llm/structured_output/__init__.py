"""Typed answers from models that may not write valid JSON."""
