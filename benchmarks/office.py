"""What becomes of each file of a folder: read, or named with the reason.

    uv run python benchmarks/office.py FOLDER

Nothing may be passed over in silence. The last line counts.
"""

import asyncio
import sys
from pathlib import Path

from stepresearch.tools.documents.files import list_files
from stepresearch.tools.documents.index import DocumentIndex
from stepresearch.tools.documents.refresh import refresh_index

_MAX_FILE_BYTES = 50_000_000


async def _outcomes(folder: Path) -> dict[str, tuple[str, str]]:
    """Return for each file what became of it, and its first words or the reason."""
    listing = list_files(folder, max_file_bytes=_MAX_FILE_BYTES)
    index = DocumentIndex()
    report = await refresh_index(index, listing, max_file_bytes=_MAX_FILE_BYTES)
    told = dict(report.skipped)
    outcomes = {name: ("named", reason) for name, reason in told.items()}
    for file in listing.files:
        page = index.page(file.url)
        if page is not None:
            unread = f" [{told[file.name]}]" if file.name in told else ""
            outcomes[file.name] = ("read", " ".join(page.text.split())[:90] + unread)
    index.close()
    return outcomes


def main() -> None:
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit("Give a folder: uv run python benchmarks/office.py FOLDER")
    folder = Path(sys.argv[1])
    outcomes = asyncio.run(_outcomes(folder))
    files = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    for name in files:
        what, detail = outcomes.get(name, ("SILENT", ""))
        print(f"{what:7} {name:28} {detail}")
    counts = {
        what: sum(outcomes.get(name, ("SILENT", ""))[0] == what for name in files)
        for what in ("read", "named", "SILENT")
    }
    print(
        f"{len(files)} files: {counts['read']} read, {counts['named']} named, {counts['SILENT']} passed over in silence"
    )


if __name__ == "__main__":
    main()
