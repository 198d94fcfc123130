"""The body of a completion, taken apart as its bytes come: server-sent events (WHATWG HTML, 9.2.6), or one JSON object."""

DONE = b"[DONE]"
"""Data of the event that closes a stream."""


class EventStream:
    """Puts bytes together to events.

    A server that does not stream answers with one JSON object, which counts as the only event.
    """

    def __init__(self) -> None:
        self._is_plain: bool | None = None
        self._line: list[bytes] = []
        self._data: list[bytes] = []

    def feed(self, piece: bytes) -> list[bytes]:
        """Return the data of the events that the bytes complete; comments and other fields are left out."""
        if self._is_plain is None and (begun := piece.lstrip()):
            self._is_plain = begun.startswith(b"{")
        first, *others = [piece] if self._is_plain else piece.split(b"\n")
        self._line.append(first)
        events: list[bytes] = []
        for begun in others:
            self._end_line(events)
            self._line.append(begun)
        return events

    def end(self) -> list[bytes]:
        """Return the data of the last event where it is still open."""
        if self._is_plain:
            return [b"".join(self._line)]
        events: list[bytes] = []
        self._end_line(events)
        self._end_line(events)
        return events

    def _end_line(self, events: list[bytes]) -> None:
        line = b"".join(self._line).removesuffix(b"\r")
        self._line.clear()
        if line.startswith(b"data:"):
            self._data.append(line[5:].removeprefix(b" "))
        elif not line and self._data:
            events.append(b"\n".join(self._data))
            self._data.clear()
