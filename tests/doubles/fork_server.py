"""Runs commands in forks of one process that has imported the program, which spares each command a second of imports.

A fork is a process of its own, with its own arguments, environment, working folder and output. What depends on how
the interpreter starts (signals during imports, terminals, closed outputs) is tested on real processes instead.
"""

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

LONGEST_REQUEST = 1_000_000


def run_forked(
    arguments: Sequence[str], *, stdin: bytes, cwd: Path, environment: Mapping[str, str], timeout_s: float
) -> subprocess.CompletedProcess[str]:
    """Run `stepresearch` with the arguments to its end; `stdin` must fit into a pipe (64 KiB).

    Raises:
        subprocess.TimeoutExpired: It takes longer; the process is killed.
    """
    request = json.dumps({"arguments": list(arguments), "cwd": str(cwd), "environment": dict(environment)})
    reading, writing = os.pipe()
    os.write(writing, stdin)
    os.close(writing)
    with (
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
        socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as connection,
    ):
        connection.connect(str(_server()))
        socket.send_fds(connection, [request.encode()], [reading, out.fileno(), err.fileno()])
        os.close(reading)
        pid = int(connection.recv(32))
        connection.settimeout(timeout_s)
        try:
            status = int(connection.recv(32))
        except TimeoutError as error:
            os.kill(pid, signal.SIGKILL)
            raise subprocess.TimeoutExpired(list(arguments), timeout_s) from error
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(list(arguments), status, out.read().decode(), err.read().decode())


@cache
def _server() -> Path:
    """Start the server of this test process, which ends with it, and return its address."""
    folder = tempfile.TemporaryDirectory(prefix="fork-server-")
    address = Path(folder.name) / "socket"
    process = subprocess.Popen(
        [sys.executable, __file__, str(address)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )

    def end() -> None:
        process.kill()
        process.communicate()
        folder.cleanup()

    atexit.register(end)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    return address


def _serve(address: str) -> None:
    import stepresearch.app.commands  # noqa: F401 - what each command would import
    from stepresearch.app.cli import main

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those who wait for the commands
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as server:
        server.bind(address)
        server.listen()
        os.write(1, b"ready\n")
        while True:
            connection, _ = server.accept()
            request, descriptors, _, _ = socket.recv_fds(connection, LONGEST_REQUEST, 3)
            if os.fork() == 0:
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                server.close()
                _command(connection, json.loads(request), descriptors, main)
            connection.close()
            for descriptor in descriptors:
                os.close(descriptor)


def _command(
    connection: socket.socket, request: dict[str, Any], descriptors: Sequence[int], main: Callable[[], None]
) -> NoReturn:
    """Fork once more, tell the process id, then how the process ended."""
    pid = os.fork()
    if pid:
        connection.send(str(pid).encode())
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        connection.send(str(status).encode())
        os._exit(0)
    connection.close()
    for place, descriptor in enumerate(descriptors):
        os.dup2(descriptor, place)
        os.close(descriptor)
    os.setsid()
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["environment"])
    sys.argv = ["stepresearch", *request["arguments"]]
    code = 1
    try:
        main()
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    _serve(sys.argv[1])
