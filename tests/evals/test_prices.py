from pathlib import Path
from typing import Any

import pytest

from stepresearch.evals.prices import PriceList, load_prices
from stepresearch.tools.errors import ConfigError

HEAD = {"name": "A", "currency": "RMB", "source": "https://p.example", "date": "2026-11-20"}
TOKENS = {"prompt_tokens": 1_000_000, "cached_tokens": 500_000, "completion_tokens": 100_000}


@pytest.mark.parametrize(
    ("prices", "usage", "cost"),
    [
        ({"prompt": 2, "cached": 1, "completion": 10}, TOKENS, 1 + 0.5 + 1),
        ({"prompt": 2, "completion": 10}, TOKENS, 2 + 1),
        ({"prompt": 2, "completion": 10, "search": 10}, {**TOKENS, "searches": 30}, 3 + 0.3),
        ({"prompt": 2, "completion": 10, "search": 10}, TOKENS, None),
        ({"report": 2.66}, {}, 2.66),
        ({"machine_hour": 18}, {"seconds": 100}, 0.5),
        ({"machine_hour": 18}, {}, None),
        ({}, TOKENS, None),
    ],
)
def test_a_cost_is_what_the_prices_and_the_usage_state_and_nothing_is_guessed(
    prices: dict[str, Any], usage: dict[str, Any], cost: float | None
) -> None:
    assert PriceList.model_validate(HEAD | prices).cost(usage) == (
        None if cost is None else pytest.approx(cost)
    )


def test_prices_without_source_and_date_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    path.write_text("name: A\ncurrency: RMB\nprompt: 1\n")
    with pytest.raises(ConfigError, match=r"p\.yaml.*source"):
        load_prices(path)
