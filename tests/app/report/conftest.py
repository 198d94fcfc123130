from collections.abc import Iterator

import pytest
from doubles.chromium import PROGRAM, Tab, chromium
from doubles.finished import finished

from stepresearch.graph.result import ResearchResult


@pytest.fixture(scope="session")
def result() -> ResearchResult:
    return finished()


@pytest.fixture(scope="session")
def tab() -> Iterator[Tab]:
    """A browser for all tests: each loads its own page."""
    if PROGRAM is None:
        pytest.skip("Chromium is not installed: apt-get install --no-install-recommends chromium")
    with chromium() as opened:
        yield opened
