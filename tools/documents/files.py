"""The files of a folder that can be researched, and why the others cannot."""

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from stepresearch.text.language.visible_characters import visible_characters
from stepresearch.tools.errors import ConfigError, ToolError
from stepresearch.tools.parsing.file_kinds import KINDS, MEDIA_TYPES, UNKNOWN, UNREAD

FORMATS = f"Read are {', '.join(KINDS)}, and any other file whose content is text."
_PASSED_FOLDERS = {"node_modules", "__pycache__"}
_LOCK_FILE = "~$"
_FEW = 20
"""Files of one ending that are skipped for one reason are counted beyond this many, not listed."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to index, as it was when listed.

    Attributes:
        path: Absolute path.
        name: Path relative to the folder, for people; bytes that are not UTF-8 show as `�`.
        size_bytes: Its size.
        mtime_ns: When its content last changed, in nanoseconds.
    """

    path: Path
    name: str
    size_bytes: int
    mtime_ns: int

    @property
    def url(self) -> str:
        return self.path.as_uri()

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES.get(self.path.suffix.lower(), UNKNOWN)


@dataclass(frozen=True, slots=True)
class Listing:
    """Files to index in the order of their names, and (name, reason) for each one skipped."""

    files: list[FoundFile] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)


def list_files(folder: Path, *, max_file_bytes: int) -> Listing:
    """List what can be indexed below a folder, or the one file given instead. Links are not followed.

    Files and folders whose names begin with a dot, `node_modules` and `__pycache__` are silently skipped.

    Raises:
        ConfigError: There is nothing at that path, or it may not be listed.
    """
    try:
        root = folder.expanduser().resolve(strict=True)
        listing = Listing()
        if root.is_dir():
            for entry in _walk(root, listing):
                _sort_in(entry, root, listing, max_file_bytes)
        else:
            _sort_in(root, root.parent, listing, max_file_bytes)
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links, on Python before 3.13
        raise ConfigError(
            f"The folder to research, {str(folder)!r}, cannot be read: {error}.",
            hint="Give a folder that exists and that you may read.",
        ) from error
    return listing


def grouped(skipped: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return (name, reason) of files, sorted, with one line where many of one ending have one reason."""
    alike: dict[tuple[str, str], list[str]] = {}
    for name, reason in skipped:
        alike.setdefault((PurePath(name).suffix.lower(), reason), []).append(name)
    return sorted(
        (name, reason)
        for (ending, reason), names in alike.items()
        for name in (names if len(names) <= _FEW else [_counted(len(names), ending)])
    )


def _counted(count: int, ending: str) -> str:
    return f"{count:,} files ending in {ending}" if ending else f"{count:,} files without an ending"


def read_bytes(file: FoundFile, *, max_file_bytes: int) -> bytes:
    """Read a listed file, unless it has been replaced by something else since.

    Raises:
        ToolError: It cannot be read, is no regular file any more or has grown past the limit.
    """
    try:
        # Without O_NONBLOCK, a FIFO put in the file's place would wait for ever.
        handle = os.open(file.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as opened:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise ToolError("It is not a regular file.")
            data = opened.read(max_file_bytes + 1)
    except OSError as error:
        raise ToolError(f"It cannot be read: {error.strerror}.", hint="Check its permissions.") from error
    if len(data) > max_file_bytes:
        raise _too_large(len(data), max_file_bytes)
    return data


def _walk(root: Path, listing: Listing) -> Iterator[Path]:
    """The files of a folder and those below it, by name; not by recursion, for folders may be nested a thousand deep."""
    left = [(root, True)]  # a stack: the next one is last
    while left:
        path, is_folder = left.pop()
        if is_folder:
            left += reversed(_entries(path, root, listing))
        else:
            yield path


def _entries(directory: Path, root: Path, listing: Listing) -> list[tuple[Path, bool]]:
    """What is in a folder, each with whether it is one."""
    try:
        with os.scandir(directory) as entries:
            ordered = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        if directory == root:
            raise
        listing.skipped.append((_name(directory, root), f"The folder cannot be read: {error.strerror}."))
        return []
    found: list[tuple[Path, bool]] = []
    for entry in ordered:
        if entry.name.startswith(".") or entry.name in _PASSED_FOLDERS:
            continue
        if entry.is_symlink():
            _note_link(Path(entry.path), root, listing)
        else:
            found.append((Path(entry.path), entry.is_dir(follow_symlinks=False)))
    return found


def _note_link(path: Path, root: Path, listing: Listing) -> None:
    """Skip a link; silently where its target is in the folder, which is listed under its own name."""
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        listing.skipped.append((_name(path, root), "It is a link that leads nowhere."))
        return
    inside = target.relative_to(root).parts if target.is_relative_to(root) else (".",)
    if any(part.startswith(".") or part in _PASSED_FOLDERS for part in inside):
        listing.skipped.append(
            (
                _name(path, root),
                "It is a link out of the folder, which is not followed. Copy the file into the folder.",
            )
        )


def _sort_in(path: Path, root: Path, listing: Listing, max_file_bytes: int) -> None:
    suffix, name = path.suffix.lower(), _name(path, root)
    if path.name.startswith(_LOCK_FILE):
        listing.skipped.append(
            (name, "It only marks that an Office program has a document open. Close it there.")
        )
        return
    if suffix in UNREAD:
        listing.skipped.append((name, UNREAD[suffix]))
        return
    try:
        status = path.lstat()
    except OSError as error:
        listing.skipped.append((name, f"It cannot be read: {error.strerror}."))
        return
    if not stat.S_ISREG(status.st_mode):
        listing.skipped.append((name, "It is not a regular file, but a pipe, socket or device."))
    elif status.st_size > max_file_bytes:
        listing.skipped.append((name, str(_too_large(status.st_size, max_file_bytes))))
    else:
        listing.files.append(FoundFile(path, name, status.st_size, status.st_mtime_ns))


def _name(path: Path, root: Path) -> str:
    """Return the name to show: it may hold line breaks, escape sequences or what turns the order of letters around."""
    return " ".join(visible_characters(os.fsencode(path.relative_to(root)).decode(errors="replace")).split())


def _too_large(size_bytes: int, max_file_bytes: int) -> ToolError:
    return ToolError(
        f"It has {size_bytes:,} bytes; at most {max_file_bytes:,} are read.",
        hint="Split it, or raise max_file_bytes.",
    )
