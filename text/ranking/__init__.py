"""Relevance, diversity and near duplicates of passages."""
