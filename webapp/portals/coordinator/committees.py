"""Committees: an agenda that makes itself, and what is decided of each line."""

from flask import redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response
from wtforms.validators import Length, Optional

from webapp.ground.clock import today
from webapp.models import Committee, LineKind
from webapp.portals.coordinator import portal
from webapp.portals.coordinator.added_lines import BY_CODE
from webapp.portals.coordinator.committee_lines import Addresses, names_of
from webapp.services.committees import keeping
from webapp.services.rounds import judging
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting, note_reading
from webapp.web.days import PLANNED
from webapp.web.extensions import db
from webapp.web.forms import DayField, Form, LinesField, required
from webapp.web.pages import page
from webapp.web.printable import printable
from webapp.web.unchanged import given_again
from webapp.wording import committee_minutes
from webapp.wording import committees as words


class CommitteeForm(Form):
    """On which day a committee meets."""

    day = DayField(_l("Day"), [required(_l("Enter the day"))], span=PLANNED)


class DecisionForm(Form):
    """What was decided."""

    decision = LinesField(
        _l("What was decided?"),
        [Optional(), Length(max=1000), printable],
        filters=[lambda typed: (typed or "").strip()],
        description=BY_CODE,
    )


@portal.get("/committees")
@given_again()
def list_committees() -> str:
    """Show every committee, and lead to the next."""
    return page(committees=keeping.listed(db))


@portal.route("/committees/new", methods=["GET", "POST"])
def call_committee() -> str | Response:
    """Prepare a committee; its day is suggested."""
    form = CommitteeForm(day=keeping.next_day(db))
    if form.validate_on_submit():
        with acting(form, "day") as act:
            committee = keeping.call(db, form.day.data)
        if act.done:
            return _to(committee.id)
    return page(form=form)


@portal.get("/committees/<int:committee_id>")
def show_committee(committee_id: int) -> str:
    """Show the agenda, as it is now or as it was, and what was decided; reading it is kept."""
    committee = _found(committee_id)
    note_reading("committee.read", committee)
    lines = keeping.shown(db, committee, signed_in_user())
    shown = committee_minutes.shown(committee, lines, names_of(lines))
    by_kind = {kind: [each for each in shown if each[0].kind is kind] for kind in LineKind}
    return page(
        committee=committee,
        today=today(),
        judged=[] if committee.said else judging.lately(db),
        me=signed_in_user(),
        signatures=[words.signature(each) for each in committee.signatures],
        by_kind={kind: found for kind, found in by_kind.items() if found},
        words=words,
        address=Addresses.of_reader(),
    )


@portal.post("/committees/<int:committee_id>/beginning")
def begin_committee(committee_id: int) -> Response:
    """Keep the agenda as it is now."""
    committee = _found(committee_id)
    with acting() as act:
        keeping.begin(db, committee)
        act.tell(_("The agenda stands as it is now. Write what you decide."))
    return _to(committee_id)


@portal.route(
    "/committees/<int:committee_id>/lines/<int:line_id>/decision", methods=["GET", "POST"]
)
def write_decision(committee_id: int, line_id: int) -> str | Response:
    """Write what was decided about a line."""
    committee = _found(committee_id)
    lines = {each.id: each for each in keeping.shown(db, committee, signed_in_user()) if each.id}
    line = lines.get(line_id)
    if line is None or line.kind is LineKind.INCIDENT:
        raise NotFound
    form = DecisionForm(obj=line)
    if form.validate_on_submit():
        with acting(form, "decision") as act:
            keeping.decide(db, line, form.decision.data)
            act.tell(_("Saved."))
        if act.done:
            return _to(committee_id)
    form.over = "" if committee.is_meeting else words.why_it_stands(committee)
    return page(form=form, committee=committee, line=line, names=names_of([line]), words=words)


@portal.post("/committees/<int:committee_id>/removal")
def remove_committee(committee_id: int) -> Response:
    """Take away a committee that has not begun."""
    committee = _found(committee_id)
    with acting() as act:
        keeping.remove(db, committee)
        act.tell(_("The committee is taken away."))
    return redirect(url_for("coordinator.list_committees")) if act.done else _to(committee_id)


def _found(committee_id: int) -> Committee:
    return find_or_404(Committee, Committee.id == committee_id)


def _to(committee_id: int) -> Response:
    return redirect(url_for("coordinator.show_committee", committee_id=committee_id))
