"""What tokens, searches and machines cost, as a file states it with its source and date.

name: Qwen3-32B on one H200
currency: RMB
source: https://provider.example/prices
date: 2026-11-20
prompt: 1.0           # a million prompt tokens
cached: 0.2           # a million of them from the prefix cache; as `prompt` where it is left out
completion: 4.0       # a million answer tokens
search: 7.0           # a thousand searches
report: 2.66          # a report, where a service sells reports and not tokens
machine_hour: 15.0    # an hour of one's own hardware
"""

from datetime import date
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from stepresearch.evals.tasks.records import read_text
from stepresearch.tools.budget import Prices
from stepresearch.tools.errors import ConfigError


class PriceList(BaseModel):
    """Prices of one system or judge. What is not stated is not guessed: a cost that needs it has no figure."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1)
    currency: str = Field(min_length=1)
    source: str = Field(min_length=1)
    date: date
    prompt: float | None = Field(default=None, ge=0)
    cached: float | None = Field(default=None, ge=0)
    completion: float | None = Field(default=None, ge=0)
    search: float | None = Field(default=None, ge=0)
    report: float | None = Field(default=None, ge=0)
    machine_hour: float | None = Field(default=None, ge=0)

    def tokens(self) -> Prices:
        """Return the prices of tokens.

        Raises:
            ConfigError: They are not stated.
        """
        if self.prompt is None or self.completion is None:
            raise ConfigError(f"The price list {self.name!r} does not state `prompt` and `completion`.")
        cached = self.prompt if self.cached is None else self.cached
        return Prices(self.prompt, cached, self.completion)

    def cost(self, usage: dict[str, Any]) -> float | None:
        """Return what a report cost, or None where the list or the usage does not say enough."""
        if self.report is not None:
            return self.report
        parts = [self._of_tokens(usage), self._of(usage, "searches", self.search, 1000), self._of(usage, "seconds", self.machine_hour, 3600)]  # fmt: skip
        stated = [part for part in parts if part is not None]
        return sum(stated) if stated and not self._lacks(usage) else None

    def _lacks(self, usage: dict[str, Any]) -> bool:
        """Whether something that has a price was not counted."""
        wanted = {
            "prompt_tokens": self.prompt,
            "completion_tokens": self.completion,
            "searches": self.search,
            "seconds": self.machine_hour,
        }
        return any(price is not None and usage.get(name) is None for name, price in wanted.items())

    def _of_tokens(self, usage: dict[str, Any]) -> float | None:
        if self.prompt is None or self.completion is None or usage.get("prompt_tokens") is None:
            return None
        prices = self.tokens()
        cached = usage.get("cached_tokens") or 0
        uncached = usage["prompt_tokens"] - cached
        written = usage.get("completion_tokens") or 0
        return float(uncached * prices.prompt + cached * prices.cached + written * prices.completion) / 1e6

    @staticmethod
    def _of(usage: dict[str, Any], name: str, price: float | None, unit: int) -> float | None:
        count = usage.get(name)
        return None if price is None or count is None else float(count) * price / unit


def load_prices(path: Path) -> PriceList:
    """Return the price list of a file.

    Raises:
        ConfigError: It cannot be used.
    """
    try:
        return PriceList.model_validate(yaml.safe_load(read_text(path)))
    except yaml.YAMLError as error:
        raise ConfigError(f"{str(path)!r} is no YAML: {' '.join(str(error).split())}.") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise ConfigError(f"{str(path)!r}: {place}: {first['msg']}.") from None
