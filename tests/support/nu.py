"""What checks whole pages: first the rules of this program, then the Nu HTML checker as a server on loopback."""

import hashlib
import json
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

from tests.support.html import examine, without_tokens

JAR = Path(__file__).parents[2] / ".tools" / "vnu.jar"


class NuChecker:
    """Starts with the first page it is given; a page that has passed is not checked again, whoever checked it.

    `passed` is a folder in which each page that has passed leaves an empty file named after its content.
    """

    def __init__(self, passed: Path) -> None:
        self._passed = passed
        self._process: subprocess.Popen | None = None
        self._address = ""

    def faults(self, page: str) -> list[str]:
        """Everything that is wrong with a whole page, warnings included."""
        page = without_tokens(page)
        mark = self._passed / hashlib.sha256(page.encode()).hexdigest()
        if mark.exists():
            return []
        if found := examine(page) or self._reported(page):
            return found
        mark.touch()
        return []

    def _reported(self, page: str) -> list[str]:
        if self._process is None:
            self._start()
        return [f"{message['message']} ({message.get('extract', '').strip()})" for message in self._ask(page)]

    def stop(self) -> None:
        """End the server, if it was started."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)

    def _start(self) -> None:
        end = time.monotonic() + 180
        while time.monotonic() < end:
            if self._process is None or self._process.poll() is not None:  # its port may have been taken meanwhile
                self._launch()
            try:
                self._ask("<!doctype html><html lang=de><title>x</title>")
                return
            except OSError:
                time.sleep(0.2)
        raise TimeoutError("the Nu checker did not start within three minutes")

    def _launch(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self._address = f"http://127.0.0.1:{port}/?out=json"
        self._process = subprocess.Popen(
            ["java", "-Xmx256m", "-XX:+UseSerialGC", "-Dnu.validator.servlet.bind-address=127.0.0.1",
             "-Dnu.validator.servlet.allow-forbidden-hosts=true",
             "-cp", str(JAR), "nu.validator.servlet.Main", str(port)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def _ask(self, page: str) -> list[dict]:
        request = urllib.request.Request(
            self._address, page.encode(), {"Content-Type": "text/html; charset=utf-8"}, method="POST")
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.load(answer)["messages"]
