"""A mail server on loopback that keeps what it is given, and fails where it is told to."""

import email
import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage
from threading import Thread

#: Addresses with these beginnings are refused, or make the server break off: before it takes the mail, or after.
REFUSED, BREAKS_BEFORE, BREAKS_AFTER = "abgelehnt", "abbruch", "spaeter-abbruch"


class MailServer(socketserver.ThreadingTCPServer):
    """The server; `mails` are those taken."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.mails: list[EmailMessage] = []

    @property
    def port(self) -> int:
        """Where it listens on loopback."""
        return self.server_address[1]


class _Talk(socketserver.StreamRequestHandler):
    """One connection: greeting, commands in the order in which smtplib sends them, goodbye."""

    server: MailServer

    def handle(self) -> None:
        self._say("220 bereit")
        receiver = ""
        while line := self.rfile.readline().decode().strip():
            command = line.upper().split(":")[0]
            if command.startswith("RCPT"):
                receiver = line.split("<")[1]
            if command == "DATA" and not self._take(receiver):
                return
            if command != "DATA":
                refused = command.startswith("RCPT") and receiver.startswith(REFUSED)
                self._say(f"550 {receiver} unbekannt" if refused else "250 gut")

    def _take(self, receiver: str) -> bool:
        if receiver.startswith(BREAKS_BEFORE):
            return False
        self._say("354 bitte")
        lines = iter(self.rfile.readline, b".\r\n")
        content = b"".join(lines).replace(b"\r\n", b"\n")
        self.server.mails.append(email.message_from_bytes(content, policy=policy.default))
        if receiver.startswith(BREAKS_AFTER):
            return False
        self._say("250 genommen")
        return True

    def _say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A server that runs meanwhile."""
    with MailServer() as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
