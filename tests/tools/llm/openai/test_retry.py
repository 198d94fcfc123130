import pytest

from stepresearch.tools.llm.faults import Fault, ServerFault
from stepresearch.tools.llm.openai.retry import Absence, Patience


class Server:
    """Away until told otherwise. `asked` counts the tries."""

    def __init__(self) -> None:
        self.is_there = False
        self.asked = 0

    async def answer(self) -> str:
        self.asked += 1
        if not self.is_there:
            raise ServerFault(Fault.CONNECTION_FAILED, "nobody there", is_away=True)
        return "here"


def patience(absence: Absence) -> Patience:
    return Patience(patience_s=0.2, pause_s=0.01, note=lambda _: None, absence=absence)


async def test_a_server_that_stays_away_is_waited_for_once_and_not_by_every_call() -> None:
    server, absence = Server(), Absence()
    with pytest.raises(ServerFault, match=r"patience of 0\.2 s"):
        await patience(absence).until_answered(server.answer)
    assert server.asked > 1
    server.asked = 0
    with pytest.raises(ServerFault, match="not waited for again"):
        await patience(absence).until_answered(server.answer)
    assert server.asked == 1


async def test_a_server_that_came_back_is_waited_for_again() -> None:
    server, absence = Server(), Absence(lasts=True)
    server.is_there = True
    assert await patience(absence).until_answered(server.answer) == "here"
    server.is_there, server.asked = False, 0
    with pytest.raises(ServerFault):
        await patience(absence).until_answered(server.answer)
    assert server.asked > 1
