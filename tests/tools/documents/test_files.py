import os
import subprocess
from pathlib import Path

import pytest

from stepresearch.tools.documents.files import list_files, read_bytes
from stepresearch.tools.errors import ToolError


def test_files_are_listed_in_the_order_of_their_names(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("c.md", "b/a.HTML", "a.txt", "d.png"):
        (tmp_path / name).write_text("x")

    assert [file.name for file in list_files(tmp_path, max_file_bytes=10).files] == [
        "a.txt",
        "b/a.HTML",
        "c.md",
    ]


def test_a_name_is_shown_without_what_would_steer_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "a\x1b[2J\u202e\nb.md").write_text("x")

    assert [file.name for file in list_files(tmp_path, max_file_bytes=10).files] == ["a[2J b.md"]


@pytest.mark.parametrize("replacement", ["pipe", "link", "growth", "nothing"])
def test_a_file_replaced_after_it_was_listed_is_not_read(tmp_path: Path, replacement: str) -> None:
    path = tmp_path / "library" / "a.txt"
    path.parent.mkdir()
    path.write_text("x")
    (tmp_path / "secret.txt").write_text("secret")
    (file,) = list_files(path.parent, max_file_bytes=10).files
    path.unlink()
    if replacement == "pipe":
        os.mkfifo(path)
    elif replacement == "link":
        path.symlink_to(tmp_path / "secret.txt")
    elif replacement == "growth":
        path.write_text("x" * 11)

    with pytest.raises(ToolError):
        read_bytes(file, max_file_bytes=10)


def test_folders_nested_deeper_than_a_recursion_goes_are_listed(tmp_path: Path) -> None:
    made = os.open(tmp_path, os.O_RDONLY)
    for _ in range(1200):
        os.mkdir("d", dir_fd=made)
        made, above = os.open("d", os.O_RDONLY, dir_fd=made), made
        os.close(above)
    os.close(os.open("low.md", os.O_CREAT | os.O_WRONLY, dir_fd=made))
    os.close(made)
    (tmp_path / "top.md").write_text("x")
    listing = list_files(tmp_path, max_file_bytes=100)
    subprocess.run(["rm", "-rf", tmp_path / "d"], check=True)  # pytest would remove it by recursion
    assert [file.path.name for file in listing.files] == ["low.md", "top.md"]
