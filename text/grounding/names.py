"""Proper names of a sentence that none of the texts it rests on holds."""

import re
from collections.abc import Iterator, Sequence

from stepresearch.text.entities.names import names
from stepresearch.text.language.language import CJK, detect_language
from stepresearch.text.language.stop_words import QUESTION_WORDS, STOP_WORDS, word_set
from stepresearch.text.language.words import terms
from stepresearch.text.numbers.units import match_unit

_CAPITALISED = re.compile(r"(?<![\w'’])(?:[^\W\d_]\.){2,}|(?<![\w'’])[^\W\d_][^\W_]*(?:['’&-][^\W_]+)*")
_LABEL = re.compile(r"^\W*(?:\*\*|__)[^*_]{1,80}(?:\*\*|__):?|^[^.:：(（]{1,40}[:：](?=\s)")
_QUOTATION_MARK = re.compile(r"[“”\"„«»「」『』*_`]")
_DENIAL = re.compile(
    r"\b(?:not(?! only)|never|neither|nor|without|none|other than|outside|except|instead of|rather than|unlike|apart from|"
    r"aside from|dis(?:associated|connected) from|nobody|no one|nicht|kein\w*|nie|sans|jamais|sin|nunca|non|mai)\b|n['’]t\b|"
    r"\bне\b|[不没未非无]",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"['’]s?$")
_TITLE = re.compile(r"《([^》]{2,40})》")
_CJK_CHARACTER = re.compile(f"[{CJK}]")
_SMALL_WORDS = word_set("of the and for in on de la du der des")
_ENDING = re.compile(r"(?:e?s|n|ans?|ers?|is?)?")
_SHORT = 4
"""Up to so many letters a name may be the beginning of any word: `Ann`, `annual`."""
_ADDRESS = re.compile(r"^(?:Mrs?|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Cllr|Captain)\b")

# Words that say what kind of thing is named, or how a person is addressed: the same one goes by several of them, and a
# text may do without.
_KINDS = word_set(
    """company companies group agency ministry government board commission union state states fund bank council committee
    parliament senate congress court department office authority association institute university college school
    hospital party church city town village county province region district republic kingdom federation federal army navy
    corporation corp inc ltd limited plc llc gmbh ag sa co holding holdings international national foundation society club
    league press agency service services programme program project act law bill treaty agreement report survey census index
    mr mrs ms miss mx dr prof professor sir dame lord lady king queen prince princess president minister secretary chair
    chairman chairwoman chief executive director manager head captain general colonel judge justice mayor cllr councillor
    councilor governor senator ambassador officer spokesman spokeswoman prime vice deputy ceo cfo coo cto md
    north south east west northern southern eastern western central upper lower new old great greater saint st mount lake
    river island islands street road
    section sections chapter figure table annex appendix article part phase stage step scope tier level class grade type
    model version volume page note item line no number day week month quarter year
    internet web earth world god celsius fahrenheit kelvin euro euros dollar dollars pound pounds yuan christmas easter
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday
    jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri sat sun
    financial finance operating operations technology technical marketing legal senior member members
    czech slovak thai arab english french german spanish italian dutch danish swiss greek irish welsh british american european chinese japanese
    i ii iii iv v vi vii viii ix x am pm tv ok ad bc ai it hr pr vat gdp cpi usa us uk eu un co2 q1 q2 q3 q4 h1 h2"""
)


def absent_name(sentence: str, texts: Sequence[str]) -> str | None:
    """Return the first proper name of a sentence that no text holds, as written, None where all are held.

    A name is held in another case or number, as the initials or the words of an acronym, and by its last word or all
    others, unless a text has the like name with another word in its place: `Anna Dahl` for `Anna Berg`. A single capitalised
    word that opens the sentence is no name, nor is one in Chinese that no mark sets apart. Nothing is said across
    languages, which spell names differently, and in German, which capitalises nouns.

    Args:
        sentence: To be held against the texts.
        texts: What it rests on, with titles, headings, sites, and the question asked.
    """
    held = _Held(texts)
    if all(map(held.has, _capitalised(sentence))) and not _TITLE.search(sentence):
        return None
    language = detect_language(sentence)
    if language == "de" or language != detect_language(held.text):
        return None
    for title in _TITLE.findall(sentence):
        if _CJK_CHARACTER.search(title) and not held.has_title(title):
            return str(title)
    plain = _QUOTATION_MARK.sub(" ", _LABEL.sub("", _TITLE.sub(" ", sentence))).strip()
    # A text proves that something is not of a name by naming another: `other than a Tamil film`, `born outside Trieste`.
    affirmed = plain[: denial.start()] if (denial := _DENIAL.search(plain)) else plain
    return next((name for name in names(affirmed) if _is_absent(name, plain, held)), None)


def _capitalised(text: str) -> Iterator[str]:
    for found in _CAPITALISED.finditer(text):
        word = _POSSESSIVE.sub("", found[0])
        if any(char.isupper() for char in word) and _tells(word):
            yield word


def _tells(word: str) -> bool:
    folded = word.casefold()
    return not (
        folded in _KINDS
        or folded in QUESTION_WORDS
        or folded in STOP_WORDS["en"]
        or len(folded.strip(".")) < 2
        or _is_unit(word)
    )


def _is_unit(word: str) -> bool:
    unit = match_unit(word, 0)
    return unit is not None and unit[1] == len(word)


def _is_absent(name: str, sentence: str, held: "_Held") -> bool:
    before, _, after = name.partition(" of ")
    if after and _ADDRESS.match(before):
        return _is_absent(before, sentence, held) or _is_absent(after, sentence, held)
    words = list(_capitalised(name))
    missing = [word for word in words if not held.has(word)]
    if not missing or held.has_initials_of(name):
        return False
    # A word that opens the sentence has its capital from that: `Yesterday Venn`, `Around 30`.
    opens = missing[0] == words[0] and sentence.startswith(words[0])
    if len(missing) < len(words):
        if len(missing) > 1:
            return missing[-1] == words[-1]
        return len(words) > 1 + opens and held.has_rival(name, missing[0])
    if len(words) == 1:
        # `NOx`, `LFP` and the like may be spelt out in ways that no rule tells.
        is_word = sum(char.islower() for char in words[0]) > 1
        return not opens and (is_word or held.has_another_acronym(words[0]))
    return True


class _Held:
    """What texts hold, to be asked for words and names."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.text = "\n".join(texts)
        self._folded = self.text.casefold()
        self._terms: frozenset[str] | None = None

    def has(self, word: str) -> bool:
        """Return whether the word stands in a text: in any form, with an end more or less, or spelt out."""
        folded = word.casefold().replace(".", "")
        end = r"(?:['’]?s)?(?![a-zà-ɏ])" if len(folded) <= _SHORT else ""
        if re.search(rf"(?<![a-zà-ɏ]){re.escape(folded)}{end}", self._folded):
            return True
        if self._terms is None:
            self._terms = frozenset(terms(self.text))
        own = terms(folded)
        if any(term in self._terms for term in own if len(term) > 3):
            return True
        if word.isupper() and len(folded) <= 6:
            return folded in self._initials() or folded in self._initials(skipped=_SMALL_WORDS)
        stems = (folded[:end] for end in range(max(4, len(folded) - 3), len(folded)))
        return any(stem in self._terms and _ENDING.fullmatch(folded[len(stem) :]) for stem in stems)

    def has_title(self, title: str) -> bool:
        """Return whether most of a title's characters stand in the texts, in pairs."""
        pairs = [title[i : i + 2] for i in range(len(title) - 1)]
        return 2 * sum(pair in self.text for pair in pairs) > len(pairs)

    def has_initials_of(self, name: str) -> bool:
        """Return whether a text has the name as an acronym."""
        initials = "".join(word[0] for word in name.split() if word[0].isupper())
        return (
            len(initials) > 1 and re.search(rf"\b[A-Z]*{re.escape(initials)}[A-Z]*\b", self.text) is not None
        )

    def has_rival(self, name: str, missing: str) -> bool:
        """Return whether a text has the name with another telling word in the place of the missing one."""
        before, _, after = name.partition(missing)
        pattern = rf"{re.escape(before)}(?<!\w)([A-Z][\w-]+){re.escape(after)}(?!\w)"
        return any(_tells(found[1]) for found in re.finditer(pattern, self.text))

    def has_another_acronym(self, acronym: str) -> bool:
        """Return whether a text has an acronym of as many letters, which may have been put for this one."""
        found = re.findall(rf"\b[A-Z]{{{len(acronym)}}}\b", self.text)
        return len(acronym) > 2 and any(map(_tells, found))

    def _initials(self, skipped: frozenset[str] = frozenset()) -> str:
        return "".join(word[0] for word in re.findall(r"[^\W\d_]+", self._folded) if word not in skipped)
