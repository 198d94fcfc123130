"""Where the pages come from that a report cites: a folder, or what our own runs have read."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from stepresearch.evals.tasks.records import parsed, read_text
from stepresearch.tools.archive import Archive
from stepresearch.tools.errors import ConfigError
from stepresearch.tools.urls import canonical_url, page_key

INDEX = "pages.json"


class Pages(Protocol):
    """Gives the text of pages. Nothing is fetched."""

    async def text(self, url: str) -> str | None:
        """Return the text of the page at an address, or None where it is not at hand."""
        ...


class FolderPages:
    """The pages of a folder: `pages.json` names for each address the file with its text, or holds the text itself.

    Args:
        folder: With `pages.json`: `{"https://…": "file.txt"}`.

    Raises:
        ConfigError: There is no such file, it is of another form, or a page that it names is not there.
    """

    def __init__(self, folder: Path) -> None:
        index = folder / INDEX
        if not index.is_file():
            raise ConfigError(
                f"{str(folder)!r} has no {INDEX}.",
                hint='It names the file of each address: {"https://…": "page.txt"}.',
            )
        value = parsed(read_text(index), str(index))
        if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
            raise ConfigError(f"{str(index)!r} must be an object of addresses and file names.")
        self._texts: Mapping[str, str] = {
            page_key(url): read_text(_inside(folder, name)) for url, name in value.items()
        }

    async def text(self, url: str) -> str | None:
        """Return the text of a page."""
        return self._texts.get(page_key(url))


class ArchivedPages:
    """The pages that our own runs have read.

    Args:
        archive: Of the data folder.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    async def text(self, url: str) -> str | None:
        """Return the text of a page as it was last read."""
        for address in dict.fromkeys((url, canonical_url(url))):
            key = await self._archive.page_key_at(address)
            page = await self._archive.page(key) if key else None
            if page is not None:
                return page.text
        return None


def _inside(folder: Path, name: str) -> Path:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise ConfigError(f"{name!r} in {INDEX} lies outside of {str(folder)!r}.")
    return path
