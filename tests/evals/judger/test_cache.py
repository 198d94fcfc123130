from pathlib import Path

import pytest

from stepresearch.evals.judger.cache import AnswerCache
from stepresearch.tools.errors import ConfigError


def test_two_processes_share_a_file_and_the_first_answer_stays(tmp_path: Path) -> None:
    with AnswerCache(tmp_path / "a.sqlite") as one, AnswerCache(tmp_path / "a.sqlite") as other:
        one.put("key", {"value": 1})
        other.put("key", {"value": 2})
        assert other.get("key") == {"value": 1}
        assert other.get("other") is None


def test_only_its_owner_can_read_the_answers(tmp_path: Path) -> None:
    path = tmp_path / "evals" / "a.sqlite"
    with AnswerCache(path) as cache:
        cache.put("key", {"value": 1})
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    path.write_text("This is a letter, and no database at all. " * 40)
    with pytest.raises(ConfigError, match=r"a\.sqlite"):
        AnswerCache(path)
