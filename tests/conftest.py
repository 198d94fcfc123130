"""Which tests `make test` leaves out."""

from pathlib import Path

import pytest

TESTS = Path(__file__).parent
SLOW = (
    "app",
    "evals",
    "graph",
    "server",
    "test_architecture.py",
    "test_examples.py",
    "test_notebooks.py",
    "tools/html/test_extract.py",
    "tools/llm/openai",
    "tools/parsing/test_worker.py",
)
"""Folders and files whose tests start processes, servers of models or whole runs."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of `SLOW`, so that `-m "not slow"` leaves them out."""
    slow = [TESTS / place for place in SLOW]
    for item in items:
        if any(item.path == place or place in item.path.parents for place in slow):
            item.add_marker(pytest.mark.slow)
