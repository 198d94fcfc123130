import pytest
from pydantic import ValidationError

from stepresearch.tools.settings import Settings


def settings(**values: object) -> Settings:
    return Settings(_env_file=None, **values)  # type: ignore[arg-type]  # as the environment gives it, in words


def test_the_temperature_can_be_left_to_the_server() -> None:
    assert settings(temperature="server").temperature is None


def test_a_temperature_is_a_number_between_none_and_two() -> None:
    assert settings(temperature="0.7").temperature == 0.7
    with pytest.raises(ValidationError):
        settings(temperature="hot")
