"""Citation marks in written text, and the passages they name."""
