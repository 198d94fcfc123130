"""Cited sentences judged against their passages, and patches applied."""
