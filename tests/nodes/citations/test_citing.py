"""How ids and links that a model writes become citations."""

from stepresearch.nodes.citations.resolution import cited_text, resolved
from stepresearch.nodes.state.schema import PassageRecord

PASSAGES = {
    "S3.1": PassageRecord(
        passage_id="S3.1", source_id="S3", start=0, end=9, heading="", text="It has 62 cars."
    )
}


def test_an_id_in_brackets_is_the_passage_itself() -> None:
    assert resolved(["[S3.1]", "【S3.1】", " S3.1 "], "It has 62 cars.", PASSAGES) == (["S3.1"], [])


def test_an_address_given_to_a_citation_is_left_out() -> None:
    text, unknown = cited_text("It has 62 cars [S3.1](https://evil.example/?q=1) and sails.", PASSAGES)
    assert (text, unknown) == ("It has 62 cars [S3.1] and sails.", [])
