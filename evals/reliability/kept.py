"""What the gates said of a judge, kept so that every later score by it is printed with that."""

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

from stepresearch.evals.judge_model import JudgeRecord
from stepresearch.evals.reliability.page import as_json, verdict_line
from stepresearch.evals.reliability.run import Reliability

FOLDER = Path("evals") / "reliability"
NOT_MEASURED = "was not held against the gates of reliability (stepresearch eval reliability)"


def keep(result: Reliability, data_folder: Path) -> None:
    """Keep what the gates said, with the date."""
    path = _path(result.judge, data_folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    today = datetime.now(UTC).date().isoformat()
    told = {"told": f"{verdict_line(result)} (measured on {today})", **as_json(result)}
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


def trust_in(judge: JudgeRecord, data_folder: Path) -> str:
    """Return in words what the gates said of a judge with these settings and prompts."""
    path = _path(judge, data_folder)
    if not path.is_file():
        return NOT_MEASURED
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["told"])
    except (ValueError, KeyError, OSError):
        return NOT_MEASURED


def _path(judge: JudgeRecord, data_folder: Path) -> Path:
    key = f"{judge.model} at {judge.address}, {judge.temperature}, {judge.prompts}"
    return data_folder / FOLDER / f"{hashlib.sha256(key.encode()).hexdigest()[:16]}.json"
