"""Web pages fetched safely, and what their addresses show about their sources."""
