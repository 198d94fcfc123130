from stepresearch.text.claims.contradiction import compare


def test_an_expected_date_that_passed_is_a_plan_and_the_later_one_its_outcome() -> None:
    found = compare(
        "The Tarvo bridge is planned to open in October 2024.",
        "The Tarvo bridge opened on 6 September 2025.",
        published_a="2020-03",
        published_b="2025-09-18",
    )
    assert (found.relation, found.older, found.planned) == ("outdated", "a", "older")


def test_two_expected_dates_are_a_plan_that_was_changed() -> None:
    found = compare(
        "The Tarvo bridge will open in October 2024.",
        "The Tarvo bridge is expected to open in May 2026.",
        published_a="2020-03",
        published_b="2025-09-18",
    )
    assert (found.older, found.planned) == ("a", "both")


def test_an_outdated_state_is_no_plan() -> None:
    found = compare(
        "The city currently has 2.1 million inhabitants.",
        "The city currently has 2.6 million inhabitants.",
        published_a="2012-05-01",
        published_b="2024-02-10",
    )
    assert (found.relation, found.planned) == ("outdated", "")


def test_later_than_planned_tells_what_happened_not_a_plan() -> None:
    found = compare(
        "Line 4 opened to passengers on 6 September 2025, eleven months later than planned.",
        "Someone said that Line 4 opened on 16 September 2025, but I rode it the week before.",
        context_a="Halvern City Council: Line 4 progress report",
        context_b="Halvern riders' forum",
    )
    assert (found.value_a, found.value_b) == ("6 September 2025", "16 September 2025")


def test_a_total_up_to_a_day_does_not_dispute_the_final_one() -> None:
    final = "ORION-2 enrolled 412 patients at 11 centres."
    assert compare(final, "By January 2023 ORION-2 had enrolled 355 patients.").relation == "unrelated"
    assert compare(final, "ORION-2 enrolled 421 patients.").relation == "differ"


def test_an_earlier_year_told_by_a_source_of_the_same_time_is_another_time() -> None:
    now, then = (
        "The flood covered 820 hectares of fields.",
        "In 2016 the flood covered 2,100 hectares of fields.",
    )
    assert compare(now, then, published_a="2025-07-10", published_b="2024-12").relation == "other_time"


def test_completions_of_two_chinese_projects_do_not_dispute_each_other() -> None:
    found = compare(
        "青岩镇防洪工程于2025年4月完工。",
        "青岩镇中心小学迁建工程总投资4600万元，2024年9月建成。",
        context_a="青岩镇防洪工程竣工验收报告",
        context_b="青岩镇中心小学迁建",
    )
    assert found.relation == "unrelated"


def test_a_denial_is_heard_under_the_title_of_another_paper_on_the_same_thing() -> None:
    found = compare(
        "Lung function did not improve significantly.",
        "Lung function improved significantly with velocimab.",
        context_a="Velocimab in severe asthma: results of the ORION-2 trial",
        context_b="New hope for severe asthma",
    )
    assert found.relation == "negated"
