"""The faces: the command line and what it shows."""
