"""Probes whose criteria the judge by rules can answer."""

from typing import Any

from stepresearch.evals.reliability.probes import read_probe


def entry(prompt: str, names: tuple[str, str, str], addresses: tuple[str, str]) -> dict[str, Any]:
    ship, yard, auditor = names
    return {
        "language": "en",
        "prompt": prompt,
        "report": (
            f"# On {ship}\n\nThe programme {ship} cost 41.5 million euros by the accounts of Harbour Board [1]({addresses[0]}). "
            f"The order for {ship} was placed with {yard} in January 2026 after a long dispute [2]({addresses[1]}).\n\n"
            f"The auditor {auditor} found that 12 per cent of the money was spent on the programme twice [1]({addresses[0]}). "
            f"The connection of {ship} was finished 17 months late and is still without its transformer [2]({addresses[1]}).\n"
        ),
        "translation": f"# 关于 {ship}\n\n{ship} 造价4150万欧元。{ship} 于2026年1月向 {yard} 订购。审计员 {auditor} 发现12%的款项被重复支出。\n",
        "criteria": [
            {"id": "ship", "text": f'The report names "{ship}".', "truth": "full"},
            {"id": "yard", "text": f'The report names "{yard}".', "truth": "full"},
            {"id": "who", "text": f'The report names "{auditor}".', "truth": "full"},
            {"id": "fares", "text": 'The report names "a fare of two crowns".', "truth": "none"},
            {"id": "praise", "text": 'The report calls it "a triumph".', "truth": "none", "kind": "negative"},
        ],
    }


ENTRIES = {
    "petrel": entry(
        "What of the Petrel programme?",
        ("Sollan Petrel", "Norr Yard", "Ida Quill"),
        ("https://a.example/1", "https://a.example/2"),
    ),
    "heron": entry(
        "How is the Heron doing?",
        ("Vale Heron", "Kess Works", "Tom Ash"),
        ("https://b.example/1", "https://b.example/2"),
    ),
}
PROBES = tuple(read_probe(value, name) for name, value in ENTRIES.items())
