"""Files of any kind turned into pages, in worker processes with limits."""
