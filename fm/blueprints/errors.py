"""The answers to what cannot be answered: one German page for each kind of error."""

from flask import Flask, Response, g, make_response, render_template
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import BadRequest, Conflict, HTTPException, InternalServerError
from werkzeug.wrappers import Response as BaseResponse

from fm.extensions import db, login

_PAGES = frozenset({400, 403, 404, 405, 409, 413, 429, 500})


def init_errors(app: Flask) -> None:
    """Register the pages; a kind of refusal without a page of its own is answered as a bad request."""
    app.register_error_handler(HTTPException, _refuse)
    app.register_error_handler(StaleDataError, _too_late)
    app.register_error_handler(InternalServerError, _apologise)


def _refuse(error: HTTPException) -> Response | BaseResponse:
    if error.code is None or error.code < 400:
        return error.get_response()
    page = error if error.code in _PAGES else BadRequest()
    response = make_response(render_template(f"errors/{page.code}.html"), page.code)
    response.headers.extend((name, value) for name, value in page.get_headers() if name != "Content-Type")
    return response


def _too_late(_error: StaleDataError) -> Response | BaseResponse:
    db.session.rollback()
    return _refuse(Conflict())


def _apologise(_error: InternalServerError) -> Response:
    """The page with the number under which the log has the error; it asks nothing of a database that may be broken."""
    db.session.rollback()
    g._login_user = login.anonymous_user()  # where Flask-Login keeps whom it has loaded
    return make_response(render_template("errors/500.html", fault=g.get("fault")), 500)
