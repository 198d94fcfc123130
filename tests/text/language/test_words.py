import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepresearch.text.language.words import keywords, terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Connected", "connections"),
        ("Ｈ１００", "h100"),
        ("Lucie Hradecká", "lucie hradecka"),
        ("1,250", "1250"),
        ("1.250.000", "1,250,000"),
        ("3,5", "3.5"),
        ("80GB", "80 GB"),
        ("Nick Park’s", "nick park"),
        ("GPT-4", "gpt 4"),
        ("مُحَمَّد", "محمد"),
    ],
)
def test_two_writings_of_one_thing_have_the_same_terms(one: str, other: str) -> None:
    assert terms(one) == terms(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("人工智能", ["人工", "工智", "智能"]),
        ("猫", ["猫"]),
        ("在2023年增长3.5%", ["在", "2023", "年增", "增长", "3.5"]),
        ("東京タワー", ["東京", "京タ", "タワ", "ワー"]),
        ("2023，2024", ["2023", "2024"]),
        ("The H100 won 1,250.5 points", ["the", "h100", "won", "1250.5", "point"]),
        ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),
        ("Привет, мир", ["привет", "мир"]),
        ("don't l'homme", ["don", "l", "homm"]),
    ],
)
def test_terms_come_in_order(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "Which of Jonny Craig and Pete Doherty has been a member of more bands ?",
            ["Jonny", "Craig", "Pete", "Doherty", "member", "bands"],
        ),
        ("Compare C++ and C# in the U.S. in 2023", ["C++", "C#", "U.S.", "2023"]),
        ("比较中国和美国2023年的GDP增长率是多少？", ["中国", "美国", "2023年", "GDP", "增长率"]),
        ("什么是RAG（检索增强生成），为什么重要", ["RAG", "检索增强生成", "重要"]),
        ("日本の首都はどこですか？", ["日本", "首都"]),
        ("대한민국의 수도는 어디", ["대한민국의", "수도는"]),
        ("Welche Städte in Deutschland sind die größten?", ["Städte", "Deutschland", "größten"]),
        ("Paris or PARIS or paris", ["Paris"]),
        ("What is it?", []),
    ],
)
def test_keywords_are_what_the_question_is_about(question: str, expected: list[str]) -> None:
    assert keywords(question) == expected


@given(st.text())
def test_any_text_has_terms_without_spaces_and_distinct_keywords(text: str) -> None:
    assert all(term and not any(char.isspace() for char in term) for term in terms(text))
    folded = [keyword.casefold() for keyword in keywords(text)]
    assert len(folded) == len(set(folded))


@given(st.text(alphabet="abcdeé ABC12,.中文字"))
def test_case_does_not_change_terms(text: str) -> None:
    assert terms(text) == terms(text.casefold())
