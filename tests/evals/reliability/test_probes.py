import json
from pathlib import Path

import pytest

from stepresearch.evals.reliability.probes import load_probes, run_probe
from stepresearch.tools.errors import ConfigError

SUPPORTED = "The bridge cost 41 million euros by the accounts of the board."
DOUBTED = "The bridge was opened by the mayor of the town in May 2019."
RUN = {
    "question": "What of the bridge?",
    "brief": {"language": "en"},
    "report": {"markdown": f"# Bridge\n\n“{SUPPORTED}” [[1]](https://a.example/x) {DOUBTED} [[1]](https://a.example/x)\n"},
    "checks": {
        "X1.1": {"sentence": f"“{SUPPORTED}”", "verdict": "supported"},
        "X1.2": {"sentence": f"{DOUBTED} [S1.1]", "verdict": "not_found"},
    },
}  # fmt: skip


def test_of_a_run_of_ours_the_sentences_found_supported_are_the_statements() -> None:
    probe = run_probe(RUN, "run.json")
    assert [one.plain for one in probe.statements] == [f"“{SUPPORTED}”"]
    assert probe.statements[0].links == ["https://a.example/x"]
    assert (probe.language, probe.prompt) == ("en", "What of the bridge?")


def test_runs_are_loaded_from_a_folder(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(json.dumps(RUN))
    assert len(load_probes(tmp_path)) == 2


@pytest.mark.parametrize("value", [{}, [], {**RUN, "checks": {}}])
def test_what_is_no_run_or_has_nothing_supported_is_told(value: object) -> None:
    with pytest.raises(ConfigError, match=r"run\.json"):
        run_probe(value, "run.json")
