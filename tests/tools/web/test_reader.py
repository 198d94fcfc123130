import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from doubles.web_server import Names, OneServerInternet, WebServer, response, running_web_server

from stepresearch.tools.errors import ConfigError, ToolError
from stepresearch.tools.parsing.file_kinds import DOCX
from stepresearch.tools.web.reader import WebPages
from stepresearch.tools.web.ssrf_guard import GuardedNetwork

PROSE = b"<p>The bridge opened in May and carried two trams an hour across the river.</p>"
PAGE = b"<html><head><title>Bridge</title></head><body><h1>Bridge</h1>" + PROSE * 3 + b"</body></html>"


@pytest.fixture
async def pages(server: WebServer) -> AsyncIterator[WebPages]:
    """Pages whose internet is the loopback server, guarded as in earnest."""
    names = Names({"public.test": ["93.184.216.34"], "inside.test": ["10.0.0.5"]})
    network = GuardedNetwork(resolver=names, network=OneServerInternet(server.port))
    reader = WebPages(timeout_s=10, network=network)
    yield reader
    await reader.aclose()


async def test_a_page_is_read(server: WebServer, pages: WebPages) -> None:
    server.routes["/a"] = response(PAGE)
    page = await pages.read("http://www.PUBLIC.test/a?utm_source=x#top".replace("www.PUBLIC", "public"))
    assert (page.url, page.title, page.site) == ("http://public.test/a", "Bridge", "public.test")
    assert page.text.startswith("# Bridge\n\nThe bridge opened")
    assert "User-Agent: stepresearch/" in server.requests[0]
    assert "Accept-Encoding: gzip, deflate\r" in server.requests[0]


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/secret",
        "http://169.254.169.254/latest/meta-data/",
        "http://inside.test/secret",
        "http://[::1]/secret",
        "http://[::ffff:127.0.0.1]/secret",
        "http://public.test@127.0.0.1/secret",
        "//127.0.0.1/secret",
        "http://127。0。0。1/secret",
        "http://①②⑦.0.0.1/secret",
    ],
)
async def test_a_redirect_to_a_private_address_is_refused(
    server: WebServer, pages: WebPages, target: str
) -> None:
    server.routes["/a"] = response(status="302 Found", headers=[f"Location: {target}"])
    with pytest.raises(ToolError):
        await pages.read("http://public.test/a")
    assert server.paths == ["/a"]


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://public.test/a", "javascript:alert(1)", "data:text/html,x"]
)
async def test_a_redirect_away_from_the_web_is_refused(
    server: WebServer, pages: WebPages, target: str
) -> None:
    server.routes["/a"] = response(status="301 Moved", headers=[f"Location: {target}"])
    with pytest.raises(ToolError, match="not a web page"):
        await pages.read("http://public.test/a")


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://public.test/",
        "gopher://public.test/",
        "public.test/a",
        "http://",
        "http:///a",
        "",
        "http://public.test:22/",
        "http://public.test:99999/",
        "http://[broken/",
        "http://127.0.0.1/",
        "http://0/",
        "http://[fe80::1%25eth0]/",
        "http://user@inside.test/",
        "http://public.test\\@10.0.0.5/",
        "http://pub lic.test/",
    ],
)
async def test_an_address_that_is_no_public_page_is_refused_without_a_request(
    server: WebServer, pages: WebPages, url: str
) -> None:
    with pytest.raises(ToolError):
        await pages.read(url)
    assert server.requests == []


async def test_redirects_are_followed_and_the_page_has_the_last_address(
    server: WebServer, pages: WebPages
) -> None:
    server.routes["/a"] = response(status="301 Moved", headers=["Location: /b?x=1"])
    server.routes["/b"] = response(status="307 Temporary", headers=["Location: http://public.test/c"])
    server.routes["/c"] = response(PAGE)
    assert (await pages.read("http://public.test/a")).url == "http://public.test/c"


async def test_a_loop_of_redirects_ends(server: WebServer, pages: WebPages) -> None:
    server.routes["/a"] = response(status="302 Found", headers=["Location: /a"])
    with pytest.raises(ToolError, match="more than 5 times"):
        await pages.read("http://public.test/a")
    assert len(server.requests) == 6


async def test_a_slow_drip_ends_at_the_deadline(server: WebServer) -> None:
    server.routes["/drip"] = b"drip"
    reader = WebPages(timeout_s=0.3, allow_private=True)
    with pytest.raises(ToolError, match=r"longer than 0\.3 s"):
        await reader.read(f"{server.url}/drip")


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (gzip.compress(PAGE), "gzip"),
        (zlib.compress(PAGE), "deflate"),
        (zlib.compress(PAGE, wbits=-15), "deflate"),
        (PAGE, "identity"),
    ],
)
async def test_a_compressed_page_is_read(
    server: WebServer, pages: WebPages, body: bytes, encoding: str
) -> None:
    server.routes["/a"] = response(body, headers=[f"Content-Encoding: {encoding}"])
    assert (await pages.read("http://public.test/a")).title == "Bridge"


@pytest.mark.parametrize(
    ("body", "encoding", "reason"),
    [
        (gzip.compress(b" " * 20_000_000), "gzip", "10 MB decompressed"),
        (b" " * 5_100_000, "identity", "larger than 5 MB"),
        (b"not gzip at all", "gzip", "damaged"),
        (b"\x8b\x01", "br", "'br', which was not offered"),
        (gzip.compress(gzip.compress(PAGE)), "gzip, gzip", "not offered"),
    ],
)
async def test_a_body_past_its_bounds_is_refused(
    server: WebServer, pages: WebPages, body: bytes, encoding: str, reason: str
) -> None:
    server.routes["/a"] = response(body, headers=[f"Content-Encoding: {encoding}"])
    with pytest.raises(ToolError, match=reason):
        await pages.read("http://public.test/a")


async def test_kinds_other_than_documents_are_refused_by_name(server: WebServer, pages: WebPages) -> None:
    server.routes["/a"] = response(b"\x89PNG", kind="image/png")
    with pytest.raises(ToolError, match="'image/png', which is not read"):
        await pages.read("http://public.test/a")


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "text/markdown; charset=utf-8", "application/xhtml+xml", "application/octet-stream"],
)
async def test_text_markdown_and_undeclared_html_are_read(
    server: WebServer, pages: WebPages, kind: str
) -> None:
    server.routes["/a"] = response(PAGE, kind=kind)
    assert "carried two trams" in (await pages.read("http://public.test/a")).text


async def test_a_word_file_is_read_in_a_process_of_its_own(server: WebServer, pages: WebPages) -> None:
    from docx import Document

    document, body = Document(), BytesIO()
    document.add_paragraph("The bridge opened in May.")
    document.save(body)
    server.routes["/a.docx"] = response(body.getvalue(), kind=DOCX)
    page = await pages.read("http://public.test/a.docx")
    assert (page.text.strip(), page.site) == ("The bridge opened in May.", "public.test")


async def test_the_charset_of_the_server_is_used(server: WebServer, pages: WebPages) -> None:
    server.routes["/a"] = response("<p>Мост открыт</p>".encode("koi8-r"), kind='text/html; charset="KOI8-R"')
    assert (await pages.read("http://public.test/a")).text == "Мост открыт"


@pytest.mark.parametrize("first", [None, "503", "429"])
async def test_a_failure_that_passes_is_tried_once_more(
    server: WebServer, pages: WebPages, first: str | None
) -> None:
    busy = first and response(status=f"{first} Busy", headers=["Retry-After: 0"])
    server.routes["/a"] = (busy, response(PAGE))
    assert (await pages.read("http://public.test/a")).title == "Bridge"


@pytest.mark.parametrize(
    ("status", "requests", "reason"),
    [
        ("503 Busy", 2, "failed"),
        ("404 Not Found", 1, "does not exist"),
        ("401 Unauthorized", 1, "asks for a login"),
        ("403 Forbidden", 1, "refuses"),
    ],
)
async def test_a_failure_that_stays_is_told_with_its_status(
    server: WebServer, pages: WebPages, status: str, requests: int, reason: str
) -> None:
    server.routes["/a"] = response(status=status, headers=["Retry-After: 0"])
    with pytest.raises(ToolError, match=f"{reason}.*{status[:3]}"):
        await pages.read("http://public.test/a")
    assert len(server.requests) == requests


async def test_a_server_that_asks_for_long_patience_is_not_asked_again(
    server: WebServer, pages: WebPages
) -> None:
    server.routes["/a"] = response(status="429 Busy", headers=["Retry-After: 90"])
    with pytest.raises(ToolError, match="patience"):
        await pages.read("http://public.test/a")
    assert len(server.requests) == 1


async def test_a_server_that_keeps_hanging_up_is_told(server: WebServer, pages: WebPages) -> None:
    server.routes["/a"] = None
    with pytest.raises(ToolError, match=r"http://public\.test/a.*cannot be reached"):
        await pages.read("http://public.test/a")
    assert len(server.requests) == 2


async def test_an_answer_that_is_no_http_is_told(server: WebServer, pages: WebPages) -> None:
    server.routes["/a"] = b"SSH-2.0-OpenSSH\r\n\r\n"
    with pytest.raises(ToolError, match="cannot be"):
        await pages.read("http://public.test/a")


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (b"<title>Page not found</title><h1>Sorry</h1><p>404 error</p>", "is an error page"),
        (b"<h1>Just a moment...</h1><p>Verifying you are human</p>", "check for robots"),
        (b"<p>Please enable JavaScript to view this page.</p>", "needs JavaScript"),
        (
            b"<div id=root></div><noscript>Turn on JavaScript</noscript><script>start()</script>",
            "needs JavaScript",
        ),
        (b"<h1>Welcome</h1><p>Log in to continue reading.</p>", "behind a login"),
        (b"<h1>Before you continue to Example</h1><p>We use cookies and data</p>", "consent"),
        (b"<p>  </p>", "holds no text"),
        (b"<p>Redirecting to <a href=/b>/b</a></p>", "points to another page"),
    ],
)
async def test_a_page_without_content_of_its_own_is_told_by_kind(
    server: WebServer, pages: WebPages, html: bytes, reason: str
) -> None:
    server.routes["/a"] = response(html)
    with pytest.raises(ToolError, match=reason):
        await pages.read("http://public.test/a")


async def test_a_long_page_about_errors_is_read(server: WebServer, pages: WebPages) -> None:
    server.routes["/a"] = response(b"<h1>How a 404 error comes about</h1>" + PROSE * 20)
    assert (await pages.read("http://public.test/a")).title.startswith("How a 404")


async def test_one_host_gets_at_most_two_requests_at_once(server: WebServer, pages: WebPages) -> None:
    for n in range(5):
        server.routes[f"/{n}"] = response(PAGE)
    server.gate.clear()
    reads = [asyncio.create_task(pages.read(f"http://public.test/{n}")) for n in range(5)]
    await server.until_open(2)
    server.gate.set()
    assert len(await asyncio.gather(*reads)) == 5
    assert server.open_at_most == 2


async def test_a_trusted_proxy_is_asked_for_pages_of_names_it_resolves(server: WebServer) -> None:
    server.routes["http://only-the-proxy-knows.example/a"] = response(PAGE)
    reader = WebPages(proxy=server.url, trust_proxy=True)
    page = await reader.read("http://only-the-proxy-knows.example/a")
    assert page.url == "http://only-the-proxy-knows.example/a"


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/a", "http://2130706433/a", "http://[::1]/a", "http://0x7f.1/a"]
)
async def test_a_trusted_proxy_is_not_asked_for_private_addresses(server: WebServer, url: str) -> None:
    with pytest.raises(ToolError, match="not public"):
        await WebPages(proxy=server.url, trust_proxy=True).read(url)
    assert server.requests == []


def test_a_proxy_without_trust_is_an_error_of_configuration() -> None:
    with pytest.raises(ConfigError, match="not trusted"):
        WebPages(proxy="http://proxy.example:3128")


def test_pages_can_be_read_from_one_event_loop_after_another() -> None:
    reader = WebPages(allow_private=True)

    async def read_one() -> str:
        async with running_web_server() as server:
            server.routes["/a"] = response(PAGE)
            return (await reader.read(f"{server.url}/a")).title

    assert [asyncio.run(read_one()), asyncio.run(read_one())] == ["Bridge", "Bridge"]
