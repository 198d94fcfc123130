"""Estimates how many tokens a text has, without a tokenizer, corrected by what the server counted."""

import re

LATIN_PER_TOKEN = 4.0
HAN_PER_TOKEN = 1.3
OTHER_PER_TOKEN = 2.2
"""Characters a token, a little fewer than tokenizers of today's 32B models pack into prose: a first guess."""
LEARNT_SHARE = 0.2
LEAST_TOKENS = 200
"""Counts below this say more about the chat template than about the text."""
BOUNDS = (0.4, 5.0)

_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_ASCII_DIGITS = "0123456789"
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")
_LATIN = re.compile(r"[\u00a0-\u024f\u2000-\u206f]")
_DIGIT = re.compile(r"\d")


def estimate_tokens(text: str) -> int:
    """Return about how many tokens `text` has: by script, a digit a token, uncorrected."""
    # Prompts are long and asked for with each call: only what is not ASCII is looked at letter by letter.
    rest = "" if text.isascii() else "".join(_NOT_ASCII.findall(text))
    ascii_digits = sum(map(text.count, _ASCII_DIGITS))
    digits = ascii_digits + len(_DIGIT.findall(rest))
    latin = len(text) - len(rest) - ascii_digits + len(_LATIN.findall(rest))
    han = len(_HAN.findall(rest))
    other = len(text) - digits - latin - han
    return round(digits + latin / LATIN_PER_TOKEN + han / HAN_PER_TOKEN + other / OTHER_PER_TOKEN)


class TokenEstimate:
    """An estimate that learns the ratio between this server's counts and ours."""

    def __init__(self) -> None:
        self._ratio = 1.0
        self._has_learnt = False

    def tokens(self, text: str) -> int:
        """Return about how many tokens this server would count in `text`."""
        return round(estimate_tokens(text) * self._ratio)

    def learn(self, text: str, counted_tokens: int) -> None:
        """Correct the ratio by one count of the server; texts too short to tell are passed over."""
        estimated = estimate_tokens(text)
        if min(estimated, counted_tokens) < LEAST_TOKENS:
            return
        seen = min(max(counted_tokens / estimated, BOUNDS[0]), BOUNDS[1])
        self._ratio += (LEARNT_SHARE if self._has_learnt else 1.0) * (seen - self._ratio)
        self._has_learnt = True
