"""Findings joined into claims, independent groups of sources, and disputes."""
