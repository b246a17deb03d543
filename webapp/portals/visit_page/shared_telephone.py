"""A telephone that others read too: the question first, leaving for good, saying that it is so."""

from datetime import timedelta
from http import HTTPStatus
from typing import Final

from flask import (
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.models import Party
from webapp.portals.visit_page import agreements, loaders, portal, workshop_attestations
from webapp.portals.visit_page import own_proof as own_proof_kept
from webapp.portals.visit_page.loaders import open_guests_link, read_to
from webapp.portals.visit_page.own_proof import (
    NotProved,
    refuse_to_show,
    remember_proof,
    wanted_page,
    was_a_form_refused,
)
from webapp.portals.visit_page.workshops import open_household
from webapp.services.records import tokens
from webapp.services.visits import own_proof, proposing
from webapp.web import carried
from webapp.web.access import wait_to_knock
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.throttle import Alarm, Door, forget_attempt
from webapp.wording import until_then
from webapp.wording.codes import digits_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FOUR: Final = 4
"""Digits of a year, in whichever script and calendar."""
ELSEWHERE = "https://meteofrance.com/"
"""A page of no meaning to whoever takes the telephone next."""

OF_LINKS: Final = (
    own_proof_kept.PROVED, own_proof_kept.EARLIER, own_proof_kept.WANTED, own_proof_kept.NOT_TAKEN,
    loaders.SECRET, loaders.WANTED, agreements.OPENED, workshop_attestations.OPENED, "_flashes",
)  # fmt: skip
"""In the cookie: all that pages behind links keep there, and what they have still to say."""


@portal.errorhandler(NotProved)
def ask_first(error: NotProved) -> str | Response:
    """Ask before a page is shown; what was typed on it goes along with the question.

    It is asked at the address of the page: to lead elsewhere takes a slow line as long again as the
    page. What was only pressed leads to the question's own address, which
    says that it is not done.
    """
    if error.sealed is None and request.method == "POST":
        return redirect(_question(error.party))
    read_to(error.party)
    return _asked(error.party, error.sealed)


@portal.after_request
def show_nothing_to_who_may_only_send(response: Response) -> Response:
    """Ask before a page is shown by which a form is refused: it goes along with the question."""
    question = refuse_to_show() if response.status_code == HTTPStatus.OK else None
    return make_response(ask_first(question)) if question else response


@portal.get("/mine/<token>")
def ask_own_proof(token: str) -> str | Response:
    """Ask for the year of birth; nothing of what the link opens is told here."""
    party = _find(token)
    if not own_proof.is_asked(party):
        return _opened(party)
    if was_a_form_refused():
        told = _(
            "Nothing was sent, and what you had typed is not kept. Answer this question first, then"
            " do it again."
        )
        flash(told, "error")
    return _asked(party)


@portal.post("/mine/<token>")
def give_own_proof(token: str) -> str | Response:
    """Take the year, and lead to the page that was opened."""
    party = _find(token)
    if not own_proof.is_asked(party):
        return _opened(party)
    year = _year()
    if len(year) != FOUR:  # a slip of the finger, or a whole date, is no try
        flash(_("Write the year alone, with four digits."), "error")
        return _asked_again(party)
    if wait := wait_to_knock(*_doors(party)):
        told = _("That was tried several times. Wait %(time)s, or call.", time=until_then(wait))
        flash(told, "error")
        return _asked_again(party)
    with acting():  # a wrong try is kept as well
        proved = own_proof.give(db, party, year)
        if proved:
            forget_attempt(db, *_doors(party))
    return _answered(party, proved=proved)


def answer_again(token: str) -> str | Response:
    """Answer a year that was sent twice, and counts once: the first answer may be missed."""
    party = _find(token)
    if not own_proof.is_asked(party):
        return _opened(party)
    return _answered(party, proved=own_proof.is_theirs(party, _year()))


def _answered(party: Party, *, proved: bool) -> str | Response:
    if not proved:
        flash(
            _("This is not the year that your association has noted. Try again, or call."), "error"
        )
        return _asked_again(party)
    remember_proof(party)
    return _opened(party)


def _opened(party: Party) -> Response:
    """Lead to the page that waited for the proof, or asks for none any more."""
    return carried.lead_on(party, wanted_page(party))


def _asked_again(party: Party) -> str | Response:
    sealed = carried.take_along(party)
    return _asked(party, sealed) if sealed else redirect(_question(party))


def _asked(party: Party, sealed: str | None = None) -> str:
    return render_template(
        "visit_page/ask_own_proof.html",
        token=tokens.own_token(party),
        phone=party.organisation.phone,
        sealed=sealed,
    )


def _question(party: Party) -> str:
    return url_for("visit_page.ask_own_proof", token=tokens.own_token(party))


def _year() -> str:
    return digits_of(request.form.get("year", ""))


@portal.get("/leave")
def leave_telephone() -> Response:
    """Forget in this browser what belongs to links, and lead to a page of no meaning.

    Whoever has an account and looks at a guest's page stays signed in.
    """
    for each in OF_LINKS:
        session.pop(each, None)
    return redirect(ELSEWHERE)


@portal.post("/<token>/telephone")
def tell_telephone(token: str) -> Response:
    """Take whether others read this telephone too, behind the link of a visit."""
    link = open_guests_link(token)
    with acting() as act:
        proposing.lock(db, link.visit)
        act.tell(_told(link.visit.party))
    return redirect(link.page("visit_page.show_who_writes"))


@portal.post("/workshops/<token>/telephone")
def tell_household_telephone(token: str) -> Response:
    """Take the same behind a household's link."""
    party = open_household(token)
    with acting() as act:
        act.tell(_told(party))
    return redirect(url_for("visit_page.show_household_who_writes", token=token))


def _told(party: Party) -> str:
    said = request.form.get("shared", "")
    if said not in {"yes", "no"}:
        abort(404)
    own_proof.tell(db, party, shared=said == "yes")
    remember_proof(party)
    return str(_("Thank you! What you said is noted."))


def _find(token: str) -> Party:
    """Return whom a link asks, in their language."""
    party = own_proof.find(db, token) or abort(404)
    read_to(party)
    return party


def _doors(party: Party) -> tuple[Door, ...]:
    """Few wrong tries: there are not many years in which an adult can have been born."""
    name = f"own-proof:{party.id}"
    return (Door(name, 4, HOUR), Door(f"{name}:day", 5, DAY), Alarm("own-proof", 300, DAY))
