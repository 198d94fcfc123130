"""The outside world, one capability a file: search engines, pages, documents, the model, the store."""
