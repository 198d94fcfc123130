"""Two reports side by side: the protocol of ADR-Bench, and RACE scores against a reference."""
