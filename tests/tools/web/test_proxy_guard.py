"""Through a proxy that resolves names in our place, private places are refused by how they are spelt."""

import pytest
from doubles.web_server import WebServer, response

from stepresearch.tools.errors import ToolError
from stepresearch.tools.web.proxy_guard import check_asked_of_proxy
from stepresearch.tools.web.reader import WebPages

REFUSED = [
    "localhost", "LOCALHOST.", "a.localhost", "printer.local", "vault.internal", "gw.home.arpa", "intranet", "db",
    "kubernetes.default.svc", "127.0.0.1.nip.io", "fritz.box", "127.1", "0177.0.0.1", "0x7f000001", "2130706433",
    "%31%32%37.0.0.1", "127.0.0.1%00.example.com", "1.2.3.4.5", "256.1.1.1", "a.0x7f", "127.0.0.1.", "127.0.0.1..",
    "[::1]", "fe80::1%eth0", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "", "a..b", "a b.example.com",
]  # fmt: skip
ALLOWED = [
    "example.com",
    "EXAMPLE.com.",
    "only-the-proxy-knows.example",
    "1.1.1.1",
    "2606:4700::1111",
    "a_b.example.org",
]


@pytest.mark.parametrize("host", REFUSED)
def test_a_private_place_is_not_asked_of_a_proxy(host: str) -> None:
    with pytest.raises(ToolError, match="refused"):
        check_asked_of_proxy(host, 443)


@pytest.mark.parametrize("host", ALLOWED)
def test_what_looks_public_is_asked_of_a_proxy(host: str) -> None:
    check_asked_of_proxy(host, 80)


@pytest.mark.parametrize("port", [0, 22, 6379, 8080, 65535])
def test_only_the_ports_of_web_pages_are_asked_of_a_proxy(port: int) -> None:
    with pytest.raises(ToolError, match=f"port {port}"):
        check_asked_of_proxy("example.com", port)


@pytest.mark.parametrize("target", ["http://localhost/", "http://a.example:6379/", "http://%31%32%37.0.0.1/"])
async def test_a_redirect_is_judged_before_the_proxy_is_asked_again(server: WebServer, target: str) -> None:
    server.routes["http://a.example/"] = response(
        status="302 Found", headers=["Location: " + target.encode().decode("latin-1")]
    )
    with pytest.raises(ToolError, match="refused"):
        await WebPages(proxy=server.url, trust_proxy=True).read("http://a.example/")
    assert len(server.requests) == 1
