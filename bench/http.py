"""A lean HTTP client and its measurements: requests one after the other for latency, several at once for throughput."""

import re
import secrets
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from statistics import quantiles
from threading import Thread
from typing import NamedTuple
from urllib.parse import urlencode


class Answer(NamedTuple):
    """Status, head and body of an answer."""

    status: int
    head: str
    body: bytes


class Asked(NamedTuple):
    """A request: its path, and the form it sends, if any."""

    path: str
    form: Mapping[str, str] | None = None


class Measured(NamedTuple):
    """Milliseconds at the middle and at the 95th percentile, and requests a second of several clients at once."""

    p50: float
    p95: float
    per_second: float


class Client:
    """Speaks to one port on loopback and keeps cookies, nothing more."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.token = ""

    def request(self, path: str, form: Mapping[str, str] | None = None) -> Answer:
        """One request on a connection of its own, as a reverse proxy sends it."""
        return self._answer(self.head(path, {}) if form is None else self.posted(path, urlencode(form).encode()))

    def send(self, path: str, body: bytes) -> Answer:
        """A POST with this body, the fields of a form."""
        return self._answer(self.posted(path, body))

    def _answer(self, request: bytes) -> Answer:
        answer = _exchange(self.port, request)
        for name, value in re.findall(r"(?im)^set-cookie: ([^=]+)=([^;\r]*)", answer.head):
            self.cookies[name] = value
        return answer

    def posted(self, path: str, body: bytes) -> bytes:
        """A POST of the fields of a form, as it goes over the line."""
        return self.head(path, {"Content-Type": "application/x-www-form-urlencoded"}, len(body)) + body

    def head(self, path: str, headers: Mapping[str, str], length: int | None = None) -> bytes:
        """The head of a GET, or of a POST whose body has this many bytes."""
        lines = [f"{'GET' if length is None else 'POST'} {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        if length is not None:
            lines.append(f"Content-Length: {length}")
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def filled(self, form: Mapping[str, str]) -> dict[str, str]:
        """A form as if it had just been opened: with the token of the login and a key of its own."""
        return {**form, "csrf_token": self.token, "einmal": secrets.token_urlsafe(16)}

    def sign_in(self, login: str, password: str) -> None:
        """Sign in through the login form. RuntimeError if it is refused."""
        token = token_in(self.request("/anmelden").body.decode())
        answer = self.request("/anmelden", {"kennung": login, "passwort": password, "csrf_token": token})
        if answer.status not in (302, 303):
            raise RuntimeError(f"signing in as {login} was answered with {answer.status}")
        self.token = token_in(self.request("/tastatur").body.decode())


def token_in(page: str) -> str:
    """The token of a page's form. RuntimeError if it has none."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    if found is None:
        raise RuntimeError("the page has no token")
    return found[1]


def _exchange(port: int, request: bytes) -> Answer:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(request)
        parts = []
        while part := connection.recv(262144):
            parts.append(part)
    head, _, body = b"".join(parts).partition(b"\r\n\r\n")
    return Answer(int(head.split(b" ", 2)[1]), head.decode("latin-1"), body)


def measure(client: Client, asked: Iterator[Asked], seconds: float, headers: Mapping[str, str], clients: int = 4
            ) -> Measured:
    """Send one request after the other for a bounded time, then from several clients at once.

    `asked` is walked by several threads, so it is no generator. RuntimeError if a page is not answered with 200, a form
    with 303.
    """
    def request() -> bytes:
        path, form = next(asked)
        if form is None:
            return client.head(path, headers)
        return client.posted(path, urlencode(client.filled(form)).encode())

    for _ in range(5):
        status = _exchange(client.port, request()).status
        if status not in (200, 303):
            raise RuntimeError(f"a request was answered with {status}")
    taken = _hammer(client.port, request, seconds)
    counted = [0] * clients

    def ask(index: int) -> None:
        counted[index] = len(_hammer(client.port, request, seconds))

    threads = [Thread(target=ask, args=(index,)) for index in range(clients)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cuts = quantiles(taken, n=20)
    return Measured(cuts[9] * 1000, cuts[18] * 1000, sum(counted) / (time.perf_counter() - begun))


def _hammer(port: int, request: Callable[[], bytes], seconds: float) -> list[float]:
    taken = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        made = request()
        begun = time.perf_counter()
        _exchange(port, made)
        taken.append(time.perf_counter() - begun)
    return taken
