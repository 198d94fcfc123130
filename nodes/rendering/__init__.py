"""The report as Markdown, with the verdict on each sentence."""
