"""Attestations of workshops behind a household's link: a code opens them, as those of a visit."""

from datetime import datetime, timedelta

from flask import abort, redirect, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.ground.clock import now
from webapp.models import Attestation, Channel, Party
from webapp.portals.visit_page import portal
from webapp.portals.visit_page.own_proof import keeps_no_paper
from webapp.portals.visit_page.workshops import open_household
from webapp.services.after import attestations
from webapp.services.records import outbox
from webapp.services.workshops import proving
from webapp.web.access import knock
from webapp.web.acts import acting, note_reading
from webapp.web.extensions import current_language, db
from webapp.web.pages import page
from webapp.web.throttle import Alarm, Door
from webapp.web.visit_papers import attestation_paper
from webapp.wording import attestations as wording
from webapp.wording.codes import digits_of, why_refused

QUARTER, HOUR, DAY = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)
OPENED = "household"
"""In the cookie: which household's code was given in this browser, and when."""


@portal.get("/workshops/<token>/attestation")
def show_workshop_attestation(token: str) -> str:
    """Ask for the code; once it was given, show the attestation of each person."""
    party, made = _open(token)
    opened = is_open(party)
    if opened:
        note_reading("party.attestations-read", party)
    theirs = current_language()
    return page(
        token=token,
        is_open=opened,
        attestations=[(each, wording.in_both(each, theirs)) for each in made] if opened else [],
        awaits_code=proving.awaits_code(db, party),
        code_arrives=party.can_be_written_to,
        by_email=outbox.way_of_code(party) is Channel.EMAIL,
        association=party.organisation,
    )


@portal.post("/workshops/<token>/attestation/code")
def send_household_code(token: str) -> Response:
    """Send six digits to the household."""
    party, _made = _open(token)
    door = f"household-code:{party.id}"
    knock(Door(door, 3, QUARTER), Door(f"{door}:day", 12, DAY), Alarm("household-code", 300, DAY))
    with acting() as act:
        proving.send_code(db, party)
        act.tell(_("A code of 6 digits is on its way. It is good for 10 minutes."))
    return _back(token)


@portal.post("/workshops/<token>/attestation/proof")
def give_household_code(token: str) -> Response:
    """Take the code, which opens the attestations in this browser."""
    party, _made = _open(token)
    knock(Door(f"household-try:{party.id}", 15, HOUR), Alarm("household-try", 300, HOUR))
    with acting() as act:  # a wrong try is kept as well: it counts
        taken = proving.take_code(db, party, digits_of(request.form.get("code", "")))
        if taken.refused:
            act.tell(why_refused(taken), "error")
        else:
            session[OPENED] = [party.id, now().isoformat()]
    return _back(token)


@portal.get("/workshops/<token>/attestation/<int:attestation_id>.pdf")
def download_workshop_attestation(token: str, attestation_id: int) -> Response:
    """Give one person's on paper, to whoever holds the telephone."""
    party, made = _open(token)
    found = next((each for each in made if each.id == attestation_id), None) or abort(404)
    if not is_open(party) or keeps_no_paper():
        return _back(token)
    note_reading("party.attestations-read", party)
    return attestation_paper(found, current_language())


def _open(token: str) -> tuple[Party, list[Attestation]]:
    party = open_household(token)
    made = attestations.of_household(db, party)
    return (party, made) if made else abort(404)


def is_open(party: Party) -> bool:
    """Whether this browser gave the household's code less than fifteen minutes ago."""
    number, at = session.get(OPENED) or (None, "")
    return number == party.id and datetime.fromisoformat(at) > now() - proving.OPEN_FOR


def _back(token: str) -> Response:
    return redirect(url_for("visit_page.show_workshop_attestation", token=token))
