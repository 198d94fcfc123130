"""A folder of the user's own documents as a search engine."""
