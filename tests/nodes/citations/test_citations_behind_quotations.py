"""Where a citation stands beside a quotation."""

from stepresearch.nodes.citations.marks import before_stops, sentences_with_ids

QUOTED = "“The cable is late.” [S1.2] “It costs €5 million.” [S2.1]"


def test_a_citation_behind_a_quotation_stays_outside_of_it() -> None:
    assert before_stops(QUOTED) == QUOTED


def test_a_citation_behind_a_quotation_belongs_to_it() -> None:
    cited = [(sentence.text, sentence.ids) for sentence in sentences_with_ids(QUOTED)]
    assert cited == [("“The cable is late.”", ("S1.2",)), ("“It costs €5 million.”", ("S2.1",))]


def test_a_citation_behind_a_plain_full_stop_moves_before_it() -> None:
    assert before_stops("The cable is late. [S1.2] More.") == "The cable is late [S1.2]. More."
