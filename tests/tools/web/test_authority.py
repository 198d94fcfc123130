"""Who stands behind a page, by its address."""

import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from stepresearch.tools.errors import ConfigError
from stepresearch.tools.web.authority import KINDS, OTHER, TOLD, Authority, entries_of, official_rank

SHIPPED = files("stepresearch.tools.web").joinpath("authority.toml").read_text(encoding="utf-8")

EXAMPLES = {
    "government": """https://www.gov.uk/guidance https://www.cdc.gov/flu https://www.legifrance.gouv.fr/
        https://www.inegi.gob.mx/ https://www.meti.go.jp/english/ http://www.stats.gov.cn/sj/ https://gov.cn
        https://ec.europa.eu/eurostat https://www2.gov.bc.ca/ https://ministry.drenlu.gov.example/report
        https://GOV.UK:443/x https://www.ncbi.nlm.nih.gov/books""",
    "standards": "https://www.who.int/data https://www.iso.org/standard/1 https://www.rfc-editor.org/rfc/rfc9110",
    "scholarly": """https://arxiv.org/abs/2512.20491 https://www.mit.edu/ https://www.ox.ac.uk/ https://pku.edu.cn/a
        https://www.cnki.net/ https://pubmed.ncbi.nlm.nih.gov/1 https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1
        https://www.cambridge.org/core/journals/x""",
    "company": "https://ir.acme.com/q3 https://investors.acme.co.uk/ https://www.prnewswire.com/news-releases/x",
    "press": """https://www.bbc.co.uk/news/1 https://news.bbc.co.uk/ https://www.xinhuanet.com/a https://www.caixin.com/
        https://www.forbes.com/2024/ https://www.forbes.com/sitesearch""",
    "user": """https://en.wikipedia.org/wiki/Ferry https://www.zhihu.com/question/1 https://weibo.com/1 https://a.medium.com/b
        https://www.forbes.com/sites/someone/2024/ https://www.academia.edu/1 https://marfi-notes.blog.example/a
        https://name.blogspot.de/ https://baike.baidu.com/item/x""",
    OTHER: """https://gov.example.com/ https://cdc.gov.example.com/ https://notbbc.co.uk/ https://bbc.co.uk.evil.com/
        https://bbc.co.uk@evil.com/ https://evil.com/bbc.co.uk https://evil.com?x=.gov https://gov.uk.com/
        https://mygov.uk/ https://go.com/ https://ir.library.example.org/ https://www.cambridge.org/shop
        https://example.com/ https://10.0.0.1/ file:///docs/cdc.gov/a.md file://cdc.gov/a.md http://[::1 gov.uk
        mailto:press@cdc.gov""",
}


@pytest.mark.parametrize(
    ("url", "kind"), [(url, kind) for kind, urls in EXAMPLES.items() for url in urls.split()]
)
def test_an_address_tells_the_kind(url: str, kind: str) -> None:
    assert Authority().kind_of(url) == kind


def test_the_table_names_every_kind_that_is_told_and_each_pattern_once() -> None:
    assert set(tomllib.loads(SHIPPED)) == TOLD
    assert len(entries_of(SHIPPED, "authority.toml")) == len(re.findall(r'^    "', SHIPPED, re.MULTILINE))


def test_the_table_is_in_alphabetical_order_within_a_kind() -> None:
    assert [kind for kind, listed in tomllib.loads(SHIPPED).items() if listed != sorted(listed)] == []


def test_kinds_are_ranked_from_the_official_to_what_anyone_may_put_up() -> None:
    ranked = sorted(KINDS, key=official_rank)
    assert (ranked[0], ranked[-1]) == ("government", "user")
    assert official_rank("of another version") == official_rank(OTHER)


def test_an_entry_of_the_users_own_list_wins_over_the_table(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('press = ["WWW.gazette.example/", "cdc.gov"]\nother = ["bbc.co.uk"]\nuser = ["gov"]')
    authority = Authority(own)
    assert authority.kind_of("https://gazette.example/a") == "press"
    assert authority.kind_of("https://www.cdc.gov/flu") == "press"
    assert authority.kind_of("https://www.bbc.co.uk/news") == OTHER
    assert authority.kind_of("https://www.nasa.gov/") == "user"
    assert authority.kind_of("https://www.iso.org/") == "standards"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("press = [", "is no TOML: "),
        ('papers = ["a.example"]', "the kind 'papers', which there is not. Kinds: government, standards, "),
        ('press = "a.example"', "has 'a.example' under press. Write a list: "),
        ("press = [1]", "has [1] under press. Write a list: "),
        ('press = ["https://a.example"]', "the pattern 'https://a.example' under press, which cannot be used. Write a host"),
        ('press = ["*.a.example"]', "the pattern '*.a.example' under press"),
        ('press = [""]', "the pattern '' under press"),
        ('press = ["a.example"]\nuser = ["www.a.example"]', "has 'www.a.example' under press and user. Keep one"),
    ],
)  # fmt: skip
def test_a_list_that_cannot_be_used_says_what_is_wrong_and_what_to_do(
    text: str, said: str, tmp_path: Path
) -> None:
    own = tmp_path / "own.toml"
    own.write_text(text)
    with pytest.raises(ConfigError, match=re.escape(said)) as raised:
        Authority(own)
    assert str(raised.value).startswith(f"The list of authorities {str(own)!r} ")


@pytest.mark.parametrize("content", [None, b'press = ["\xff.example"]'], ids=["a folder", "another encoding"])
def test_a_list_that_cannot_be_read_says_so(content: bytes | None, tmp_path: Path) -> None:
    own = tmp_path
    if content is not None:
        own = tmp_path / "own.toml"
        own.write_bytes(content)
    with pytest.raises(ConfigError, match=r"cannot be read: .*STEPRESEARCH_AUTHORITY"):
        Authority(own)
