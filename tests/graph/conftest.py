import pytest
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.store.memory import InMemoryStore


@pytest.fixture
def saver() -> InMemorySaver:
    """Checkpoints in memory, with LangGraph's strict list of safe types."""
    from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

    return InMemorySaver(serde=JsonPlusSerializer(allowed_msgpack_modules=None))


@pytest.fixture
def store() -> InMemoryStore:
    return InMemoryStore()
