from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from doubles.web_server import WebServer, running_web_server


@pytest.fixture
async def server() -> AsyncIterator[WebServer]:
    """A web server on loopback whose `routes` the test fills."""
    async with running_web_server() as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two documents."""
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "rain.md").write_text(
        "# Rain in Rome\n\nPublished: 3 May 2024\n\nIt rains 800 mm a year in Rome.\n"
    )
    (folder / "wheat.txt").write_text("Wheat prices\n\nWheat cost 210 euros a tonne.\n")
    return folder
