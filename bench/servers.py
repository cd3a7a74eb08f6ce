"""Starting what is measured: the program's production server, the floor behind the same server, and commands."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from bench.http import Client

ROOT = Path(__file__).parents[1]


class Spent(NamedTuple):
    """What a command took: seconds, and the most memory at once in MB."""

    seconds: float
    megabytes: float


def command(*arguments: str, environment: Mapping[str, str], output: Path | None = None) -> Spent:
    """Run a command to its end. RuntimeError with its last lines if it fails."""
    begun = time.perf_counter()
    with open(output or os.devnull, "wb") as out:
        process = subprocess.Popen(arguments, cwd=ROOT, env={**os.environ, **environment}, stdout=out,
                                   stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(arguments)} ended with {process.returncode}")
    return Spent(time.perf_counter() - begun, usage.ru_maxrss / 1024)


def flask(*arguments: str, environment: Mapping[str, str], output: Path | None = None) -> Spent:
    """Run one of the program's commands."""
    return command(sys.executable, "-m", "flask", "--app", "app", *arguments, environment=environment, output=output)


class Server(NamedTuple):
    """A running server: its port and its process."""

    port: int
    process: subprocess.Popen[bytes]

    def worker_megabytes(self) -> float:
        """The memory of the largest worker."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return max(_resident(pid) for pid in children)


def _resident(pid: str) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


@contextmanager
def serving(application: str, ready: str, environment: Mapping[str, str], settings: str = "gunicorn.conf.py"
            ) -> Iterator[Server]:
    """Serve an application as in production on a free port of loopback, and end it by its own process."""
    port = _free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", settings, "--bind", f"127.0.0.1:{port}", "--log-level", "error",
         application],
        cwd=ROOT, env={**os.environ, **environment, "PORT": str(port)}, stdout=subprocess.DEVNULL)
    try:
        _wait_for(Client(port), ready)
        yield Server(port, process)
    finally:
        process.terminate()
        process.wait(60)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(client: Client, path: str) -> None:
    for _ in range(150):
        try:
            if client.request(path).status == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise RuntimeError(f"{path} was not answered within 30 seconds")
