"""The code by telephone that opens names and address for fifteen minutes."""

from datetime import timedelta

from flask import abort, flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.models import Side
from webapp.portals.visit_page import portal
from webapp.portals.visit_page.loaders import Opened, open_link, remember, wanted_page
from webapp.portals.visit_page.shared_telephone import answer_again
from webapp.services.after.feedback import TOOK_PLACE
from webapp.services.visits import disclosure, links
from webapp.web import carried
from webapp.web.access import wait_to_knock
from webapp.web.acts import acting, already_done
from webapp.web.extensions import db
from webapp.web.form_tokens import AlreadyDone
from webapp.web.throttle import Alarm, Door
from webapp.wording import until_then
from webapp.wording.codes import digits_of, why_refused

QUARTER, HOUR, DAY = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)


@portal.post("/<token>/code")
def send_code(token: str) -> str | Response:
    """Send six digits to the telephone that the link was sent to."""
    link = _awaiting_code(token)
    if wait := wait_to_knock(*_doors_of_sending(link)):
        told = _("Several codes were sent already. Wait %(time)s, or call.", time=until_then(wait))
        flash(told, "error")
        return _asked_again(link)
    with acting():
        links.send_code(db, link.visit, link.side)
    return _asked_again(link)


@portal.get("/<token>/code")
def ask_code(token: str) -> str | Response:
    """Ask for the six digits."""
    link = _awaiting_code(token)
    if link.code_given or links.awaited_code(db, link.visit, link.side) is None:
        return redirect(wanted_page(link))
    return ask_first(link)


@portal.post("/<token>/sheet")
def give_code(token: str) -> str | Response:
    """Take the digits and open the visit sheet, or say that they are not the right ones."""
    link = _awaiting_code(token)
    if wait := wait_to_knock(*_doors_of_trying(link)):
        told = _("Several codes were tried already. Wait %(time)s, or call.", time=until_then(wait))
        flash(told, "error")
        return _asked_again(link)
    with acting() as act:  # a wrong try is kept as well: it counts
        taken = links.take_code(db, link.visit, link.side, _digits())
        if taken.secret is None:
            act.tell(why_refused(taken), "error")
    if not act.done or taken.secret is None:
        return _asked_again(link)
    remember(taken.secret)
    return carried.lead_on(link.whose, wanted_page(link))


def ask_first(link: Opened, sealed: str | None = None) -> str:
    """Ask for the code before what was typed is sent, which goes along in the page that asks."""
    code = links.awaited_code(db, link.visit, link.side)
    return render_template(
        "visit_page/ask_code.html",
        view=link.view(),
        token=link.token,
        awaited=code is not None,
        spent=code is not None and links.is_spent(code),
        failed=code is not None and links.has_failed(db, code),
        sealed=sealed,
    )


def _asked_again(link: Opened) -> str | Response:
    sealed = carried.take_along(link.whose)
    return ask_first(link, sealed) if sealed else redirect(link.page("visit_page.ask_code"))


@portal.errorhandler(AlreadyDone)
def lead_on(error: AlreadyDone) -> str | Response:
    """Lead on what is sent twice; a proof that was right lets the second press in as well."""
    token = (request.view_args or {}).get("token", "")
    if request.endpoint == "visit_page.give_own_proof":
        return answer_again(token)
    if carried.comes_along() and request.endpoint == "visit_page.send_code":
        return _asked_again(open_link(token))
    if request.endpoint != "visit_page.give_code":
        return already_done(error)
    if carried.comes_along():
        link = open_link(token)
        return _given_again(link) or _asked_again(link)
    answer = already_done(error)
    _given_again(open_link(token))
    return answer


def _given_again(link: Opened) -> Response | None:
    """Let in who gave the code a moment ago, and lead on; none: it was not the right one."""
    with acting():
        secret = links.take_code_again(db, link.visit, link.side, _digits())
    if secret is None:
        return None
    remember(secret)
    return carried.lead_on(link.whose, wanted_page(link))


def _digits() -> str:
    return digits_of(request.form.get("code", ""))


def _awaiting_code(token: str) -> Opened:
    link = open_link(token)
    sheet = disclosure.stage_of(link.visit, code_given=True) is disclosure.Stage.SHEET
    took_place = link.side is Side.PARTY and link.visit.state in TOOK_PLACE
    if not (sheet or took_place):
        abort(404)
    return link


def _doors_of_sending(link: Opened) -> tuple[Door, ...]:
    """Text messages cost money: so many for one side of a visit, and an alarm for all of them."""
    return (
        Door(f"visit-code:{link.visit.id}:{link.side}", 3, QUARTER),
        Door(f"visit-code-of-a-day:{link.visit.id}:{link.side}", 12, DAY),
        Alarm("visit-code", 1000, DAY),
    )


def _doors_of_trying(link: Opened) -> tuple[Door, ...]:
    """Fifteen tries an hour of a million, and each code of its own has five."""
    return (
        Door(f"visit-code-try:{link.visit.id}:{link.side}", 15, HOUR),
        Alarm("visit-code-try", 600, HOUR),
    )
