import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepresearch.text.language.language import detect_language, is_cjk


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("How many people live in the capital of France?", "en"),
        ("Wie viele Menschen leben in der Hauptstadt von Frankreich und warum?", "de"),
        ("Combien de personnes vivent dans la capitale de la France ?", "fr"),
        ("¿Cuántas personas viven en la capital de Francia y por qué?", "es"),
        ("Quante persone vivono nella capitale della Francia e perché?", "it"),
        ("Quantas pessoas vivem na capital da França e não em Lisboa?", "pt"),
        ("Hoeveel mensen wonen er in de hoofdstad van het land?", "nl"),
        ("Hur många människor bor i huvudstaden och var är det?", "sv"),
        ("Ile osób mieszka w stolicy Polski i dlaczego nie jest to Kraków?", "pl"),
        ("Сколько людей живёт в столице Франции?", "ru"),
        ("法国首都有多少人口？", "zh"),
        ("フランスの首都の人口は何人ですか。", "ja"),
        ("프랑스의 수도 인구는 얼마입니까?", "ko"),
        ("كم عدد سكان عاصمة فرنسا؟", "ar"),
        ("Πόσοι άνθρωποι ζουν στην πρωτεύουσα;", "el"),
        ("כמה אנשים גרים בבירת צרפת?", "he"),
        ("เมืองหลวงของฝรั่งเศสมีประชากรเท่าไร", "th"),
        ("फ्रांस की राजधानी की जनसंख्या कितनी है?", "hi"),
    ],
)
def test_a_question_is_known_by_its_language(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", "1234 + 5", "…", "Berlin"])
def test_text_that_does_not_tell_counts_as_english(text: str) -> None:
    assert detect_language(text) == "en"


def test_chinese_with_english_terms_is_chinese() -> None:
    assert detect_language("什么是 Retrieval-Augmented Generation，它有哪些缺点？") == "zh"


def test_english_that_quotes_a_chinese_word_is_english() -> None:
    assert detect_language("The word 人工智能 stands for artificial intelligence in Chinese.") == "en"


def test_characters_count_as_cjk_and_punctuation_does_not() -> None:
    assert [char for char in "a中。かカー한7，" if is_cjk(char)] == list("中かカー한")


@given(st.text())
def test_any_text_has_a_language(text: str) -> None:
    assert len(detect_language(text)) == 2
