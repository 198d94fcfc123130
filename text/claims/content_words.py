"""What a sentence talks about: its content terms and names, without who said it and how it is said."""

import re
from functools import cache, lru_cache

from stepresearch.text.language.language import HAN
from stepresearch.text.language.stop_words import QUESTION_WORDS, STOP_WORDS, chinese_chunks
from stepresearch.text.language.words import terms

# Words that any sentence with a figure may hold; they tell little about what is measured.
_GENERIC = """year month day total number average annual yearly rate level figure amount company country city official
    report reported according data statistics new current currently today now present end last first second third
    fourth quarter half fiscal reach reached stand stands stood come came made make take took rise rose fall fell drop
    dropped hit put record recorded worth expect expected estimate estimated say said show shows count counts counted
    run runs hold holds has have had overall full published analyst study amounted when each kind way use used paid
    sector industry operate measure measured actual one two three percent per cent about nearly roughly around almost
    approximately some people time"""
_GENERIC_WEIGHT, _PAIR_WEIGHT = 0.3, 0.5
_HAN_RUN = re.compile(f"[{HAN}]+")
_HAN_FILLER = re.compile(
    "数据显示|结果显示|达到|超过|共有|现有|拥有|设有|设在|位于|约为|实现|其中|同比|截至|截止|目前|预计|将|已经|正式|"
    "增长|下降|没有|尚未|并未|从未|未|已|总共|合计|左右|以上|以下|花费|累计|全年|去年|今年|近|约|达|超|逾|共|占|为|该"
)
_WORD = re.compile(r"(?<![\w'’])[^\W\d_][\w&-]*(?:\.[A-Z])*")
_NEIGHBOURS = re.compile(r"\b([A-Za-z]+) (?=([A-Za-z]+)\b)")
_PLACE = re.compile(
    r"(?<!headquarters )(?<!plant )(?<!factory )(?<!office )(?<!campus )"
    r"\b(?:[Ii]n|[Aa]cross|[Ww]ithin) (?:the )?([A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*)"
)
_CAPITALISED_ANYWAY = """january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday the it its they their he she i we a an in on at by of
    for us usd eur gbp cny q1 q2 q3 q4 h1 h2 mw gw kw twh gwh mwh fy census"""
_NO_NAMES = frozenset(_CAPITALISED_ANYWAY.split())
_DEMONYMS = {
    "danish": "denmark", "french": "france", "dutch": "netherlands", "british": "britain", "spanish": "spain",
    "swiss": "switzerland", "polish": "poland", "greek": "greece", "turkish": "turkey", "irish": "ireland",
    "welsh": "wales", "finnish": "finland", "swedish": "sweden", "peruvian": "peru", "thai": "thailand",
}  # fmt: skip


@lru_cache(maxsize=20_000)
def content_terms(text: str) -> frozenset[str]:
    """Return the index terms of `text` that carry meaning: no function words, no numbers."""
    cut = _HAN_RUN.sub(lambda run: f" {' '.join(_chunks(run[0]))} ", text)
    return frozenset(term for term in terms(cut) if term not in _stops() and not term[0].isdigit())


def _chunks(run: str) -> list[str]:
    return [chunk for part in _HAN_FILLER.split(run) for chunk in chinese_chunks(part)]


def han_chunks(text: str) -> tuple[str, ...]:
    """Return the Chinese phrases of `text`, cut at function words and words of any report; no lone characters."""
    return tuple(chunk for run in _HAN_RUN.findall(text) for chunk in _chunks(run) if len(chunk) > 1)


@cache
def _generic() -> frozenset[str]:
    return frozenset(terms(_GENERIC))


@cache
def _stops() -> frozenset[str]:
    return frozenset(term for word in STOP_WORDS["en"] for term in terms(word))


def weight(found: frozenset[str]) -> float:
    """Return how much the terms say: a word 1, a pair of Chinese characters half, a word of any report less."""
    return sum(map(_weight, found))


@lru_cache(maxsize=50_000)
def _weight(term: str) -> float:
    if term in _generic():
        return _GENERIC_WEIGHT
    if _HAN_RUN.match(term):
        return _PAIR_WEIGHT if len(term) > 1 else 0.0
    return 1.0 if len(term) > 1 else 0.0


def names(sentence: str) -> frozenset[str]:
    """Return the capitalised words of `sentence`, folded; its first word only where it is surely a name."""
    found = []
    for match in _WORD.finditer(sentence):
        word = match[0].lower()
        # An okina may stand before the capital: ʻŌʻōkala.
        if (
            not match[0].lstrip("ʻ")[:1].isupper()
            or word in _NO_NAMES
            or word in QUESTION_WORDS
            or word in STOP_WORDS["en"]
            or (not sentence[: match.start()].strip() and not _surely_name(sentence, match))
        ):
            continue
        found.append(_DEMONYMS.get(word, word))
    return frozenset(term for word in found for term in terms(word) if not term[0].isdigit())


def _surely_name(sentence: str, match: re.Match[str]) -> bool:
    word, rest = match[0], sentence[match.end() :]
    if word.lower() in STOP_WORDS["en"]:
        return False
    is_mixed = word[1:].lower() != word[1:]
    return is_mixed or rest.startswith(("'s ", "’s ")) or (rest[:1] == " " and rest[1:2].isupper())


def first_term(sentence: str) -> frozenset[str]:
    """Return the first word of `sentence`, folded; whether it is a name its title may tell."""
    return frozenset(terms(sentence.strip().partition(" ")[0])[:1])


def neighbours(text: str) -> frozenset[tuple[str, str]]:
    """Return the pairs of words of `text` that only a space parts, folded: what can qualify what."""
    return frozenset(
        (first, second)
        for match in _NEIGHBOURS.finditer(text)
        for first, second in zip(terms(match[1]), terms(match[2]), strict=False)
        if _weight(first) == 1.0 and first not in _stops()
    )


def places(text: str) -> frozenset[str]:
    """Return the names of `text` that say where something holds, folded."""
    return frozenset(name for match in _PLACE.finditer(text) for name in names(f"- {match[1]}"))
