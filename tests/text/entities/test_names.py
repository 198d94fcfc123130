import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepresearch.text.entities.names import names, question_names, whole_names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He met Adam of Bremen on Apollo 11.", ["Adam of Bremen", "Apollo 11"]),
        ("The book by J. R. R. Tolkien came out in May 1954.", ["J. R. R. Tolkien"]),
        ("It won the 2002 FIFA World Cup in Japan.", ["2002 FIFA World Cup", "Japan"]),
        (
            "Early members were Aristide Briand and Ludwig van der Rohe.",
            ["Aristide Briand", "Ludwig van der Rohe"],
        ),
        ("They joined Johnson & Johnson, AT&T or AC/DC.", ["Johnson & Johnson", "AT&T", "AC/DC"]),
        (
            "She leads the Department of Health and Human Services.",
            ["Department of Health and Human Services"],
        ),
        ("The Rome Protocols were signed.", ["Rome Protocols"]),
        ("He sang in The Smithereens.", ["The Smithereens"]),
        ("It is in Washington, D.C., near Papa Gino's.", ["Washington", "D.C.", "Papa Gino"]),
        ("Nick Park's films made NASA and iPhone known.", ["Nick Park", "NASA", "iPhone"]),
        ('The film "The Wrong Trousers," was his.', ["The Wrong Trousers"]),
        ("Александр Пушкин родился в Москве.", ["Александр Пушкин", "Москве"]),
        ("Die Stadt wurde von Angela Merkel und der Firma besucht.", ["Angela Merkel"]),
        ("刘慈欣的《三体》和“流浪地球”由NASA和Elon Musk推荐。", ["三体", "流浪地球", "NASA", "Elon Musk"]),
        ("ドラマ「半沢直樹」はTBSで放送された。", ["半沢直樹", "TBS"]),
    ],
)
def test_names_come_whole_and_in_order(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Sometimes it rains. However, on Monday it was dry.",
        "I think the American team won in July 2013.",
        '"Stop it now please," he said.',
        "# Early Life And Career",
        "THE BOARD HAS SPOKEN.",
        "SERVICE 9  (SCHOOL DAYS ONLY)\nNorth pier at 7, every morning.",
        "The office moves any boat left there over Christmas.",
        "“我们不会放弃，绝不。”",
        "The And Of",
        "",
    ],
)
def test_what_is_no_name_is_not_given(text: str) -> None:
    assert names(text) == []


def test_a_first_word_is_a_name_when_it_recurs_with_its_capital() -> None:
    assert names("Basnet came. Then it rained. Basnet left.") == ["Basnet"]
    assert names("Bread is old. They eat bread. Bread is good.") == []


def test_a_name_is_given_once() -> None:
    assert names("In Bath and near Bath and Bath Spa.") == ["Bath", "Bath Spa"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "Which of Jonny Craig and Pete Doherty has been a member of more bands ?",
            ["Jonny Craig", "Pete Doherty"],
        ),
        ("Are both Coldplay and Pierre Bouvier from the same country?", ["Coldplay", "Pierre Bouvier"]),
        ('Who is the creator of "Wallace and Gromit"?', ["Wallace and Gromit", "Wallace", "Gromit"]),
        ("Wolf and Sheep was screened where?", ["Wolf", "Sheep"]),
        ("What is Maroon 5's sixth album?", ["Maroon 5"]),
        ("If You Ever Get Lonely was covered by whom?", ["If You Ever Get Lonely"]),
        ("Which is further north, Pizza Inn or Papa Gino's?", ["Pizza Inn", "Papa Gino"]),
        ("who was the first to climb it?", []),
        ("《红楼梦》和《三国演义》的作者是谁？", ["红楼梦", "三国演义"]),
    ],
)
def test_names_of_a_question_are_what_it_asks_about(question: str, expected: list[str]) -> None:
    assert question_names(question) == expected


@given(st.text() | st.text(alphabet="AbC of&d\"“”.'’1 中《》\n-ß"))
def test_names_of_any_text_are_distinct_and_stand_in_it_however_it_is_spaced(text: str) -> None:
    for found in (names(text), question_names(text)):
        assert len(found) == len(set(found))
        assert all(name and name in " ".join(text.split()) for name in found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The store has 5 MWh and the grid gives 6.0 MVA at 690 V.", []),
        ("It needs 250 kWh, wrote the Norr AG.", ["Norr AG"]),
        ("It flew with Apollo 11.", ["Apollo 11"]),
        ("6  AOB\nTea bar on the quay made a profit.", ["AOB"]),
        (
            "The bridge was built a long time ago by the firm of the engineer Anna\nReid.",
            ["Anna Reid"],
        ),
    ],
)
def test_units_are_no_names_and_a_name_ends_where_a_short_line_does(text: str, found: list[str]) -> None:
    assert names(text) == found


def test_a_name_that_is_cut_from_a_longer_one_is_left_out() -> None:
    found = ["Star", "Sollan Star", "Public Works", "Public Works Department", "Sollan Star"]
    assert whole_names(found) == ["Sollan Star", "Public Works Department"]


def test_a_name_that_a_longer_one_joins_is_a_name_of_its_own() -> None:
    assert whole_names(["Maine", "District of Maine"]) == ["Maine", "District of Maine"]
    assert whole_names(["Trust", "Harbour Trust", "In May the Trust"]) == [
        "Harbour Trust",
        "In May the Trust",
    ]
