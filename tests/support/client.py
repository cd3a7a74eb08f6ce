"""A test client whose requests stand on their own feet."""

import contextvars

from flask import has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from fm.extensions import db


class SeparateClient(FlaskClient):
    """Sends each request outside the test's application context, as a server would.

    What the test has laid into its session is committed before, and read afresh afterwards; else the request would not
    see it, and the test not what the request did.
    """

    def open(self, *args: object, **kwargs: object) -> TestResponse:
        if not has_app_context():  # following a redirect, already outside
            return super().open(*args, **kwargs)
        if db.session.registry.has():
            db.session.commit()
        answer = contextvars.Context().run(super().open, *args, **kwargs)
        for one in (*answer.history, answer):  # what is large was sent from a file of the client's
            one.request.environ["wsgi.input"].close()
        if db.session.registry.has():
            db.session.expire_all()
        return answer
