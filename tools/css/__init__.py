"""Which elements of a page its style sheets hide."""
