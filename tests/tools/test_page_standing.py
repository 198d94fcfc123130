import pytest

from stepresearch.tools.page import Page
from stepresearch.tools.parsing.file_kinds import MARKDOWN, PLAIN
from stepresearch.tools.parsing.parser import parse


def read(text: str, name: str = "a.txt") -> Page:
    media_type = MARKDOWN if name.endswith(".md") else PLAIN
    return parse(text.encode(), media_type=media_type, url=f"file:///papers/{name}")


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("Rates of towage\n\nStatus: Superseded\n\nThe tug costs 300 euros an hour.", "superseded"),
        ("*** WITHDRAWN ***\n\nRates of towage\n\nThe tug costs 300 euros an hour.", "withdrawn"),
        ("DRAFT 2 - not for circulation\n\nRates of towage\n\nThe tug costs 300 euros.", "draft"),
        ("Rates of towage\n\nThis tariff has been rescinded.\n\nThe tug costs 300 euros.", "withdrawn"),
        ("# Rates of towage (archived)\n\nThe tug costs 300 euros an hour.", "archived"),
        ("# Draft regulation on towage\n\nThe tug costs 300 euros an hour.", "draft"),
        ("# 拖轮收费办法（征求意见稿）\n\n拖轮每小时收费三百元。", "draft"),
        ("# 拖轮收费办法\n\n【已作废】\n\n拖轮每小时收费三百元。", "withdrawn"),
        ("# 拖轮收费办法\n\n本办法已于2024年废止。\n\n拖轮每小时收费三百元。", "withdrawn"),
        ("# 拖轮收费办法\n\n时效性：已失效\n\n拖轮每小时收费三百元。", "withdrawn"),
        ("# Schlepptarif\n\nDieses Dokument wurde durch die Fassung 2024 ersetzt.\n\nText.", "superseded"),
        ("# Tarif\n\nStatut : abrogé\n\nLe remorqueur coûte 300 euros.", "withdrawn"),
        ("# Tarifa\n\nBORRADOR\n\nEl remolcador cuesta 300 euros.", "draft"),
        ("# Тариф\n\nСтатус: отменён\n\nБуксир стоит 300 евро.", "withdrawn"),
    ],
)  # fmt: skip
def test_a_document_that_says_it_is_out_of_force_or_a_draft_is_told_as_such(text: str, standing: str) -> None:
    assert read(text, "a.md" if text.startswith("#") else "a.txt").standing == standing


@pytest.mark.parametrize(
    "text",
    [
        "# Draft beer sold well\n\nThe pub withdrew it.",
        "# Troops withdrawn from the island\n\nThe barracks are empty.",
        "# Bridge replaced after the storm\n\nIt carries trams again.",
        "# Cancelled by fog\n\nThree sailings did not run.",
        "# 关于废止部分文件的决定\n\n各区应当清理文件。",
        "# Towage\n\nStatus: in force, not withdrawn\n\nThe tug costs 300 euros.",
        "# 拖轮收费办法\n\n本办法自2024年起施行，原办法同时废止。",
        "# Towage\n\nThe order for the old tug was withdrawn.",
    ],
)
def test_a_document_about_drafts_and_withdrawals_has_no_standing(text: str) -> None:
    assert read(text, "a.md").standing is None


@pytest.mark.parametrize(
    ("name", "standing"),
    [
        ("towage_2024_superseded.txt", "superseded"),
        ("towage (draft).txt", "draft"),
        ("towage-WITHDRAWN-v2.txt", "withdrawn"),
        ("draft_plan_2025.txt", "draft"),
        ("拖轮收费-作废.txt", "withdrawn"),
        ("withdrawn-troops.txt", None),
        ("draft-beer.txt", None),
        ("archive.txt", None),
    ],
)
def test_a_file_name_may_tell_the_standing(name: str, standing: str | None) -> None:
    assert read("The tug costs 300 euros an hour.", name).standing == standing


def test_fields_name_the_documents_that_replace_and_were_replaced() -> None:
    page = read(
        "Tariff: 12\nStatus: Final\nReplaces: Tariff 11\nSuperseded-By: Tariff 14\n\nThe tug costs 300 euros."
    )

    assert (page.standing, page.replaces, page.superseded_by) == ("superseded", "Tariff 11", "Tariff 14")
