"""Parts a model's reasoning from its answer where the server leaves both in one text."""

import re

_OPENING = re.compile(
    r"\s*(?:<(?P<tag>think|thinking|thought|reasoning|seed:think)>|\[THINK\]|◁think▷)",
    re.IGNORECASE,
)
_CLOSING_ALONE = re.compile(
    r"</(?:think|thinking|thought|reasoning|seed:think)>|\[/THINK\]|◁/think▷", re.IGNORECASE
)
_CHANNEL = re.compile(r"(?:<\|start\|>\w+)?<\|channel\|>(?P<channel>[a-z]++)[^<]*+<\|message\|>")
_CHANNEL_END = re.compile(r"<\|(?:end|return|call|start|channel)\|>")


def split_reasoning(content: str) -> tuple[str, str]:
    """Return (answer, reasoning) of a text.

    Tags count only where they open the text, closed or not, or where a closing one stands without an opening one,
    as chat templates that open it in the prompt bring it about. A text without tags comes back untouched.
    Channels are those of the harmony format (openai/harmony, docs/format.md).
    """
    if _CHANNEL.match(content.lstrip()):
        return _split_channels(content)
    thoughts: list[str] = []
    rest = content
    while opening := _OPENING.match(rest):
        thought, closing, rest = _until_closing(rest[opening.end() :], opening)
        thoughts.append(thought)
        if not closing:
            break
    if not thoughts and not content.lstrip().startswith(("{", "[")):
        closing_alone = _CLOSING_ALONE.search(content)
        if closing_alone:
            thoughts.append(content[: closing_alone.start()])
            rest = content[closing_alone.end() :]
    if not thoughts:
        return content, ""
    return rest.lstrip(), "\n".join(thoughts).strip()


def _until_closing(text: str, opening: re.Match[str]) -> tuple[str, str, str]:
    closing = {"[THINK]": "[/THINK]", "◁think▷": "◁/think▷"}.get(opening[0].strip(), f"</{opening['tag']}>")
    return text.partition(closing)


def _split_channels(content: str) -> tuple[str, str]:
    answer: list[str] = []
    thoughts: list[str] = []
    for opening in _CHANNEL.finditer(content):
        end = _CHANNEL_END.search(content, opening.end())
        part = content[opening.end() : end.start() if end else len(content)]
        (answer if opening["channel"] == "final" else thoughts).append(part)
    return "".join(answer).strip(), "\n".join(thoughts).strip()
