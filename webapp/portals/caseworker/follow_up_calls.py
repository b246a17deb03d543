"""Those who are to be called, one under the other: what came of each is written down at once."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response
from wtforms import RadioField

from webapp.ground.clock import today
from webapp.models import OUTCOMES, WAYS, FollowUp, Side
from webapp.portals.caseworker import portal
from webapp.portals.caseworker.todo import asked_desk
from webapp.services.after import calls, follow_ups
from webapp.services.parties import referents
from webapp.services.parties.board import Desk
from webapp.web import kept_forms
from webapp.web.access import possible_numbers, signed_in_user
from webapp.web.acts import Act, acting, note_readings
from webapp.web.days import DONE
from webapp.web.extensions import db
from webapp.web.forms import DayField, Form, choices, required
from webapp.web.kept_forms import Typed
from webapp.web.pages import page
from webapp.wording import label

MOST = 30
"""So many stand on one page."""
FIELD = "call_"
SAME = "same_"
"""Before the numbers of the follow-ups of one farm of which one call told the same."""
OTHERS = "others"
"""The button that notes of all who were left that they were not reached."""


class CallsForm(Form):
    """How those of the page were tried, and when."""

    how = RadioField(_l("How"), default="call", choices=choices("follow-up-way", WAYS))
    on = DayField(_l("Which day"), [required(_l("Enter the day"))], span=DONE, default=today)


@portal.route("/follow-ups/calls", methods=["GET", "POST"])
def note_calls() -> str | Response:
    """Show whom to call with which words, and keep what came of all that was ticked."""
    form, asked = CallsForm(), _asked()
    said = _said(asked)
    if form.validate_on_submit() and not said:
        form.refuse("", _("Tick what came of at least one call."))
    elif form.is_submitted() and form.validate():
        with acting(form, "on") as act:
            by, files = signed_in_user(), _desk().parties()
            noted = calls.note(db, files, said, form.how.data, form.on.data, by)
            _tell(act, noted)
            for each in noted.left:
                act.tell(_told_meanwhile(each, said[each.id]), "info")
        if act.done:
            more = "caseworker.note_calls" if _open() else "caseworker.list_follow_ups"
            return redirect(url_for(more, **whose()))
    due = _open()
    shown = due[:MOST]
    if request.method == "GET":
        for side in Side:
            read = [each.visit for each in shown if each.side is side]
            note_readings("visit.follow-up-read", read, side=side.value)
    sides = {each.side for each in shown}
    return page(
        form=form,
        by_call=_by_call(shown),
        shown=len(shown),
        ticked=asked,
        due=len(due),
        of_guests=Side.PARTY in sides,
        of_farms=Side.FARM in sides,
        results=(calls.NOT_REACHED, *OUTCOMES),
        whose=whose(),
    )


def whose() -> dict[str, Any]:
    """Return whose follow-ups the address names, to go on with the same."""
    return {name: request.args[name] for name in ("referent", "side") if request.args.get(name)}


def _open() -> list[FollowUp]:
    """Return the follow-ups to make of the files and the side that the address names.

    Whoever was tried today already is called another day.
    """
    side = request.args.get("side", "")
    of = Side(side) if side in set(Side) else None
    found = follow_ups.listed(db, follow_ups.looked_for(_desk().parties(), follow_ups.OPEN, of))
    return [each for each in found if all(one.on != today() for one in each.attempts)]


def _desk() -> Desk:
    organisation_id = signed_in_user().organisation_id or 0
    return asked_desk(organisation_id, referents.referents(db, organisation_id))


def _asked() -> Mapping[str, str]:
    """Return what is ticked, none included, by its question; before a session ended as well."""
    typed = request.form if request.method == "POST" else kept_forms.find() or Typed()
    told = {"", calls.NOT_REACHED, *OUTCOMES}
    asked = {name: value for name, value in typed.items() if name.startswith((FIELD, SAME))}
    return {name: value for name, value in asked.items() if value in told}


def _said(asked: Mapping[str, str]) -> dict[int, str]:
    """Return what came of each, by the number of the follow-up.

    What is ticked of one goes before what is ticked of all of its farm; whoever else stood on the
    page was not reached, where the button says so.
    """
    rest = calls.NOT_REACHED if OTHERS in request.form else ""
    said: dict[int, str] = {}
    for kind in (SAME, FIELD):
        for name, value in asked.items():
            if name.startswith(kind):
                for number in possible_numbers(name.removeprefix(kind).split(".")):
                    said[number] = value or said.get(number, rest)
    return {number: value for number, value in said.items() if value}


def _by_call(shown: list[FollowUp]) -> list[list[FollowUp]]:
    """Return those who are asked in one call: guests alone, a farm about all of its guests."""
    by_call: dict[tuple[int, int, int], list[FollowUp]] = {}
    for each in shown:
        of_farm = each.side is Side.FARM
        one = (each.visit.farm_id, each.months, 0) if of_farm else (0, 0, each.id)
        by_call.setdefault(one, []).append(each)
    return list(by_call.values())


def _tell(act: Act, noted: calls.Noted) -> None:
    if noted.reached:
        act.tell(
            ngettext(
                "It is noted that %(num)d was reached.",
                "It is noted that %(num)d were reached.",
                noted.reached,
            )
        )
    if noted.tried:
        act.tell(
            ngettext(
                "It is noted that %(num)d was not reached.",
                "It is noted that %(num)d were not reached.",
                noted.tried,
            )
        )


def _told_meanwhile(about: FollowUp, ticked: str) -> str:
    """Say what is known of somebody, and what was ticked of them and is not kept."""
    known = label("follow-up-outcome", about.outcome) if about.outcome else _("nothing")
    told: str = _(
        "%(code)s: “%(known)s” was noted meanwhile and stays; you had ticked “%(ticked)s”. "
        "If yours is right, correct it among the follow-ups.",
        code=about.visit.party.code,
        known=known,
        ticked=label(
            "follow-up-result" if ticked == calls.NOT_REACHED else "follow-up-outcome", ticked
        ),
    )
    return told
