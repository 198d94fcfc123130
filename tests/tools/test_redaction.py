"""Keys and passwords stay untold, whatever a server does with them."""

import base64
import html
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import quote

import pytest
from doubles.model_server import ModelServer, Scripted, chunk, error, spoken
from doubles.web_server import WebServer, response

from stepresearch.app.diagnosis import set_variables
from stepresearch.tools.errors import ConfigError, ToolError
from stepresearch.tools.llm.faults import CallFault
from stepresearch.tools.llm.openai.server import ModelServer as ServerLists
from stepresearch.tools.llm.openai.settings import ModelSettings
from stepresearch.tools.llm.openai.wire import OpenAIWire
from stepresearch.tools.redaction import HIDDEN, Secrets, taken_apart
from stepresearch.tools.search.searxng import SearXNG
from stepresearch.tools.search.tavily import Tavily
from stepresearch.tools.settings import Settings, load_settings
from stepresearch.tools.web.reader import WebPages

KEY, USER, PASSWORD = "sk-canary-1234", "canaryuser", "pa55-canary"
BASIC = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
SECRET = (KEY, USER, PASSWORD, BASIC)


def with_userinfo(url: str) -> str:
    return url.replace("://", f"://{USER}:{PASSWORD}@")


def assert_untold(told: str) -> None:
    assert [secret for secret in SECRET if secret in told] == []


def echo(status: str, *secrets: str) -> bytes:
    """What echoes what it was sent: in the reason phrase, a header, the body."""
    said = " ".join(secrets)
    return response(
        json.dumps({"detail": {"error": said}, "error": said}).encode(),
        status=f"{status} {said}",
        kind="application/json",
        headers=[f"Location: http://other.example/?{secrets[0]}"],
    )


@pytest.mark.parametrize(
    "status", ["302 Found", "400 Bad", "401 No", "403 No", "418 Tea", "429 Wait", "503 Busy"]
)
async def test_an_engine_that_echoes_what_it_was_sent_is_told_without_it(
    server: WebServer, status: str
) -> None:
    url = with_userinfo(server.url)
    for engine in (Tavily(KEY, base_url=url, timeout_s=5), SearXNG(url, timeout_s=5)):
        server.routes["/search"] = echo(status, *(SECRET if engine.name == "tavily" else SECRET[1:]))
        with pytest.raises(ToolError) as told:
            await engine.search("bridge", max_results=3)
        assert_untold(str(told.value))
        assert_untold(await engine.cache_key())


async def test_a_hit_that_echoes_the_key_is_stored_without_it(server: WebServer) -> None:
    hit = {"url": f"https://a.org/{KEY}", "title": BASIC, "content": PASSWORD}
    server.routes["/search"] = response(json.dumps({"results": [hit]}).encode(), kind="application/json")
    url = with_userinfo(server.url)
    assert_untold(repr(await Tavily(KEY, base_url=url).search("bridge", max_results=3)))


async def test_user_name_and_password_go_along_where_there_is_no_key(server: WebServer) -> None:
    server.routes["/search"] = response(b'{"results": []}', kind="application/json")
    await SearXNG(with_userinfo(server.url)).search("bridge", max_results=3)
    assert f"authorization: basic {BASIC}".lower() in server.requests[0].lower()


@pytest.mark.parametrize("is_keyed", [True, False])
async def test_a_user_name_in_an_address_takes_the_place_of_no_key(server: WebServer, is_keyed: bool) -> None:
    server.routes["/search"] = response(b'{"results": []}', kind="application/json")
    await Tavily(KEY, base_url=with_userinfo(server.url)).search("bridge", max_results=3)
    assert f"authorization: bearer {KEY}" in server.requests[0].lower()
    async with ModelServer(lambda _: spoken("Elbe")) as model:
        settings = ModelSettings(with_userinfo(model.base_url), api_key=KEY if is_keyed else "")
        await ServerLists(settings).cards()
        await OpenAIWire(settings, model="m").complete(
            [{"role": "user", "content": "q"}], max_tokens=9, body={}
        )
        wanted = f"Bearer {KEY}" if is_keyed else f"Basic {BASIC}"
        assert [{name.lower(): value for name, value in sent.items()}["authorization"] for sent in model.headers] == [
            wanted, wanted
        ]  # fmt: skip


SAID = " ".join(SECRET)


@pytest.mark.parametrize(
    "reply",
    [error(status, SAID) for status in (400, 401, 403, 404, 422, 429, 500, 503)]
    + [Scripted(events=({"error": {"message": SAID}},)), Scripted(events=("{" + SAID,))],
)
async def test_a_model_server_that_echoes_what_it_was_sent_is_told_without_it(reply: Scripted) -> None:
    async with ModelServer(lambda _: reply) as server:
        wire = OpenAIWire(ModelSettings(with_userinfo(server.base_url), api_key=KEY), model="m")
        with pytest.raises((CallFault, ConfigError)) as told:
            await wire.complete([{"role": "user", "content": "q"}], max_tokens=9, body={})
    assert_untold(str(told.value))


async def test_an_answer_that_echoes_the_key_comes_without_it() -> None:
    async with ModelServer(lambda _: Scripted(events=(chunk("stop", content=SAID),))) as server:
        wire = OpenAIWire(ModelSettings(with_userinfo(server.base_url), api_key=KEY), model="m")
        told = await wire.complete([{"role": "user", "content": "q"}], max_tokens=9, body={})
    assert_untold(repr(told))


async def test_a_proxy_is_given_its_password_and_told_without_it(server: WebServer) -> None:
    server.routes["http://a.example/"] = echo("407 Who", *SECRET[1:])
    server.routes["http://b.example/"] = response(" ".join(SECRET[1:]).encode(), kind="text/plain")
    pages = WebPages(proxy=with_userinfo(server.url), trust_proxy=True)
    with pytest.raises(ToolError) as told:
        await pages.read("http://a.example/")
    assert f"proxy-authorization: basic {BASIC}".lower() in server.requests[0].lower()
    assert_untold(str(told.value))
    assert_untold(repr(await pages.read("http://b.example/")))


@pytest.mark.parametrize(
    "name", ["SEARXNG_URL", "TAVILY_BASE_URL", "STEPRESEARCH_BASE_URL", "STEPRESEARCH_PROXY"]
)
@pytest.mark.parametrize("form", ["ftp://{}@a", "http://{}@", "http://{}@a:99999999", "{}@a", "http://{}@[a"])
def test_a_bad_address_is_named_by_its_variable_without_its_value(
    name: str, form: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(name, form.format(f"{USER}:{PASSWORD}"))
    with pytest.raises(ConfigError, match=name) as told:
        load_settings()
    assert_untold(str(told.value))


def test_the_doctor_shows_addresses_without_user_name_and_password() -> None:
    url = with_userinfo("http://a.example")
    shown = set_variables(
        Settings(_env_file=None, base_url=url, proxy=url, searxng_url=url, tavily_base_url=url)
    )
    assert_untold(repr(shown))
    assert list(shown.values()) == ["http://a.example"] * 4


def test_an_address_is_taken_apart_at_its_last_at_sign() -> None:
    assert taken_apart("http://me:p%40ss@w@host:1/x").auth == ("me", "p@ss@w")
    assert taken_apart("http://me:p@ss@host:1/x").plain == "http://host:1/x"


@pytest.mark.parametrize(
    "spelt",
    [str, quote, partial(quote, safe=""), lambda text: quote(quote(text)), json.dumps, html.escape,
     lambda text: "".join(f"&#{ord(sign)};" if not sign.isalnum() else sign for sign in text),
     lambda text: quote(text, safe="").lower()],
)  # fmt: skip
def test_a_password_is_found_however_its_signs_are_escaped(spelt: Callable[[str], str]) -> None:
    password = 'p@ss/1:x+"&%é\\'
    secrets = Secrets(urls=[f"http://someone:{quote(password, safe='')}@a.org/"])
    said = spelt(password)
    assert HIDDEN in secrets.hidden(f"said {said}!")
    assert "ss" not in secrets.hidden(said)
    assert b"ss" not in secrets.hidden_bytes(said.encode())


async def test_a_content_type_that_echoes_the_password_of_a_proxy_is_told_without_it(
    server: WebServer,
) -> None:
    server.routes["http://a.example/x"] = response(b"x", kind=f"text/{PASSWORD}")
    pages = WebPages(timeout_s=5, proxy=with_userinfo(server.url), trust_proxy=True)
    with pytest.raises(ToolError) as told:
        await pages.read("http://a.example/x")
    assert_untold(str(told.value))


async def test_an_echo_that_is_no_http_is_told_without_the_secrets(server: WebServer) -> None:
    said = f"{' '.join(SECRET)}\r\n\r\n".encode()
    url = with_userinfo(server.url)
    server.routes.update({"/search": said, "/v1/models": said, "/v1/chat/completions": said})
    for engine in (Tavily(KEY, base_url=url, timeout_s=5), SearXNG(url, timeout_s=5)):
        server.routes["/search"] = (
            " ".join(SECRET if engine.name == "tavily" else SECRET[1:]).encode() + b"\r\n\r\n"
        )
        with pytest.raises(ToolError, match="hidden") as failed:
            await engine.search("bridge", max_results=3)
        assert_untold(str(failed.value))
    settings = ModelSettings(f"{url}/v1", api_key=KEY)
    with pytest.raises(CallFault, match="hidden") as told:
        await ServerLists(settings).cards()
    assert_untold(str(told.value))
    with pytest.raises(CallFault) as said_by_wire:
        await OpenAIWire(settings, model="m").complete(
            [{"role": "user", "content": "q"}], max_tokens=5, body={}
        )
    assert_untold(str(said_by_wire.value))
