import asyncio
import os
import select
import subprocess
import sys
import textwrap
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from stepresearch.tools.errors import ToolError
from stepresearch.tools.parsing.file_kinds import PDF, PLAIN
from stepresearch.tools.parsing.worker import ParsePool, parse_in_worker


def pids() -> set[str]:
    """The children that this process has, those ended and not reaped among them."""
    listed = []
    for path in Path("/proc/self/task").glob("*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):  # the thread ended since it was listed
            listed.append(path.read_text())
    return {pid for pids_of_thread in listed for pid in pids_of_thread.split()}


@pytest.fixture
def children() -> Callable[[], list[str]]:
    """Command lines of the children started since the test began: other tests may keep a browser open."""
    before = pids()

    def command_lines() -> list[str]:
        found = []
        for pid in pids() - before:
            with suppress(FileNotFoundError, ProcessLookupError):  # it ended since it was listed
                found.append(Path(f"/proc/{pid}/cmdline").read_bytes().decode())
        return found

    return command_lines


def busy_pdf() -> bytes:
    """A page that sets 300,000 letters one by one, which takes more than ten seconds to read."""
    stream = b"BT /F1 1 Tf " + b"(x) Tj " * 300_000 + b"ET"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R"
        b" /Resources << /Font << /F1 %s >> >> >>" % font,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    body = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (
        body
        + b"xref\n0 5\n0000000000 65535 f \n%strailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (
            table,
            len(body),
        )
    )


async def test_a_document_comes_back_as_the_page_that_parse_gives(
    children: Callable[[], list[str]],
) -> None:
    with ParsePool() as pool:
        page = await pool.parse(
            "Überschrift\n\nText".encode("latin-1"), media_type=PLAIN, url="file:///a%20b.txt"
        )

    assert (page.title, page.text) == ("Überschrift", "Überschrift\n\nText")
    assert not children()


async def test_a_large_document_crosses_the_pipe_whole() -> None:
    data = b"words and " * 450_000

    assert len((await parse_in_worker(data, media_type=PLAIN, url="file:///a.txt")).text) == len(data) - 1


async def test_an_error_of_the_parser_keeps_its_message_and_hint() -> None:
    with pytest.raises(ToolError, match="The PDF is damaged") as caught:
        await parse_in_worker(b"%PDF-1.4 broken", media_type=PDF, url="file:///a.pdf")

    assert caught.value.hint.startswith("Open it in a viewer")


async def test_a_document_that_takes_too_long_is_given_up_and_its_process_ended(
    children: Callable[[], list[str]],
) -> None:
    with ParsePool() as pool, pytest.raises(ToolError, match="took longer than 1 s to parse"):
        await pool.parse(busy_pdf(), media_type=PDF, url="file:///a.pdf", timeout_s=1.0)

    assert not children()


async def test_a_document_that_needs_too_much_memory_says_so() -> None:
    with pytest.raises(ToolError, match="needs more memory to parse than is allowed"):
        await parse_in_worker(
            b"\xff\xfe" + b"xy" * 250_000_000, media_type=PLAIN, url="file:///a.txt", timeout_s=60
        )


async def test_cancelling_ends_the_process(
    children: Callable[[], list[str]],
) -> None:
    pool = ParsePool()
    task = asyncio.create_task(pool.parse(busy_pdf(), media_type=PDF, url="file:///a.pdf", timeout_s=60))
    while not any("parsing.process" in line for line in children()):  # noqa: ASYNC110 - a process sets no event
        await asyncio.sleep(0)
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
    while children():  # noqa: ASYNC110 - a process sets no event
        await asyncio.sleep(0)


async def test_a_worker_serves_on_after_a_document_that_broke_it(
    children: Callable[[], list[str]],
) -> None:
    with ParsePool(at_most=1) as worker:
        first = await worker.parse(b"One", media_type=PLAIN, url="file:///1.txt")
        with pytest.raises(ToolError, match="took longer"):
            await worker.parse(busy_pdf(), media_type=PDF, url="file:///2.pdf", timeout_s=1.0)
        third = await worker.parse(b"Three", media_type=PLAIN, url="file:///3.txt")

    assert (first.text, third.text) == ("One", "Three")
    assert not children()


def test_it_works_from_a_script_without_a_main_guard(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        textwrap.dedent(f"""
            import asyncio
            from stepresearch.tools.parsing.worker import parse_in_worker
            print(asyncio.run(parse_in_worker(b"Hello there", media_type={PLAIN!r}, url="file:///a.txt")).text)
        """)
    )
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=True
    )

    assert done.stdout == "Hello there\n"


@pytest.mark.parametrize("end", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_a_worker_does_not_outlive_its_caller(tmp_path: Path, end: str) -> None:
    (tmp_path / "busy.pdf").write_bytes(busy_pdf())
    code = textwrap.dedent(f"""
        import asyncio, os, pathlib, signal
        from stepresearch.tools.parsing.worker import parse_in_worker
        async def main():
            data = pathlib.Path("busy.pdf").read_bytes()
            asyncio.create_task(parse_in_worker(data, media_type={PDF!r}, url="file:///a.pdf", timeout_s=60))
            def children():
                return "".join(path.read_text() for path in pathlib.Path("/proc/self/task").glob("*/children"))
            while not children():
                await asyncio.sleep(0)
            print(children(), flush=True)
            os.kill(os.getpid(), signal.{end})
            await asyncio.sleep(60)
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it
        asyncio.run(main())
    """)
    # The worker inherits nothing but pipes to its caller, so reading to the end waits for the caller alone.
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, timeout=45, check=False
    )
    try:
        worker = os.pidfd_open(int(done.stdout))
    except ProcessLookupError:
        return  # gone already
    ended, _, _ = select.select([worker], [], [], 30)
    os.close(worker)
    assert ended


async def test_processes_are_few_however_many_documents_come_at_once(
    children: Callable[[], list[str]],
) -> None:
    with ParsePool(at_most=2) as pool:
        tasks = [
            asyncio.create_task(pool.parse(b"words " * 50_000, media_type=PLAIN, url=f"file:///{n}.txt"))
            for n in range(12)
        ]
        most = 0
        while not all(task.done() for task in tasks):
            most = max(most, len(children()))
            await asyncio.sleep(0)
        assert [len(task.result().text) for task in tasks] == [299_999] * 12
    assert 1 <= most <= 2


async def test_a_pool_without_work_ends_its_processes(
    children: Callable[[], list[str]],
) -> None:
    pool = ParsePool(idle_s=0.01)
    await pool.parse(b"One", media_type=PLAIN, url="file:///1.txt")
    while children():  # noqa: ASYNC110 - a process sets no event
        await asyncio.sleep(0)
    assert (await pool.parse(b"Two", media_type=PLAIN, url="file:///2.txt")).text == "Two"


def test_a_process_that_fails_says_with_what() -> None:
    command = [sys.executable, "-P", "-m", "stepresearch.tools.parsing.process"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(b'{"cpu_s": 1, "size_bytes": 0, "media_type": null, "url": "file:///a"}\n')
        process.stdin.flush()  # and left open: its end would end the process in order
        complaint = process.stderr.read().decode()
    assert process.returncode == 1
    assert complaint.splitlines()[-1].startswith("AttributeError")
