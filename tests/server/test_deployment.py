from doubles.agent_server import ROOT


def test_an_image_built_from_the_repository_holds_no_settings_and_no_state() -> None:
    kept_out = (ROOT / ".dockerignore").read_text().splitlines()
    assert {".env", ".langgraph_api/", ".git/"} <= set(kept_out)


def test_the_servers_state_is_not_committed() -> None:
    assert {".env", ".langgraph_api/"} <= set((ROOT / ".gitignore").read_text().splitlines())
