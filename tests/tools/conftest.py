from collections.abc import AsyncIterator

import pytest
from doubles.web_server import WebServer, running_web_server


@pytest.fixture
async def server() -> AsyncIterator[WebServer]:
    """A web server on loopback whose `routes` the test fills."""
    async with running_web_server() as running:
        yield running
