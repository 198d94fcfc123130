import pytest

from stepresearch.text.grounding.names import absent_name


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("The yard was run by Captain Skellan.", "Rhona Skellan runs the yard."),
        ("The EU and the WHO agree.", "The European Union and the World Health Organization agree."),
        ("The World Health Organization agrees.", "WHO agrees with them."),
        ("Merrowick's harbours belong to the Trust.", "The harbour of Merrowick is the trust's."),
        ("On 3 March Kestrel sailed, and its NOx fell.", "Sollan Kestrel sailed; oxides of nitrogen fell."),
        ("The Chief Financial Officer said so.", "The finance director said so."),
        ("Yesterday Venn spoke.", "Ms Venn spoke."),
        ("Around 30,600 acres burned.", "30,600 acres burned."),
        ("**Key Risks:** the cable is late.", "The cable is late."),
        ("In Germany the Germans and in Norway the Norwegian king.", "It is so in Germany and Norway."),
        ("The Chief Executive and the Ministry said so.", "Isaura Venn said so."),
        ("It used 4.2 MWh, see Section 4 of the report.", "It used 4.2 MWh."),
    ],
)
def test_a_name_is_held_in_other_words_and_forms(sentence: str, text: str) -> None:
    assert absent_name(sentence, [text]) is None


@pytest.mark.parametrize(
    ("sentence", "text", "name"),
    [
        ("The yard was run by Captain Dahl.", "Captain Skellan ran the yard.", "Captain Dahl"),
        ("It was run by Pete Oxford Smith.", "It was run by Pete Doherty.", "Pete Oxford Smith"),
        ("It was run by Rhona Dahl.", "Rhona Skellan ran it.", "Rhona Dahl"),
        ("The ship is the Petrel.", "The ship is the Kestrel.", "Petrel"),
        ("DNV signed it, and so did LRS.", "DNV signed it with ABS.", "LRS"),
        ("They heard of it from Ann.", "They had planned it.", "Ann"),
        ("该奖由《海洋工程》杂志颁发。", "该奖由《铁路时报》杂志颁发。", "海洋工程"),
    ],
)
def test_a_name_that_no_text_holds_is_told(sentence: str, text: str, name: str) -> None:
    assert absent_name(sentence, [text]) == name


def test_nothing_is_said_of_names_across_languages() -> None:
    assert absent_name("The ship was built in Cologne for Rhona Dahl.", ["该船在科隆建造。"]) is None
