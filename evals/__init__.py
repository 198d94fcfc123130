"""Evaluation: sets of tasks, the checklist-style judger, how far a judge can be trusted, and comparisons between systems."""
