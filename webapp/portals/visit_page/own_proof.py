"""A link of a telephone that others read too asks first whether it is its owner who opens it."""

from datetime import datetime, timedelta
from typing import Final

from flask import g, request, session, url_for

from webapp.ground.clock import now
from webapp.models import Party
from webapp.services.visits import own_proof
from webapp.web import carried, form_tokens

PROVED: Final = "own_proof"
"""In the cookie: which household proved itself last in this browser, and when."""
EARLIER: Final = "own_proofs_before"
"""In the cookie: which others did so before it: what is typed on their pages is still taken."""
WANTED: Final = "own_proof_wanted"
"""In the cookie: of each household, the page of ours that asked for it last."""
NOT_TAKEN: Final = "own_proof_not_taken"
"""In the cookie: that a form was sent which nobody had proved, until that is said."""
TO_READ, TO_SEND = timedelta(minutes=15), timedelta(hours=1)
"""For how long a proof opens pages, and for how long what was typed on one is still taken."""
SEVERAL: Final = 8
"""Of how many households a cookie, which is small, remembers something."""


class NotProved(Exception):  # noqa: N818 (it reads as what happened)
    """A page that waits for the question: what is typed there goes along, what is pressed not."""

    def __init__(self, party: Party, sealed: str | None) -> None:
        super().__init__("not proved")
        self.party, self.sealed = party, sealed


def see_that_it_is_theirs(party: Party, page: str) -> None:
    """Ask the question first, where others read the telephone and nobody proved it lately.

    Parameters
    ----------
    page
        Where the link itself leads.
    """
    g.shared_telephone = party.phone_shared
    if not own_proof.is_asked(party) or _may_read(party):
        carried.open_for(party)
        return
    if not _may_send(party):
        raise _not_proved(party, page)
    g.may_only_send = party, page


def refuse_to_show() -> NotProved | None:
    """Return the question for who may send the form of this request, and read no page after it."""
    waiting = g.pop("may_only_send", None)
    return _not_proved(*waiting) if waiting else None


def _not_proved(party: Party, page: str) -> NotProved:
    wanted, sealed = request.path, carried.take_along(party)
    if request.method == "POST":
        session[NOT_TAKEN] = sealed is None
        form = form_tokens.read()
        stood_on = form.address if form else ""
        wanted = stood_on if stood_on.startswith(page) else page
    session[WANTED] = [*_others(session.get(WANTED), party), [party.id, wanted]][-SEVERAL:]
    return NotProved(party, sealed)


def remember_proof(party: Party) -> None:
    """Keep in this browser that its owner holds it."""
    lately = [each for each in _others(_proofs(), party) if _lasts(each[1], TO_SEND)]
    session[EARLIER] = lately[-SEVERAL:]
    session[PROVED] = [party.id, now().isoformat()]


def wanted_page(party: Party) -> str:
    """Return the page that asked for the proof; none known: where links are asked for again."""
    return dict(session.get(WANTED) or []).get(party.id) or url_for("public.ask_link")


def was_a_form_refused() -> bool:
    """Whether what led to the question was a form that was not taken; it is said once."""
    return bool(session.pop(NOT_TAKEN, False))


def keeps_no_paper() -> bool:
    """Whether others read the telephone too: it takes no paper, and the page of it says so."""
    return bool(g.get("shared_telephone"))


def _may_read(party: Party) -> bool:
    """Whether its owner holds it: pages open to the last who proved it."""
    number, at = session.get(PROVED) or (None, "")
    return number == party.id and _lasts(at, TO_READ)


def _may_send(party: Party) -> bool:
    """Whether a form of theirs is taken still: it is each one's who proved it."""
    at = dict(_proofs()).get(party.id)
    is_sent = request.method == "POST" and not carried.comes_along()
    return is_sent and at is not None and _lasts(at, TO_SEND)


def _proofs() -> list[tuple[int, str]]:
    last = session.get(PROVED)
    return [*(session.get(EARLIER) or []), *([last] if last else [])]


def _others(pairs: list[tuple[int, str]] | None, party: Party) -> list[tuple[int, str]]:
    return [each for each in pairs or [] if each[0] != party.id]


def _lasts(at: str, time: timedelta) -> bool:
    return datetime.fromisoformat(at) > now() - time
