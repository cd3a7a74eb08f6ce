"""Sending a PDF: shown in the browser under a name of its own, and nothing around it allowed."""

from flask import Response

#: The browser's own viewer styles itself and embeds the file.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"


def pdf(content: bytes, name: str) -> Response:
    """The answer that shows a PDF; `name` is what it is called when somebody saves it."""
    response = Response(content, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "inline", filename=name)
    response.headers["Content-Security-Policy"] = _POLICY
    return response
