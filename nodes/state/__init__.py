"""The state of a run: its schema, options, reducers and usage records."""
