"""The checklist-style judger: weighted criteria, verdicts with quotations, a score with an interval."""
