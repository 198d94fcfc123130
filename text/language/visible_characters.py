"""Which characters of a text a reader can see."""

import re
import unicodedata

# Format characters (Cf: zero width, bidi controls, soft hyphen, tags), variation selectors, fillers that
# render as nothing, private use (icon fonts), surrogates, noncharacters and C0/C1 controls. Unicode Standard 23.2 to 23.9
# and DerivedCoreProperties, Default_Ignorable_Code_Point.
_UNSEEN = re.compile(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ud800-\udfff\ue000-\uf8ff\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "\U000f0000-\U0010fffd"
    "]+"
)
_ASCII_UNSEEN = dict.fromkeys([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])
# Joiners spell words in Arabic and Indic scripts (Unicode Standard 23.2), one at a time, after a letter.
_STRAY_JOINERS = re.compile("(?<![\u0600-\u0fff])[\u200c\u200d]+|(?<=[\u200c\u200d])[\u200c\u200d]+")
# More marks than any orthography stacks on one letter (Unicode Standard Annex 15, Stream-Safe: 30).
_STACKED_MARKS = re.compile("([\u0300-\u036f]{4})[\u0300-\u036f]+")


def visible_characters(text: str) -> str:
    """Return `text` in NFC without the characters that no reader sees.

    Newlines and tabs stay. What is dropped could carry words to a model that a person checking the page
    would never find there.
    """
    if text.isascii():  # much text is: the same in a fiftieth of the time
        return text.translate(_ASCII_UNSEEN)
    text = _STRAY_JOINERS.sub("", _UNSEEN.sub("", text))
    return unicodedata.normalize("NFC", _STACKED_MARKS.sub(r"\1", text))
