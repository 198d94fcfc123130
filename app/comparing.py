"""What the command `compare` does, once its arguments are read."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from stepresearch.app.delivery import tell
from stepresearch.app.eval_options import JudgeOptions
from stepresearch.app.eval_progress import EvalProgress
from stepresearch.app.evaluating import write_texts
from stepresearch.app.judging import judge_of
from stepresearch.app.stopping import Stopped, StopSignals
from stepresearch.evals.comparison.compare import Comparing, Comparison, Protocol
from stepresearch.evals.comparison.outputs import load_outputs
from stepresearch.evals.comparison.page import as_json, as_markdown, plot
from stepresearch.evals.comparison.systems import System
from stepresearch.evals.judger.verdicts import VerdictMapping
from stepresearch.evals.page import html_page
from stepresearch.evals.prices import PriceList, load_prices
from stepresearch.evals.tasks.catalogue import load_set
from stepresearch.evals.tasks.task import Task
from stepresearch.tools.errors import ConfigError
from stepresearch.tools.settings import load_settings
from stepresearch.tools.toolbox import Toolbox


@dataclass(frozen=True, slots=True)
class CompareOptions:
    """What is compared, as a person typed it.

    Attributes:
        places: Folders or files with the reports of one system each.
        set_name: Of the tasks.
        data: Where their data is.
        protocol: How they are compared.
        mapping: From verdicts to numbers.
        prices: `NAME=FILE` for a system's price list.
        limit: Only so many tasks, from the start.
        folder: Where the result goes.
    """

    places: Sequence[Path]
    set_name: str
    data: Path
    protocol: Protocol
    mapping: VerdictMapping
    prices: Sequence[str]
    limit: int | None
    folder: Path


def compare(signals: StopSignals, judge: JudgeOptions, chosen: CompareOptions) -> None:
    """Compare systems and write the result into a folder.

    Raises:
        ConfigError: The data, the reports, a price list or the judge cannot be used.
    """
    tasks = load_set(chosen.set_name, chosen.data)
    todo = tasks.tasks[: chosen.limit]
    systems = _systems(chosen, todo)
    try:
        found = signals.run(_compared(judge, chosen, tasks.title, systems, todo))
    except Stopped:
        tell("Stopped. All answers that came in are kept: the same command goes on.")
        raise
    page = as_markdown(found)
    texts = {
        ".json": json.dumps(as_json(found), ensure_ascii=False, indent=1) + "\n",
        ".md": page,
        ".html": html_page(page, title=f"{found.title}: a comparison", pictures=plot(found)),
    }
    write_texts({chosen.folder / f"comparison{ending}": text for ending, text in texts.items()})
    sys.stdout.write(page)


async def _compared(
    judge: JudgeOptions, chosen: CompareOptions, title: str, systems: Sequence[System], tasks: Sequence[Task]
) -> Comparison:
    settings = load_settings()
    async with judge_of(judge, settings, Toolbox(settings).data_folder()) as opened:
        comparing = Comparing(
            opened.judge, opened.record, opened.trust, title, chosen.mapping, EvalProgress("judgements")
        )
        return await comparing.run(chosen.protocol, systems, tasks)


def _systems(chosen: CompareOptions, tasks: Sequence[Task]) -> list[System]:
    names = _names(chosen.places)
    prices = dict(_price(one, names) for one in chosen.prices)
    return [
        System(name, load_outputs(place, tasks), prices.get(name))
        for name, place in zip(names, chosen.places, strict=True)
    ]


def _names(places: Sequence[Path]) -> list[str]:
    """Return a name for each place: its own, with its folder's where two are alike.

    Raises:
        ConfigError: A place is named twice.
    """
    paths = [place.resolve() for place in places]
    twice = next((path for path in paths if paths.count(path) > 1), None)
    if twice is not None:
        raise ConfigError(f"{str(twice)!r} is named twice; a system is compared with others.")
    names = [path.name for path in paths]
    return [
        name if names.count(name) == 1 else f"{path.parent.name}/{name}"
        for name, path in zip(names, paths, strict=True)
    ]


def _price(argument: str, names: Sequence[str]) -> tuple[str, PriceList]:
    name, _, file = argument.partition("=")
    if not file or name not in names:
        raise ConfigError(
            f"The prices {argument!r} name no system.",
            hint=f"NAME=FILE is meant, NAME one of {', '.join(names)}.",
        )
    return name, load_prices(Path(file))
