"""A link of a telephone that others read too asks first whether it is its owner who opens it."""

from datetime import datetime, timedelta
from typing import Final

from flask import abort, g, redirect, request, session, url_for

from webapp.ground.clock import now
from webapp.models import Party
from webapp.services.records import tokens
from webapp.services.visits import own_proof

PROVED: Final = "own_proof"
"""In the cookie: which household proved itself in this browser, and when."""
WANTED: Final = "own_proof_for"
"""In the cookie: the page of ours that asked for it."""
TO_READ, TO_SEND = timedelta(minutes=15), timedelta(hours=1)
"""For how long a proof opens pages, and for how long what was typed on one is still taken."""


def see_that_it_is_theirs(party: Party, page: str) -> None:
    """Lead to the question first, where others read the telephone and nobody proved it lately.

    Parameters
    ----------
    page
        Where the link itself leads.
    """
    g.shared_telephone = party.phone_shared
    if not own_proof.is_asked(party) or _is_proved(party):
        return
    session[WANTED] = request.path if request.method == "GET" else page
    abort(redirect(url_for("visit_page.ask_own_proof", token=tokens.own_token(party))))


def remember_proof(party: Party) -> None:
    """Keep in this browser that its owner holds it."""
    session[PROVED] = [party.id, now().isoformat()]


def wanted_page() -> str:
    """Return the page that asked for the proof; none known: where links are asked for again."""
    return session.pop(WANTED, None) or url_for("public.ask_link")


def _is_proved(party: Party) -> bool:
    number, at = session.get(PROVED) or (None, "")
    lasts = TO_READ if request.method == "GET" else TO_SEND
    return number == party.id and datetime.fromisoformat(at) > now() - lasts
