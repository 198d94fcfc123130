"""Whether a document says of itself that it is out of force, replaced, archived or a draft, and which one replaces it."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, cast

Standing = Literal["superseded", "withdrawn", "archived", "draft"]
"""Most telling first: a draft that was superseded is superseded."""

HEAD_CHARS = 1500
_HEAD_LINES = 40
_STAMP_CHARS = 100
_STANDINGS: tuple[Standing, ...] = ("superseded", "withdrawn", "archived", "draft")
_DECORATION = " \t*_#=~!|<>[]{}()（）【】〔〕《》「」“”\"'.。·•–—-"
_UNSPACED = re.compile("[\u2e80-\u9fff\uac00-\ud7af\u3040-\u30ff]")
_LABEL = re.compile(
    r"^[ \t>*_|-]*(?P<name>[^\W\d_][\w .'’-]{1,28}?)[*_]*[ \t]*[:：][*_]*[ \t]*(?P<value>\S[^\n|]*)",
    re.MULTILINE,
)
_AFTER_STAMP = re.compile(
    r"\s*(?:$|[:：,，.;；!)\]）】|–—-])"
    r"|\s+(?:by|on|since|as of|from|version|copy|not|for|no|v?\d+|par|le|durch|am|por|el|da|il|op|door|with effect)\b",
    re.IGNORECASE,
)
_ORDERS = re.compile(r"的(?:决定|決定|通知|公告|通告|命令|批复|函)")
_NEGATED = re.compile(
    r"(?:\b(?:not|never|nicht|non|no|ne|не)|未|尚未|没有|不)\s*(?:been\s+|yet\s+)?$", re.IGNORECASE
)
_AUXILIARY = (
    "is|was|are|were|has|have|been|being|now|only|still|already|since|a|an|the|fully|partly|partially|formally|officially"
    "|wurde|ist|gilt als|est|a été|été|était|ha sido|fue|está|es|foi|é|è|stata|stato|è stato|is een|werd|был[ао]?|больше"
)
_NAME_PARTS = re.compile(r"[\s_.,+-]+")
_VERSION = re.compile(r"v?\d[\d.]*|rev\w?\d*|final|copy|clean|tracked|[a-z]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Declared:
    """What a document declares of its force.

    Attributes:
        standing: None for one that says nothing, or that it is in force.
        superseded_by: The document that replaces it, in its own words; empty if it names none.
        replaces: The document that it replaces itself, likewise.
    """

    standing: Standing | None = None
    superseded_by: str = ""
    replaces: str = ""


def declared(title: str, text: str, file_name: str, *, front: Sequence[str]) -> Declared:
    """Return what a document says of its standing: in a field or a stamp at its head, its title or its file name.

    Args:
        title: Its title.
        text: Its text; only the beginning is looked at.
        file_name: The last part of its address.
        front: The lines above its running text.
    """
    head = text[:HEAD_CHARS]
    fields = [(_folded(match["name"]), match["value"].strip()) for match in _LABEL.finditer(head)][
        :_HEAD_LINES
    ]
    names = _lists()["fields"]
    newer = next((value for name, value in fields if name in names["superseded_by"]), "")
    older = next((value for name, value in fields if name in names["replaces"]), "")
    stated = next((_in_value(value) for name, value in fields if name in names["status"]), None)
    found = (
        stated
        or ("superseded" if newer else None)
        or _stamped(head, [line for line in front if line != title])
        or _in_title(title)
        or _in_name(file_name)
    )
    return Declared(found, newer[:_STAMP_CHARS], older[:_STAMP_CHARS])


def is_stamp(line: str) -> bool:
    """Return whether a line at the head of a document only says what its standing is."""
    return len(line) <= _STAMP_CHARS and _in_stamp(line) is not None


def _in_value(value: str) -> Standing | None:
    """Return the standing that a status field names, unless it denies it."""
    for standing in _STANDINGS:
        match = _words(standing).search(value[:60])
        if match and not _NEGATED.search(value[: match.start()]):
            return standing
    return None


def _stamped(head: str, front: Sequence[str]) -> Standing | None:
    """Return the standing of a stamp line or of a sentence about this very document."""
    found = [_in_stamp(line) for line in front if len(line) <= _STAMP_CHARS]
    found += [_in_sentence(head, standing) for standing in _STANDINGS]
    return next((standing for standing in _STANDINGS if standing in found), None)


def _in_stamp(line: str) -> Standing | None:
    words = line.strip(_DECORATION)
    is_framed = words != line.strip(" \t.。")
    for standing in _STANDINGS:
        match = _words(standing).match(words) or _words(standing).match(_OWN.sub("", words, count=1))
        if not match:
            continue
        rest = match.string[match.end() :]
        if _UNSPACED.match(match[0]):
            if (
                len(words) <= 24
                and not _ORDERS.search(words)
                and (is_framed or words != match.string or not rest)
            ):
                return standing
        elif _AFTER_STAMP.match(rest):
            return standing
    return None


def _in_sentence(head: str, standing: Standing) -> Standing | None:
    match = _sentence(standing).search(head)
    return standing if match else None


def _in_title(title: str) -> Standing | None:
    for standing in _STANDINGS:
        for match in _words(standing).finditer(title):
            before, after = title[: match.start()].rstrip(), title[match.end() :].lstrip()
            if _ORDERS.search(title) and _UNSPACED.match(match[0]):
                continue
            if _UNSPACED.match(match[0]):
                if standing == "draft" and not after.strip(_DECORATION):
                    return standing
                is_framed = before[-1:] in "（(【[〔" and bool(before) and after[:1] in "）)】]〕"
            else:
                is_framed = ((before[-1:] in "([{（【:|–—-" and bool(before)) or not before) and (
                    not after or after[0] in ")]}）】:|–—-"
                )
            is_shouted = match[0].isupper() and not title.isupper() and (not before or not after)
            if is_framed or is_shouted:
                return standing
    return "draft" if _begins_as_draft(title) else None


def _begins_as_draft(title: str) -> bool:
    lowered = title.casefold()
    if any(lowered.startswith(f"{words} ") for words in _lists()["titles"]["draft"]):
        return True
    first, *others = re.findall(r"[^\W_]+", lowered)[:5] or [""]
    return first == "draft" and any(word in _lists()["documents"]["names"] for word in others)


def _in_name(file_name: str) -> Standing | None:
    """Return the standing that the name of a file ends with, is marked with in brackets, or begins with as a title does."""
    stem = file_name.rpartition(".")[0] or file_name
    parts = [part for part in _NAME_PARTS.split(stem) if part]
    while len(parts) > 1 and _VERSION.fullmatch(parts[-1].strip("()[]")):
        parts.pop()
    last = parts[-1] if parts else ""
    for standing in _STANDINGS:
        marked = [part for part in parts if part[0] in "([（【" or (part.isupper() and not stem.isupper())]
        for part in [last, *marked]:
            match = _words(standing).search(part.strip(_DECORATION))
            if match and (
                match[0] == part.strip(_DECORATION)
                or (_UNSPACED.match(match[0]) and part.strip(_DECORATION).endswith(match[0]))
            ):
                return standing
    return "draft" if _begins_as_draft(" ".join(parts)) else None


@cache
def _lists() -> dict[str, dict[str, list[str]]]:
    text = files("stepresearch.tools").joinpath("standings.toml").read_text(encoding="utf-8")
    return cast("dict[str, dict[str, list[str]]]", tomllib.loads(text))


@cache
def _words(standing: Standing) -> re.Pattern[str]:
    return re.compile(_either(_lists()["words"][standing]), re.IGNORECASE)


@cache
def _sentence(standing: Standing) -> re.Pattern[str]:
    """Return what a sentence about the document itself looks like: `This policy was withdrawn`, `本文件已废止`."""
    these, names = (_either(_lists()["documents"][key]) for key in ("these", "selves"))
    words = _lists()["words"][standing]
    spaced = _either([word for word in words if not _UNSPACED.match(word)])
    unspaced = "|".join(re.escape(word) for word in words if _UNSPACED.match(word))
    return re.compile(
        rf"(?:^|[.!?»”\"*:]\s+|\n)[*_>\[( \t]*{these}\s+(?:[^\W\d_][\w’'-]*\s+){{0,2}}?{names}\s+"
        rf"(?:(?:{_AUXILIARY})\s+){{1,4}}(?:(?<=wurde )[^.\n]{{0,60}}?|(?<=ist )[^.\n]{{0,60}}?)?{spaced}"
        rf"|本[^。！？\n，]{{1,16}}(?:已|现已|业已|自[^。\n]{{1,24}}(?:起|日))[^。！？\n，]{{0,12}}(?:{unspaced})",
        re.IGNORECASE,
    )


def _either(words: list[str]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    spaced = "|".join(re.escape(word) for word in ordered if not _UNSPACED.match(word))
    unspaced = "|".join(re.escape(word) for word in ordered if _UNSPACED.match(word))
    return (
        rf"(?:(?<![^\W_])(?:{spaced})(?![^\W_])|{unspaced})"
        if unspaced
        else rf"(?<![^\W_])(?:{spaced})(?![^\W_])"
    )


_OWN = re.compile(
    r"^(?:this |the )?(?:document|paper|page|policy|text|version|edition|dokument|documento|документ)\s+(?:is |was |has been |wurde |est |ha sido )?"
    r"|^(?:本\w{0,8}?)?(?:现|业)?已经?|(?:status|stand|状态)\s*[:：]\s*",
    re.IGNORECASE,
)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
