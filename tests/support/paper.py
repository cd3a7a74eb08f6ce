"""What stands on a PDF, page by page, as poppler reads it."""

import subprocess


def pages_of(pdf: bytes) -> list[str]:
    """The words of each page, in the order in which they are read."""
    read = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True, timeout=60)
    return read.stdout.decode().split("\f")[:-1]
