"""Documents that are zip archives of XML, opened within limits."""

import io
import zipfile
import zlib
from typing import Any

from lxml import etree

from stepresearch.tools.errors import ToolError

UNPACKED_BYTES = 200_000_000
PARTS = 10_000
_OLE_MARK = b"\xd0\xcf\x11\xe0"


class OfficeZip:
    """A document of several parts. Use it as a context manager.

    Args:
        data: The whole document.
        kind: What it is, for people, such as `Word`.

    Raises:
        ToolError: It is not such a document, is password-protected, or exceeds the size limit when unpacked.
    """

    def __init__(self, data: bytes, *, kind: str) -> None:
        self._kind = kind
        self._named = f"{'an' if kind[0] in 'eO' else 'a'} {kind}"
        if data.startswith(_OLE_MARK):
            raise ToolError(
                f"The file is an old {kind} file or is protected by a password.",
                hint="Save it in the current format without one.",
            )
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise ToolError(f"The file is not {self._named} file, or is cut off: {error}.") from error
        parts = self._archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        if unpacked > UNPACKED_BYTES or len(parts) > PARTS:
            raise ToolError(
                f"The {kind} file unpacks to {unpacked:,} bytes in {len(parts):,} parts; "
                f"at most {UNPACKED_BYTES:,} bytes in {PARTS:,} parts are read."
            )
        self.names = [part.filename for part in parts]

    def require(self, name: str) -> None:
        """Raise `ToolError` if a part that every document of this kind has is missing."""
        if name not in self.names:
            raise ToolError(
                f"The file is a zip archive, not {self._named} file.", hint="Unpack it into the folder."
            )

    def read(self, name: str) -> bytes:
        """Return a part.

        Raises:
            ToolError: It is missing, damaged or encrypted, or longer than declared.
        """
        try:
            with self._archive.open(name) as part:
                data = part.read(UNPACKED_BYTES + 1)
        except (
            KeyError,
            NotImplementedError,
            OSError,
            RuntimeError,
            EOFError,
            ValueError,
            zipfile.BadZipFile,
            zlib.error,
        ) as error:
            raise self.damaged(error) from error
        if len(data) > UNPACKED_BYTES:
            raise self.damaged(f"{name} is longer than it says")
        return data

    def xml(self, name: str) -> Any:
        """Return the root element of a part, read without entities and network.

        Raises:
            ToolError: As `read`, or the part is not well-formed XML.
        """
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(self.read(name), parser)
        except etree.XMLSyntaxError as error:
            raise self.damaged(error) from error
        if root is None:
            raise self.damaged(f"{name} is empty")
        return root

    def damaged(self, reason: object) -> ToolError:
        return ToolError(
            f"The {self._kind} file is damaged: {reason}.", hint="Open it in its program and save it again."
        )
