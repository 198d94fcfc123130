"""Who says it, told from what is said."""

import re

_ATTRIBUTIONS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r",? according to [^,;]+",
        (
            r", (?:[^,]+ )?(?:said|say|says|shows?|showed|reported|found|wrote|writes|estimates?|estimated|announced|confirmed)"
            r"(?: (?:on|in|at|last|this|by|to) [^,;]*)?\.?$"
        ),
        r", (?:said|says) [^,;]*$",
        (
            r"^(?![^,;]{0,90}?\b(?:is|are|was|were|been|be) (?:\w+ )?(?:said|estimated|forecast|found|showed)\b)"
            r"[^,;]{1,90}? (?:said|says|estimates?|estimated|shows?|showed|found|forecasts?) (?:that )?"
            r"(?=(?:in|the|on|at|about|an?|[A-Z]\w+(?:'s)?) )(?!the (?:company|group|firm)\b)"
        ),
        r"^(?:We|I) (?:expect|estimate|forecast|believe|think|agree|reckon)(?: that)? ",
        r"^[^,;]{1,90}? puts? (?=.* at )",
        r"^(?:据|根据)?[^，。；]{0,15}?(?:称|表示|数据显示|结果显示|显示|估计|写道|指出|报道|认为)[，：]?",
        r"，[^，。；]{0,18}(?:称|表示|显示|写道|指出|报道|认为)。?$",
    )
]


def without_attribution(sentence: str) -> str:
    """Return `sentence` with who said it blanked out; offsets stay what they were."""
    for pattern in _ATTRIBUTIONS:
        sentence = pattern.sub(lambda match: " " * len(match[0]), sentence)
    return sentence
