import json
import stat
from pathlib import Path

from stepresearch.graph.run_store import Runs


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_data_folder_that_is_made_is_its_owners_only(tmp_path: Path) -> None:
    runs = Runs(tmp_path / "new" / "data")
    record = runs.create("What did the bridge cost?", {})
    assert rights(runs.folder) == rights(runs.path(record.run_id)) == 0o700


def test_a_folder_that_was_there_keeps_its_rights_and_the_run_is_its_owners_only(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    runs = Runs(tmp_path)
    record = runs.create("What did the bridge cost?", {})
    assert rights(tmp_path) == 0o755
    assert rights(runs.path(record.run_id)) == 0o700
    assert rights(runs.store_path) == rights(runs.checkpoints_path(record.run_id)) == 0o600


def test_a_record_in_which_a_letter_was_flipped_counts_as_damaged(tmp_path: Path) -> None:
    runs = Runs(tmp_path)
    record = runs.create("What did the bridge cost?", {})
    path = runs.path(record.run_id) / "run.json"
    assert runs.list() == [record]
    path.write_text(path.read_text().replace("bridge", "bridfe"))
    assert (runs.list(), runs.damaged()) == ([], [path.parent])


def test_a_record_of_a_version_that_wrote_no_digest_is_read(tmp_path: Path) -> None:
    runs = Runs(tmp_path)
    record = runs.create("What did the bridge cost?", {})
    path = runs.path(record.run_id) / "run.json"
    written = json.loads(path.read_text())
    del written["digest"]
    path.write_text(json.dumps(written))
    assert runs.list() == [record]
