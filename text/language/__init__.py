"""Words, sentences, languages and the layout of plain text."""
