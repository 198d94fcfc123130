import pytest
from langgraph.store.memory import InMemoryStore

from stepresearch.tools.archive import Archive
from stepresearch.tools.errors import ConfigError
from stepresearch.tools.page import Page

PAGE = Page("https://a.example/end", "A", "What the page says.")


async def test_a_page_is_found_under_the_address_that_led_to_it_too() -> None:
    archive = Archive(InMemoryStore())
    key = await archive.keep_page(PAGE, asked="https://a.example/start")
    assert await archive.page_key_at("https://a.example/start") == key
    assert await archive.page_key_at("https://a.example/end") == key
    assert await archive.page(key) == PAGE


async def test_an_answer_that_is_too_old_serves_no_more() -> None:
    store = InMemoryStore()
    await Archive(store).keep_answer("key", ["hit"])
    assert await Archive(store).answer("key") == ["hit"]
    assert await Archive(store, fresh_since_s=float("inf")).answer("key") is None


async def test_what_a_run_stored_itself_and_does_not_find_is_the_users_to_mend() -> None:
    with pytest.raises(ConfigError, match="belong together"):
        await Archive(InMemoryStore()).own_answer("key")
