"""The visible main text and metadata of an HTML page."""
