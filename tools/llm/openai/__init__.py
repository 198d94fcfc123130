"""Chat models behind an OpenAI-compatible server, found, probed or started here."""
