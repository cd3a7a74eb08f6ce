"""One address, one view: the whole page, or only the piece of it that htmx asked for."""

from flask import Response, flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse


def piece_wanted() -> bool:
    """True if only a piece is to be sent: htmx asks, and replaces no whole page nor restores one from history."""
    headers = request.headers
    return "HX-Request" in headers and not ("HX-Boosted" in headers or "HX-History-Restore-Request" in headers)


def page_or_piece(page: str, piece: str, status: int = 200, **context) -> Response:
    """Render `page`, or `piece` if that is wanted; `page` includes the very same `piece`.

    Both are template names and get the same `context`. `status` is 422 for a form that was not accepted.
    """
    response = make_response(render_template(piece if piece_wanted() else page, **context), status)
    response.vary.add("HX-Request")
    return response


def see_other(address: str, told: str | None = None, tone: str = "success") -> BaseResponse:
    """Lead to `address` after writing (303); `told` becomes the status line there, which takes the focus.

    `tone` is success, info, warning or danger.
    """
    if told:
        flash(told, tone)
    return redirect(address, 303)
