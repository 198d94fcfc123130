"""Words that make a figure a bound or an approximation."""

# -1: at most, 1: at least, 0: about; in this order, since `no more than` ends like `more than`.
_BEFORE = {
    -1: """less than|under|fewer than|below|up to|at most|no more than|as many as|as much as|weniger als|höchstens|bis zu|moins de|
    jusqu'à|au plus|menos de|como máximo|meno di|al massimo|менее|не более|minder dan|hoogstens|mniej niż|en fazla|
    kurang dari|dưới|chini ya|أقل من|不到|不足|至多|最多|多达|<""",
    1: """more than|over|at least|above|exceed|exceeds|exceeded|exceeding|upwards of|a minimum of|mehr als|über|mindestens|
    plus de|au moins|más de|al menos|mais de|pelo menos|più di|oltre|almeno|более|свыше|не менее|больше|meer dan|minstens|
    ponad|co najmniej|en az|lebih dari|hơn|ít nhất|zaidi ya|أكثر من|超过|超過|逾|超|至少|不少于|突破|最少|>""",
    0: """about|around|nearly|almost|roughly|approximately|some|an estimated|circa|ca.|close to|just|rund|etwa|knapp|gut|
    environ|près de|quelque|unos|unas|cerca de|alrededor de|около|почти|примерно|порядка|ongeveer|około|prawie|yaklaşık|
    sekitar|khoảng|gần|takriban|نحو|حوالي|लगभग|करीब|প্রায়|約|约为|大约|约|近|接近|将近|およそ|약|~|≈""",
}
_AFTER = {
    1: """多|余|以上|+| or more| plus|超|이상|を超え|を上回| से अधिक""",
    -1: """以下| or less| or fewer|未満|미만|以内""",
    0: """左右|上下| or so|前後|程度""",
}
_REACH = 24


def _phrases(cues: str) -> tuple[str, ...]:
    """The phrases, those of scripts with spaces between words as whole words."""
    words = [cue.strip() for cue in cues.split("|")]
    return tuple(word if word[0] >= "\u2e80" or not word[0].isalpha() else f" {word}" for word in words)


_ENDINGS = [(bound, _phrases(cues)) for bound, cues in _BEFORE.items()]
_OPENINGS = [(bound, tuple(cues.split("|"))) for bound, cues in _AFTER.items()]
_BRACKETS = str.maketrans("([,:;\n", "      ")


def bound_before(text: str, position: int) -> int | None:
    """Return 1 for at least, -1 for at most, 0 for about if such words end at `position`, else None."""
    before = " " + text[max(0, position - _REACH) : position].translate(_BRACKETS).rstrip().lower()
    # 至少有17人
    return next(
        (
            bound
            for bound, endings in _ENDINGS
            if before.endswith(endings) or before.rstrip("有为达").endswith(endings)
        ),
        None,
    )


def bound_after(text: str, position: int) -> tuple[int, int] | None:
    """Return the like for words that start at `position`, and where they end."""
    for bound, openings in _OPENINGS:
        if text.startswith(openings, position):
            cue = next(cue for cue in openings if text.startswith(cue, position))
            return bound, position + len(cue)
    return None
