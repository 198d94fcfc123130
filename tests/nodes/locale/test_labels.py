from stepresearch.nodes.locale.labels import quoted


def test_a_quotation_stands_in_quotation_marks() -> None:
    assert quoted("en", "It cost 41 million.", "The cost was 41 million.") == "“It cost 41 million.”"


def test_without_a_quotation_the_claim_stands_and_no_empty_marks() -> None:
    assert quoted("zh", "", "造价为四千一百万。") == "造价为四千一百万。"


def test_a_quotation_mark_that_was_opened_before_is_left_out() -> None:
    assert quoted("en", 'We know that people have waited."', "") == "“We know that people have waited.”"
    assert quoted("en", 'He said "we wait."', "") == '“He said "we wait."”'
