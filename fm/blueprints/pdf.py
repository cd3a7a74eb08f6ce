"""Sending a PDF: shown in the browser under a name of its own, and nothing around it allowed."""

from io import BytesIO

from flask import Response, send_file

#: The browser's own viewer styles itself and embeds the file.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"


def pdf(content: bytes, name: str) -> Response:
    """The answer that shows a PDF; `name`, in any letters, is what it is called when somebody saves it."""
    response = send_file(BytesIO(content), "application/pdf", download_name=name)
    response.headers["Content-Security-Policy"] = _POLICY
    return response
