"""Several systems' reports on the same tasks, compared: scores with intervals, seconds, tokens, price."""
