"""Tasks, checklist items and queries, made from the question or a draft of the model."""
