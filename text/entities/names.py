"""Proper names in a text: what a further search can start from."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from stepresearch.text.language.language import CJK, detect_language
from stepresearch.text.language.layout_blocks import Kind, blocks
from stepresearch.text.language.sentences import sentences_of
from stepresearch.text.language.stop_words import QUESTION_WORDS, STOP_WORDS, word_set
from stepresearch.text.numbers.units import match_unit

# Stand inside names, never at their ends; up to two in a row ("of the", "van der").
_INNER = word_set("of the de del della di da do dos von van der den du la le y al bin ibn zu &")
_NOT_NAMES = word_set(
    """january february march april may june july august september october november december monday tuesday
    wednesday thursday friday saturday sunday christmas easter ramadan diwali hanukkah passover american british english french german italian spanish dutch chinese
    japanese russian indian canadian australian european irish scottish welsh swedish norwegian danish finnish
    polish greek mexican brazilian argentine korean african asian latin anglo celtic austrian belgian swiss turkish
    mr mrs ms dr jr sr tv cd dvd i ii iii iv ok ad bc ce bce am pm no yes however although meanwhile according"""
)
# "Department of Health and Human Services": after these, "and" stands inside the name.
_BODIES = word_set(
    "department ministry bureau office school institute college faculty committee board center centre"
)

_QUOTED = re.compile(
    r"\"([^\"\n]{2,80})\"|“([^”\n]{2,80})”|«([^»\n]{2,80})»|„([^“”\n]{2,80})[“”]"
    r"|《([^》\n]{1,40})》|「([^」\n]{1,40})」|『([^』\n]{1,40})』|〈([^〉\n]{1,40})〉"
)
# "Elon Musk和" is one run of word characters for Python; a name ends where another script begins.
_CHARACTER = rf"(?:(?![{CJK}])[^\W_])"
_TOKEN = re.compile(rf"(?:[^\W\d_]\.){{2,}}|\b[^\W\d_]\.|{_CHARACTER}+(?:['’.&\-–/]{_CHARACTER}+)*|&")
_NUMERAL = re.compile(r"\d[\d\-–]*(?:['’]s)?")
_WORD = re.compile(r"[^\W\d_]+")
_CLAUSE_MARK = re.compile(r"[。！？；，]")
_POSSESSIVE = re.compile(r"['’]s?$")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.){2,}")
_LONGEST_TITLE_WORDS = 10
# A line that ends sooner was not broken because the page is narrow: what follows is not the same name.
_SHORT_LINE = 40


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int
    opens: bool
    """It is the first of its sentence, or of its line after a short one, where a capital says nothing."""
    is_spaced: bool
    """A space stands right before it, or the end of a line that was broken in the middle of a text."""

    @property
    def is_capitalised(self) -> bool:
        return self.text[0].isupper() or self.is_unmistakable

    @property
    def is_unmistakable(self) -> bool:
        """A capital inside, as in `NASA`, `iPhone` or `H100`; such a word is a name wherever it stands."""
        return any(char.isupper() for char in self.text[1:])

    @property
    def is_numeral(self) -> bool:
        return _NUMERAL.fullmatch(self.text) is not None

    @property
    def is_unit(self) -> bool:
        """It is the symbol of a unit, such as `MWh`: no name, though it has a capital inside."""
        unit = match_unit(self.text, 0) if self.is_unmistakable else None
        return unit is not None and unit[1] == len(self.text)


def names(text: str) -> list[str]:
    """Return the proper names in `text`, each once, in order.

    They are runs of capitalised words with the small words and numerals inside them (`Adam of Bremen`,
    `Apollo 11`), single capitalised words that do not merely open a sentence, and titles in quotation marks.
    No dictionary is behind it: headings are left out, German nouns count only in runs, Chinese and Japanese
    names only in marks (《》「」“”).
    """
    return _found(text, recurring=_recurring(text))


def question_names(question: str) -> list[str]:
    """Return the proper names in a question, each once, in order.

    As `names`, but a capitalised first word counts unless it is one that asks, and of a quoted title that joins
    two names (`"Wallace and Gromit"`) both are given after the whole.
    """
    result = []
    openers = frozenset(word.casefold() for word in _WORD.findall(question))
    for name in _found(question, recurring=openers):
        result.append(name)
        parts = re.split(r" (?:and|&) ", name)
        if f" {name}" not in question and len(parts) == 2 and all(part[0].isupper() for part in parts):
            result.extend(parts)
    return list(dict.fromkeys(result))


def whole_names(found: Iterable[str]) -> list[str]:
    """Return the names, each once, in order, without those that are cut from a longer one of them.

    `Star` is cut from `Sollan Star`; `Maine` is a name of its own beside `District of Maine`, which joins two.
    """
    once = list(dict.fromkeys(found))
    joined = {part for name in once for part in _joined_names(name) if part != name}
    padded = [f" {name} " for name in once]
    return [
        name
        for name in once
        if name in joined or not any(f" {name} " in other != f" {name} " for other in padded)
    ]


def _joined_names(name: str) -> list[str]:
    """The names that small words join into a longer one; a mere "the" joins none, as in `In May the Trust`."""
    parts: list[list[str]] = [[]]
    for word in name.split():
        if word == "and" or (word in _INNER and word != "the"):
            parts.append([])
        elif word != "the" or parts[-1]:
            parts[-1].append(word)
    return [" ".join(part) for part in parts if part]


def _found(text: str, *, recurring: frozenset[str]) -> list[str]:
    language = detect_language(text)
    ignored = QUESTION_WORDS | _NOT_NAMES | STOP_WORDS.get(language, frozenset())
    found: dict[str, None] = {}
    for block in blocks(text):
        sentences = [] if block.kind is Kind.HEADING else sentences_of(text, block)
        for sentence in sentences:
            titles, tokens = _titles_and_tokens(text[sentence.start : sentence.end])
            named = [*titles]
            for run in _runs(tokens):
                trimmed = _trimmed(run, ignored)
                if _is_name(trimmed, ignored, recurring, nouns_are_capitalised=language == "de"):
                    named.append((trimmed[0].start, _written(text[sentence.start : sentence.end], trimmed)))
            found.update(dict.fromkeys(name for _, name in sorted(named)))
    return list(found)


def _titles_and_tokens(sentence: str) -> tuple[list[tuple[int, str]], list[_Token]]:
    """Return the quoted titles of a sentence with their offsets, and the words outside them."""
    titles = []
    rest = sentence
    for match in _QUOTED.finditer(sentence):
        title = (match[match.lastindex or 0]).strip(" ,.;:，。")
        if _is_title(title):
            titles.append((match.start(), title))
            rest = rest[: match.start()] + '"' * len(match[0]) + rest[match.end() :]
    matches = [match for match in _TOKEN.finditer(rest) if not _in_capitals(rest, match.start())]
    first = re.search(r"\w", sentence)
    tokens = []
    for match in matches:
        ends_line = _ends_short_line(rest, match.start() - 1)
        tokens.append(
            _Token(
                match[0],
                match.start(),
                match.end(),
                opens=ends_line or (first is not None and match.start() == first.start()),
                is_spaced=rest[match.start() - 1].isspace() and not ends_line,
            )
        )
    return titles, tokens


def _in_capitals(text: str, place: int) -> bool:
    """Return whether the line around `place` has several words, all in capitals: a heading, as timetables have them."""
    end = text.find("\n", place)
    line = text[text.rfind("\n", 0, place) + 1 : end if end >= 0 else len(text)]
    words = _WORD.findall(line)
    return len(words) > 1 and all(word.isupper() for word in words)


def _ends_short_line(text: str, place: int) -> bool:
    return place >= 0 and text[place] == "\n" and place - (text.rfind("\n", 0, place) + 1) < _SHORT_LINE


def _is_title(quoted: str) -> bool:
    words = _WORD.findall(quoted)
    if not words or len(words) > _LONGEST_TITLE_WORDS or _CLAUSE_MARK.search(quoted):
        return False
    # half of the words are capitalised, or their script has no capitals
    return 2 * sum(not word[0].islower() for word in words) >= len(words)


def _runs(tokens: list[_Token]) -> Iterator[list[_Token]]:
    at = 0
    while at < len(tokens):
        run = _run_from(tokens, at)
        if run:
            yield run
        at += max(1, len(run))


def _run_from(tokens: list[_Token], at: int) -> list[_Token]:
    run: list[_Token] = []
    pending: list[_Token] = []
    for index in range(at, len(tokens)):
        token = tokens[index]
        last = pending[-1] if pending else run[-1] if run else None
        if last is not None and not (token.is_spaced and token.start - last.end == 1):
            break
        if token.is_capitalised or (token.is_numeral and not pending):
            run += [*pending, token]
            pending = []
        elif run and len(pending) < 2 and _is_inner(token, run):
            pending.append(token)
        else:
            break
    return run if any(token.is_capitalised for token in run) else []


def _is_inner(token: _Token, run: Iterable[_Token]) -> bool:
    if token.text == "and":
        return any(before.text.casefold() in _BODIES for before in run)
    return token.text in _INNER


def _trimmed(run: list[_Token], ignored: frozenset[str]) -> list[_Token]:
    """Return `run` without the words that a sentence opens with before a name: `Which of`, `In`, `The`."""
    start = 0
    # "If You Ever Get Lonely": a capital on a second stop word shows that both are part of a title
    is_title = len(run) > 1 and run[1].is_capitalised and run[1].text.casefold() in ignored - {"the"}
    if run[0].opens and not is_title and run[0].text.casefold() in ignored - _NOT_NAMES:
        start = 1
        while start < len(run) and run[start].text in _INNER:
            start += 1
    return run[start:]


def _is_name(
    run: list[_Token], ignored: frozenset[str], recurring: frozenset[str], *, nouns_are_capitalised: bool
) -> bool:
    telling = [
        token
        for token in run
        if not token.is_numeral
        and not token.is_unit
        and len(token.text.rstrip(".")) > 1
        and not {part.casefold() for part in _WORD.findall(token.text)} <= ignored
    ]
    if not telling:
        return False
    if len(run) > 1 or run[0].is_unmistakable:
        return True
    word = run[0]
    if nouns_are_capitalised or len(word.text.rstrip(".")) == 1:
        return False
    return not word.opens or word.text.casefold() in recurring


def _written(sentence: str, run: list[_Token]) -> str:
    name = _POSSESSIVE.sub("", " ".join(sentence[run[0].start : run[-1].end].split()))
    return name if _ACRONYM.fullmatch(run[-1].text) else name.removesuffix(".")


def _recurring(text: str) -> frozenset[str]:
    """Return the words, casefolded, that `text` has at least twice and always with a capital."""
    counts = Counter(_WORD.findall(text))
    return frozenset(
        word.casefold()
        for word, count in counts.items()
        if count > 1 and word[0].isupper() and word.casefold() not in counts
    )
