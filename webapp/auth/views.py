"""Signing in and out."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from webapp.access import sign_out
from webapp.auth import portal
from webapp.extensions import db
from webapp.pages import page


@portal.get("/sign-in")
def sign_in() -> str:
    """Ask who it is."""
    return page()


@portal.post("/sign-out")
def leave() -> Response:
    """End the session."""
    sign_out()
    db.commit()
    return redirect(url_for("public.show_home"))


@portal.get("/code")
def give_code() -> str:
    """Ask for the one-time code."""
    return page()
