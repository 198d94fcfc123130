"""Single lines of text shown to people."""

from stepresearch.text.language.visible_characters import visible_characters


def one_line(text: str) -> str:
    """Return text of a page or a question without line breaks and without what would steer the terminal."""
    return " ".join(visible_characters(text).split())


def headed(text: str) -> str:
    """Return text on one line as a heading: with a capital at its start, unless its first word has one, as pH has."""
    line = one_line(text)
    return line[:1].upper() + line[1:] if line.partition(" ")[0].islower() else line
