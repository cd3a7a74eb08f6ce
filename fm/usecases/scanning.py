"""Asking the office's virus scanner about a file, where one is configured."""

import shlex
import subprocess

from fm.rules.uploads import Unfit

#: Seconds that the scanner has for a file, and the exit code by which it says that something was found. Together with
#: the time for reading its words they are fewer than a worker of the server has for a request.
SECONDS, _INFECTED = 30, 1


def scan(content: bytes, command: str) -> bool:
    """Whether a scanner looked at a file, which it gets on standard input; False where `command` is empty.

    Unfit where it finds something (exit code 1), and where it does not say that the file is clean (0).
    """
    if not command:
        return False
    try:
        done = subprocess.run(shlex.split(command), input=content, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, timeout=SECONDS, check=False)  # fmt: skip
    except (OSError, ValueError, subprocess.TimeoutExpired):
        raise _unchecked() from None
    if done.returncode == _INFECTED:
        raise Unfit("In der Datei wurde Schadsoftware gefunden. Sie wurde nicht gespeichert.")
    if done.returncode:
        raise _unchecked()
    return True


def _unchecked() -> Unfit:
    return Unfit("Die Datei konnte nicht auf Schadsoftware geprüft werden und wurde nicht gespeichert. "
                 "Bitte später noch einmal versuchen oder die Administration fragen.")
