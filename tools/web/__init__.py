"""Web pages fetched safely, and what their addresses tell about their sources."""
