"""The blueprint that the modules beside this one add their views to."""

from flask import Blueprint
from flask_login import current_user

from fm.queries.accounts import SignedIn

blueprint = Blueprint("employers", __name__)


def actor() -> SignedIn:
    """Who is signed in, looked up once."""
    person: SignedIn = current_user._get_current_object()
    return person
