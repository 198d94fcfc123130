from pathlib import Path

import pytest
from doubles.command_line import DOCUMENTS, CommandLine


@pytest.fixture
def commands(tmp_path: Path) -> CommandLine:
    line = CommandLine(tmp_path)
    line.documents.mkdir()
    for name, text in DOCUMENTS.items():
        (line.documents / name).write_text(text, encoding="utf-8")
    return line
