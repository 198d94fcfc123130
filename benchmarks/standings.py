"""What real documents say of their own force, against what is read from them: the PEPs of python.org.

    uv run python benchmarks/standings.py /work/.mirror/python+peps/repo

Takes a bare Git repository of the PEPs. Expected is what the header fields Status and Superseded-By say; a rejected or
final PEP has no standing. A PEP whose text says more than its header (`This PEP was superseded by …`) counts as `other`.
"""

import re
import subprocess
import sys
from collections import Counter

from stepresearch.tools.parsing.file_kinds import PLAIN
from stepresearch.tools.parsing.parser import parse

_STANDINGS = {"Superseded": "superseded", "Withdrawn": "withdrawn", "Draft": "draft"}
_STATUS = re.compile(r"^Status: *(\w+)", re.MULTILINE)
_SUPERSEDED_BY = re.compile(r"^Superseded-By: *(.+)", re.MULTILINE)


def _git(repository: str, *arguments: str) -> str:
    command = ["git", f"--git-dir={repository}", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("Give a bare repository: uv run python benchmarks/standings.py REPOSITORY")
    repository = sys.argv[1]
    names = _git(repository, "ls-tree", "-r", "--name-only", "HEAD").split("\n")
    counts: Counter[str] = Counter()
    for name in (name for name in names if re.fullmatch(r"peps/pep-\d{4}\.rst", name)):
        text = _git(repository, "show", f"HEAD:{name}")
        status, newer = _STATUS.search(text), _SUPERSEDED_BY.search(text)
        expected = _STANDINGS.get(status[1]) if status else None
        expected = expected or ("superseded" if newer else None)
        page = parse(text.encode(), media_type=PLAIN, url=f"file:///{name}")
        if page.standing == expected:
            counts["right" if expected else "rightly none"] += 1
        else:
            counts["missed or wrong" if expected else "other"] += 1
            print(f"{name}: {status and status[1]} read as {page.standing}")
        if newer:
            counts[
                "replacement right" if page.superseded_by == newer[1].strip() else "replacement wrong"
            ] += 1
    print(dict(counts))


if __name__ == "__main__":
    main()
