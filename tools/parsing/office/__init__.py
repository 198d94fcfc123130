"""Word, OpenDocument, PowerPoint and other zipped documents."""
