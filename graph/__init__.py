"""How the steps are wired."""
