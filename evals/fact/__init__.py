"""Whether what a report cites supports what it says: FACT of DeepResearch Bench, offline over stored pages."""
