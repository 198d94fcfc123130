"""Whether a full stop after a word ends the sentence or only the word."""

import re

from stepresearch.text.language.stop_words import word_set

# Written without their last stop, casefolded.
_NEVER_LAST = word_set(
    """mr mrs ms mx dr prof gen adm rep sen gov capt col lt sgt maj cmdr cpl pvt rev hon pres supt messrs mme mlle mt
    e.g i.e eg ie cf v vs viz z.b d.h u.a bzw ca approx sra srta dra hr им ул т.е т.к напр"""
)
_BEFORE_A_NUMBER = word_set(
    """no nos nr n° p pp vol vols fig figs art sec sect ch chap eq tab bd jan feb mar apr jun jul aug sep sept oct nov
    dec b c d r est o.s par para pt § стр рис"""
)
_SOMETIMES_LAST = word_set(
    """inc ltd llc co corp cos bros plc jr sr st ste ave blvd rd hwy dept univ assn assoc al ph.d m.d ed eds est
    gmbh cie sa usw geb gest hl"""
)
_GERMAN_AFTER_ORDINAL = word_set(
    """januar februar märz april mai juni juli august september oktober november dezember jahrhundert jahrhunderts
    jahrhunderte jahrtausend weltkrieg weltkriegs platz lebensjahr jahrestag geburtstag auflage etage"""
)
_SENTENCE_STARTERS = word_set(
    """the a an this that these those it he she they we i you his her their its our my in on at by for from with as
    after before during when while if although though however since there here what who how where both some many
    most all one two three then also but and or according no not such each another while until meanwhile today
    der die das ein eine er sie wir im am auf mit nach bei seit le les un une il elle ils ce cette dans el los las una
    en он она они это в на"""
)
_DOTTED = re.compile(r"(?:[^\W\d_]+\.)+[^\W\d_]+")
_FIRST_WORD = re.compile(r"([^\W\d_]+)(\.?)")


def stop_belongs_to_word(word: str, following: str) -> bool:
    """Return whether the full stop after `word` is part of it and does not end the sentence.

    Args:
        word: What stands before the stop, back to the last space or bracket.
        following: What comes after the stop and the space behind it; does not start with a small letter.
    """
    folded = word.casefold()
    if folded in _NEVER_LAST:
        return True
    if folded in _BEFORE_A_NUMBER and following[0].isdigit():
        return True
    first = _FIRST_WORD.match(following)
    if word.isdecimal() and len(word) <= 2:
        return first is not None and first[1].casefold() in _GERMAN_AFTER_ORDINAL
    if len(word) == 1 and word.islower():
        # "z. B.", "d. h."
        return first is not None and len(first[1]) == 1 and bool(first[2])
    if (len(word) == 1 and word.isupper()) or folded in _SOMETIMES_LAST or _DOTTED.fullmatch(word):
        return not _starts_a_sentence(first)
    return False


def _starts_a_sentence(first: re.Match[str] | None) -> bool:
    if first is None:  # a number: "Inc. 500", "et al. (2012)"
        return False
    # "J. A. Smith": a letter with a stop is one more initial, not the article.
    return first[1].casefold() in _SENTENCE_STARTERS and not (len(first[1]) == 1 and first[2])
