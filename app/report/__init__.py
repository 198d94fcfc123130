"""The report as a file: HTML, DOCX, PDF, JSON and Markdown, all from the state of a finished run."""
