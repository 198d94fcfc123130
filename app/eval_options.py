"""The options of the commands that judge, as typer reads them."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from stepresearch.evals.judger.verdicts import VerdictMapping


class ProtocolChoice(StrEnum):
    """How systems are compared."""

    rubric = "rubric"
    adr = "adr"
    race = "race"


JudgeUrl = Annotated[
    str | None,
    typer.Option(
        "--judge",
        metavar="URL",
        help="OpenAI-compatible endpoint of the model that judges (STEPRESEARCH_JUDGE_URL, else the agent's own model).",
    ),
]
JudgeModel = Annotated[
    str | None, typer.Option("--model", metavar="NAME", help="Name of the model that judges.")
]
Temperature = Annotated[float, typer.Option("--temperature", min=0, max=2, help="Temperature of the judge.")]
MappingOption = Annotated[
    VerdictMapping,
    typer.Option(
        "--mapping", help="From verdicts to numbers; scores by different mappings are not comparable."
    ),
]
Repeats = Annotated[int, typer.Option("--repeats", min=1, max=20, help="Judge each report so often.")]
BatchSize = Annotated[int, typer.Option("--batch", min=1, max=50, help="Criteria in a call.")]
JudgeCalls = Annotated[int | None, typer.Option("--max-calls", min=1, help="Calls to the judge at most.")]
JudgeTokens = Annotated[
    int | None, typer.Option("--max-tokens", min=1, help="Tokens of prompts and answers at most.")
]
JudgePrice = Annotated[
    float | None, typer.Option("--max-price", min=0, help="Price of judging at most; needs --prices.")
]
PriceFile = Annotated[
    Path | None, typer.Option("--prices", metavar="FILE", help="YAML file with the judge's prices.")
]
Concurrency = Annotated[
    int | None, typer.Option("--concurrency", min=1, max=256, help="Calls to the judge at the same time.")
]
Results = Annotated[
    list[Path] | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help="Write the result here too, by its ending .md, .html or .json; repeatable.",
    ),
]
ReportFile = Annotated[Path, typer.Argument(metavar="REPORT", help="Markdown or text file.")]
RubricFile = Annotated[
    Path, typer.Option("--rubric", metavar="FILE", help="YAML or JSON file with the criteria.")
]
TaskText = Annotated[
    str, typer.Option("--task", metavar="TEXT", help="The prompt that the report was written for.")
]
SetName = Annotated[
    str,
    typer.Argument(
        metavar="SET",
        help="researchrubrics, rigorousbench, researcherbench, drb, drb2, or own for a folder of your own tasks; "
        "reliability holds the judge itself against its gates.",
    ),
]
Data = Annotated[
    Path | None,
    typer.Option("--data", metavar="PATH", help="Where the data of the set is, or your own probes."),
]
Second = Annotated[
    str | None,
    typer.Option("--second", metavar="URL", help="Another judge, for reliability: how far both agree."),
]
Tampers = Annotated[
    int, typer.Option("--tampers", min=1, help="Changes to reports that are judged, for reliability.")
]
OutFolder = Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where the result goes.")]
StoredReports = Annotated[
    Path | None,
    typer.Option(
        "--reports",
        metavar="FOLDER",
        help="Stored reports, a file each, named by task; without it the agent writes them.",
    ),
]
SystemPlaces = Annotated[
    list[Path],
    typer.Argument(
        metavar="REPORTS", help="Folder or file with the reports of a system, two or more of them."
    ),
]
ProtocolOption = Annotated[
    ProtocolChoice,
    typer.Option(
        "--protocol", help="rubric: by criteria; adr: side by side; race: against the first system's reports."
    ),
]
SystemPrices = Annotated[
    list[str] | None,
    typer.Option(
        "--system-prices",
        metavar="NAME=FILE",
        help="Price list of a system, by its folder's name; repeatable.",
    ),
]
TaskSetName = Annotated[
    str, typer.Option("--set", metavar="SET", help="Set of the tasks; own for your own folder.")
]
TaskData = Annotated[Path, typer.Option("--data", metavar="PATH", help="Where the data of the set is.")]
ReportFiles = Annotated[
    list[Path], typer.Argument(metavar="REPORT", help="Markdown files whose citations are checked.")
]
PagesFolder = Annotated[
    Path | None,
    typer.Option(
        "--pages",
        metavar="FOLDER",
        help="Folder with pages.json, which names the file of each address; without it what your own runs have read.",
    ),
]
Limit = Annotated[int | None, typer.Option("--limit", min=1, help="The first so many tasks.")]
Resume = Annotated[bool, typer.Option("--resume", help="Go on with the result in the folder.")]


@dataclass(frozen=True, slots=True)
class JudgeOptions:
    """How the judge is reached and what it may cost, as a person typed it."""

    url: str | None = None
    model: str | None = None
    temperature: float = 0.0
    batch_size: int = 1
    concurrency: int | None = None
    max_calls: int | None = None
    max_tokens: int | None = None
    max_price: float | None = None
    prices: Path | None = None
