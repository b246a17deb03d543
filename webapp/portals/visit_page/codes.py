"""The code by telephone that opens names and address for fifteen minutes."""

from datetime import timedelta

from flask import abort, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.models import Visit
from webapp.portals.visit_page import portal
from webapp.portals.visit_page.loaders import Opened, open_link, remember
from webapp.services.visits import disclosure, links
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.web.throttle import knock

CODES_A_QUARTER = 3
CODES_A_DAY_IN_ALL = 1000
"""What Sillon sends at most, whoever asks: text messages cost money."""
TRIES_AN_HOUR = 15
TRIES_AN_HOUR_IN_ALL = 600


@portal.post("/<token>/code")
def send_code(token: str) -> Response:
    """Send six digits to the telephone that the link was sent to."""
    link = _awaiting_code(token)
    if not _may_send(link.visit, link.side.value):
        db.commit()
        flash(_("Several codes were sent already. Wait a quarter of an hour, or call."), "error")
        return redirect(link.page("visit_page.ask_code"))
    links.send_code(db, link.visit, link.side)
    db.commit()
    return redirect(link.page("visit_page.ask_code"))


@portal.get("/<token>/code")
def ask_code(token: str) -> str | Response:
    """Ask for the six digits."""
    link = _awaiting_code(token)
    if link.code_given:
        return redirect(link.page())
    return page(view=link.view(), token=token)


@portal.post("/<token>/sheet")
def give_code(token: str) -> Response:
    """Take the digits and open the visit sheet, or say that they are not the right ones."""
    link = _awaiting_code(token)
    door = f"visit-code-try:{link.visit.id}:{link.side.value}"
    open_door = knock(db, door, TRIES_AN_HOUR, timedelta(hours=1)) & knock(
        db, "visit-code-try", TRIES_AN_HOUR_IN_ALL, timedelta(hours=1)
    )
    digits = "".join(sign for sign in request.form.get("code", "") if sign.isdigit())
    secret = links.take_code(db, link.visit, link.side, _plain(digits)) if open_door else None
    db.commit()
    if secret is None:
        flash(_("This is not the code, or it is too old. Ask for a new one."), "error")
        return redirect(link.page("visit_page.ask_code"))
    remember(secret)
    return redirect(link.page())


def _plain(digits: str) -> str:
    """Return digits of any script as 0 to 9: an Arabic keyboard types its own."""
    return "".join(str(int(digit)) for digit in digits if digit.isdecimal())


def _awaiting_code(token: str) -> Opened:
    link = open_link(token)
    if disclosure.stage_of(link.visit, code_given=True) is not disclosure.Stage.SHEET:
        abort(404)
    return link


def _may_send(visit: Visit, side: str) -> bool:
    often = knock(db, f"visit-code:{visit.id}:{side}", CODES_A_QUARTER, timedelta(minutes=15))
    return often & knock(db, "visit-code", CODES_A_DAY_IN_ALL, timedelta(days=1))
