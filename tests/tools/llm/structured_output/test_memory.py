from pathlib import Path

import pytest

from stepresearch.tools.llm.structured_output.formats import Rung
from stepresearch.tools.llm.structured_output.memory import Learnt, RungMemory


def test_each_model_of_each_server_is_kept_apart(tmp_path: Path) -> None:
    memory = RungMemory(tmp_path / "model.json")
    learnt = Learnt(Rung.TEXT, {"json_schema": "400: no"}, reasons=True)
    memory.save("http://h/v1", "a", learnt)
    memory.save("http://h/v1", "b", Learnt(Rung.JSON_OBJECT))
    assert memory.load("http://h/v1", "a") == learnt
    assert memory.load("http://h/v1", "b").rung is Rung.JSON_OBJECT
    assert memory.load("http://other/v1", "a") == Learnt()
    assert [path.name for path in tmp_path.iterdir()] == ["model.json"]


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"http://h/v1 a": {"rung": "stairs"}}', '{"http://h/v1 a": 3}']
)
def test_a_file_that_cannot_be_used_counts_as_empty(content: str, tmp_path: Path) -> None:
    (tmp_path / "model.json").write_text(content)
    assert RungMemory(tmp_path / "model.json").load("http://h/v1", "a") == Learnt()


def test_without_a_path_nothing_is_kept(tmp_path: Path) -> None:
    memory = RungMemory(None)
    memory.save("http://h/v1", "a", Learnt(Rung.TEXT))
    assert memory.load("http://h/v1", "a") == Learnt()
