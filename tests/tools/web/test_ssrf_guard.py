import ipaddress
import ssl

import httpcore
import pytest
from doubles.web_server import Names, OneServerInternet, WebServer

from stepresearch.tools.errors import ToolError
from stepresearch.tools.web.ssrf_guard import GuardedNetwork, is_public, literal_address, system_resolver

REFUSED = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.100.100.200",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.0.1",
    "169.254.169.254",
    "169.254.170.2",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.0.192",
    "192.0.2.1",
    "192.31.196.1",
    "192.52.193.1",
    "192.88.99.1",
    "192.168.0.1",
    "192.168.255.255",
    "192.175.48.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:0:127.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "100::1",
    "100:0:0:1::1",
    "2001::1",
    "2001:0:53aa:64c:0:fbfe:80ff:ff01",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
    "2620:4f:8000::1",
    "3fff::1",
    "3fff:fff::1",
    "4000::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
    "2a00:1450::5efe:7f00:1",
    "2a00:1450::200:5efe:a00:1",
    "2606:2800:220:1::1%eth0",
]
PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "93.184.216.34",
    "100.63.255.255",
    "100.128.0.1",
    "172.15.255.255",
    "172.32.0.1",
    "192.0.1.1",
    "198.17.255.255",
    "223.255.255.255",
    "2606:2800:220:1:248:1893:25c8:1946",
    "2a00:1450:4001:80f::200e",
    "2001:4860:4860::8888",
    "::ffff:8.8.8.8",
    "64:ff9b::8.8.8.8",
]


def test_the_table_of_refused_addresses_is_long_enough() -> None:
    assert len(set(REFUSED)) >= 62


@pytest.mark.parametrize("address", REFUSED)
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_passes(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("017700000001", "127.0.0.1"),
        ("0x7f000001", "127.0.0.1"),
        ("0X7F.1", "127.0.0.1"),
        ("0177.0.0.01", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("0", "0.0.0.0"),
        ("127.0.0.1.", "127.0.0.1"),
        ("[::1]", "::1"),
        ("fe80::1%25eth0", "fe80::1%eth0"),
        ("example.com", None),
        ("1.2.3.4.5", None),
        ("999.1.1.1", None),
        ("7f.example", None),
    ],
)
def test_every_spelling_of_an_address_is_known(host: str, address: str | None) -> None:
    assert literal_address(host) == (ipaddress.ip_address(address) if address else None)


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "0177.0.0.1", "127.1", "localhost", "0"])
async def test_spellings_that_the_system_resolves_to_loopback_are_refused(host: str) -> None:
    internet = OneServerInternet(port=9)
    with pytest.raises(ToolError, match="not public"):
        await GuardedNetwork(resolver=system_resolver, network=internet).connect_tcp(host, 80)
    assert internet.connected == []


async def test_one_private_address_among_public_ones_refuses_the_host() -> None:
    internet = OneServerInternet(port=9)
    names = Names({"mixed.test": ["93.184.216.34", "10.0.0.7"]})
    with pytest.raises(ToolError, match=r"mixed\.test.*10\.0\.0\.7"):
        await GuardedNetwork(resolver=names, network=internet).connect_tcp("mixed.test", 443)
    assert internet.connected == []


async def test_the_connection_goes_to_the_address_that_was_checked(server: WebServer) -> None:
    internet = OneServerInternet(server.port)
    names = Names({"public.test": ["93.184.216.34"]})
    stream = await GuardedNetwork(resolver=names, network=internet).connect_tcp("public.test", 80)
    await stream.aclose()
    assert (internet.connected, names.asked) == ([("93.184.216.34", 80)], ["public.test"])


@pytest.mark.parametrize("port", [21, 22, 25, 8080, 6379])
async def test_ports_other_than_those_of_the_web_are_refused(port: int) -> None:
    with pytest.raises(ToolError, match=f"port {port}"):
        await GuardedNetwork(resolver=Names({})).connect_tcp("93.184.216.34", port)


async def test_private_addresses_and_ports_pass_where_they_are_allowed(server: WebServer) -> None:
    stream = await GuardedNetwork(allow_private=True).connect_tcp("127.0.0.1", server.port)
    await stream.aclose()


async def test_an_address_that_does_not_answer_is_followed_by_the_next(server: WebServer) -> None:
    internet = OneServerInternet(server.port, down=["93.184.216.1"])
    names = Names({"two.test": ["93.184.216.1", "93.184.216.34"]})
    stream = await GuardedNetwork(resolver=names, network=internet).connect_tcp("two.test", 80)
    await stream.aclose()
    assert internet.connected == [("93.184.216.34", 80)]


async def test_a_name_without_an_address_is_a_connection_error() -> None:
    with pytest.raises(httpcore.ConnectError, match="no-such-host"):
        await GuardedNetwork().connect_tcp("no-such-host.invalid", 80)


async def test_local_sockets_are_refused() -> None:
    with pytest.raises(ToolError, match=r"docker\.sock"):
        await GuardedNetwork().connect_unix_socket("/var/run/docker.sock")


def test_tls_names_stay_checked() -> None:
    context = httpcore.default_ssl_context()
    assert context.check_hostname
    assert context.verify_mode is ssl.CERT_REQUIRED
