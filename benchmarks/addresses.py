"""Ask for 500 spellings of private addresses directly, by redirect and through a proxy, and count what got through.

    uv run python benchmarks/addresses.py [--list]

Nothing leaves the machine: a loopback server stands in for the internet and for the proxy, and the system's own
resolver answers for the direct way, with a stand-in for names that lead to private addresses.
"""

import argparse
import asyncio
import itertools
import random
import socket
from collections.abc import Iterator
from ipaddress import IPv4Address, ip_address

import httpcore

from stepresearch.tools.errors import ToolError
from stepresearch.tools.web.reader import WebPages
from stepresearch.tools.web.ssrf_guard import GuardedNetwork, is_public

WANTED = 500
PRIVATE_V4 = [
    "127.0.0.1",
    "127.0.0.53",
    "127.255.255.254",
    "10.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.254",
    "192.168.0.1",
    "192.168.178.1",
    "169.254.169.254",
    "169.254.170.2",
    "100.64.0.1",
    "100.100.100.200",
    "0.0.0.0",
    "0.0.0.1",
    "168.63.129.16",
    "224.0.0.1",
    "255.255.255.255",
]
NAMES = [
    "localhost",
    "LOCALHOST",
    "localhost.",
    "localhost.localdomain",
    "a.localhost",
    "b.c.localhost.",
    "printer.local",
    "nas.LOCAL",
    "metadata.google.internal",
    "vault.internal",
    "wiki.intranet",
    "router.lan",
    "nas.home",
    "intra.corp",
    "db.private",
    "gw.home.arpa",
    "metadata",
    "instance-data",
    "kubernetes",
    "kubernetes.default.svc",
    "kubernetes.default.svc.cluster.local",
    "host.docker.internal",
    "db",
    "redis",
    "postgres",
    "consul",
    "node.consul",
    "127.0.0.1.nip.io",
    "10-0-0-1.sslip.io",
    "x.localtest.me",
    "a.lvh.me",
    "app.vcap.me",
    "fritz.box",
    "a.fritz.box",
    "localhost6",
    "ip6-localhost",
    "broadcasthost",
    "loopback",
]
PORTS = (1, 21, 22, 23, 25, 53, 110, 111, 135, 139, 143, 389, 445, 587, 631, 873, 993, 1433, 1521, 2049, 2375, 3000,
         3306, 3389, 5000, 5432, 5601, 5900, 5984, 6379, 6443, 7001, 8000, 8001, 8080, 8443, 8500, 8888, 9000, 9042,
         9090, 9200, 9300, 10250, 11211, 11434, 15672, 27017, 50070, 65535)  # fmt: skip
WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
CIRCLED = str.maketrans("123456789", "①②③④⑤⑥⑦⑧⑨")


def spelt(address: str) -> Iterator[str]:
    """Yield hosts that one parser or another takes for an IPv4 address."""
    number, (a, b, c, d) = int(IPv4Address(address)), address.split(".")
    yield from (
        address,
        address + ".",
        str(number),
        hex(number),
        f"0{number:o}",
        f"0X{number:08X}",
        f"{address}..",
    )
    yield ".".join(hex(int(part)) for part in (a, b, c, d))
    yield ".".join(f"0{int(part):o}" for part in (a, b, c, d))
    yield ".".join(f"000{int(part):o}" for part in (a, b, c, d))
    yield f"{a}.{number & 0xFFFFFF}"
    yield f"{a}.{b}.{number & 0xFFFF}"
    yield f"{hex(int(a))}.{b}.0{int(c):o}.{d}"
    yield "".join(f"%{ord(char):02X}" for char in address)
    yield address.replace(".", "%2e")
    yield address.replace(".", "。")
    yield address.replace(".", "%E3%80%82")
    yield "".join(f"%25{ord(char):02X}" for char in address)
    yield address.translate(WIDE)
    yield address.translate(CIRCLED)
    yield from (f"[::ffff:{address}]", f"[::{address}]", f"[64:ff9b::{address}]", f"[::ffff:0:{address}]")
    yield f"[2002:{number >> 16:x}:{number & 0xFFFF:x}::]"
    yield f"[0:0:0:0:0:FFFF:{number >> 16:04X}:{number & 0xFFFF:04X}]"
    yield f"example.com@{address}"
    yield f"{address}%00.example.com"


def urls() -> list[str]:
    """Return 500 addresses, the same each time, of all kinds."""
    hosts = [host for address in PRIVATE_V4 for host in spelt(address)]
    hosts += ["[::1]", "[::]", "[fe80::1]", "[fe80::1%25eth0]", "[fe80::1%eth0]", "[fc00::1]", "[fd00:ec2::254]",
              "[ff02::1]", "[2001:db8::1]", "[::1%251]", "[0:0:0:0:0:0:0:1]", "[fec0::1]", "[::ffff:7f00:1]"]  # fmt: skip
    random.Random(8).shuffle(hosts)
    made = [
        f"{scheme}://{host}/x"
        for host, scheme in zip(hosts, itertools.cycle(("http", "https")), strict=False)
    ]
    named = [f"http://{name}/x" for name in NAMES] + [f"http://%6c{name[1:]}/x" for name in NAMES[:3]]
    named += [f"http://public.example:{port}/x" for port in PORTS]
    return (named + made)[:WANTED]


class Loopback(httpcore.AsyncNetworkBackend):
    """Leads every connection to the stand-in, and notes whom it was meant for."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.meant: list[tuple[str, int]] = []
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self, host: str, port: int, *_: object, **__: object
    ) -> httpcore.AsyncNetworkStream:
        self.meant.append((host, port))
        return await self._network.connect_tcp("127.0.0.1", self.port)


async def resolver(host: str, port: int) -> list[str]:
    """Resolve numbers as the system does; one public name as public, all other names as loopback."""
    if host in {"start.example", "public.example"}:
        return ["93.184.216.34"]
    try:
        found = socket.getaddrinfo(host, port, flags=socket.AI_NUMERICHOST)
        return [str(entry[4][0]) for entry in found]
    except (OSError, UnicodeError):
        return ["127.0.0.1"]


class StandIn:
    """Answers everything with a page, or with a redirect where one is set; notes what was asked."""

    def __init__(self) -> None:
        self.redirect = ""
        self.asked: list[str] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            self.asked.append(head.split("\r\n")[0])
            if self.redirect and "start.example" in head:
                answer = f"HTTP/1.1 302 Found\r\nLocation: {self.redirect}\r\nContent-Length: 0\r\n\r\n"
            else:
                answer = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 6\r\n\r\nsecret"
            writer.write(answer.encode("utf-8", "replace"))
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


async def reached(pages: WebPages, url: str) -> None:
    """Read a page; how that fails is not of interest, unless it is no ToolError."""
    try:
        await pages.read(url)
    except ToolError:
        return


async def measure() -> dict[str, list[str]]:
    """Return, for each way, the addresses that got through."""
    stand_in, through = (
        StandIn(),
        {"direct": [], "by redirect": [], "by proxy": [], "by redirect and proxy": []},
    )
    async with await asyncio.start_server(stand_in.serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        network = Loopback(port)
        direct = WebPages(network=GuardedNetwork(resolver=resolver, network=network), timeout_s=5)
        proxied = WebPages(proxy=f"http://127.0.0.1:{port}", trust_proxy=True, timeout_s=5)
        for url in urls():
            network.meant.clear()
            await reached(direct, url)
            through["direct"] += [url] * any(private(*meant) for meant in network.meant)
            network.meant.clear()
            stand_in.redirect = url
            await reached(direct, "http://start.example/")
            through["by redirect"] += [url] * any(private(*meant) for meant in network.meant)
            stand_in.redirect = ""
            stand_in.asked.clear()
            await reached(proxied, url)
            through["by proxy"] += [url] * bool(stand_in.asked)
            stand_in.redirect = url
            stand_in.asked.clear()
            await reached(proxied, "http://start.example/")
            through["by redirect and proxy"] += [url] * (len(stand_in.asked) > 1)
            stand_in.redirect = ""
    return through


def private(host: str, port: int) -> bool:
    """Say whether a connection was one that is refused."""
    return not is_public(ip_address(host)) or port not in {80, 443}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--list", action="store_true", help="name what got through")
    arguments = parser.parse_args()
    for way, got in asyncio.run(measure()).items():
        print(f"{way:24} {len(urls())} forms, {len(got)} got through")
        for url in got if arguments.list else ():
            print(f"    {url}")


if __name__ == "__main__":
    main()
