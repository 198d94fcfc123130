import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepresearch.text.names import names, question_names


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
def test_names_of_any_text_are_distinct_and_stand_in_it(text: str) -> None:
    for found in (names(text), question_names(text)):
        assert len(found) == len(set(found))
        assert all(name and name in text for name in found)
