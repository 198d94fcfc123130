import pytest

from stepresearch.evals.fact.citations import addresses_at, cited_statements

A, B = "https://a.example/x", "https://b.example/y_(z)"
FORMS = {
    "a link for a number": f"The bridge cost 41 million euros [1]({A}). It opened in May 2019.",
    "a link for a number in brackets, as ours": f"“The bridge cost 41 million euros.” [[1]]({A})",
    "a link for words": f"According to [the board]({A}), the bridge cost 41 million euros.",
    "a number and a list": f"The bridge cost 41 million euros [1].\n\n## References\n\n[1] Board. {A}\n",
    "a number and a numbered list": f"The bridge cost 41 million euros [1].\n\n## Sources\n\n1. [Board]({A})\n2. {B}\n",
    "a footnote": f"The bridge cost 41 million euros[^1].\n\n[^1]: {A}\n",
    "a corner bracket": f"The bridge cost 41 million euros【1†L3】.\n\n[1] {A}\n",
    "a bare address": f"The bridge cost 41 million euros ({A}).",
}


@pytest.mark.parametrize("form", FORMS)
def test_a_statement_and_its_address_are_found_however_a_report_cites(form: str) -> None:
    found = cited_statements(FORMS[form])
    assert [one.url for one in found] == [A]
    assert "cost 41 million euros" in found[0].statement
    assert "http" not in found[0].statement


def test_each_address_of_a_statement_is_a_pair_and_none_comes_twice() -> None:
    sentence = f"The bridge cost 41 million euros [1]({A}) [2]({B})."
    found = cited_statements(f"{sentence}\n\nAgain: it is long.\n\n{sentence}\n")
    assert [one.url for one in found] == [A, B]


def test_documents_of_a_folder_are_cited_as_files() -> None:
    found = cited_statements("The bridge cost 41 million euros. [[1]](file:///work/library/minutes.md)\n")
    assert [one.url for one in found] == ["file:///work/library/minutes.md"]


def test_several_numbers_in_one_mark_are_read_each() -> None:
    report = f"The bridge cost 41 million euros [1, 2].\n\n[1] {A}\n[2] {B}\n"
    assert [one.url for one in cited_statements(report)] == [A, B]


def test_a_chinese_report_is_read() -> None:
    found = cited_statements(
        f"大桥造价为四千一百万欧元[1]。它于二〇一九年通车。\n\n参考文献\n\n[1] 港务局：{A}\n"
    )
    assert [(one.statement, one.url) for one in found] == [("大桥造价为四千一百万欧元。", A)]


def test_a_numbered_item_that_cites_is_no_entry_of_the_references() -> None:
    found = cited_statements(f"1. The bridge cost 41 million euros, as [the board]({A}) told the council.\n")
    assert [one.url for one in found] == [A]


def test_a_list_of_titles_and_a_row_of_a_table_are_no_statements() -> None:
    report = f"Read, not cited: [Minutes of the board of 2019]({A}); [Accounts of the harbour]({B}).\n\n| Claim [1]({A}) | 3 |\n| --- | --- |\n| The cost was 41 million [1]({A}). | 2 |\n"
    assert cited_statements(report) == []


def test_what_cites_nothing_is_no_statement() -> None:
    assert cited_statements("# Costs\n\nThe bridge cost 41 million euros [7].\n") == []


def test_the_addresses_of_a_line_are_those_of_its_slice() -> None:
    report = f"First line [1]({A}).\nThe bridge cost 41 million [2].\n\n[2] {B}\n"
    at = report.index("The bridge")
    assert addresses_at(report, at, at + 10) == [B]
