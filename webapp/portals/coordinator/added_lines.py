"""What somebody puts on the agenda of a committee: added, changed, taken off until it is frozen."""

from flask import redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import Length

from webapp.models import Committee, CommitteeLine, LineKind
from webapp.portals.coordinator import portal
from webapp.portals.coordinator.user_forms import strip
from webapp.services.committees import keeping
from webapp.web.access import find_or_404
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form, required
from webapp.web.pages import page
from webapp.web.printable import printable
from webapp.web.removals import offer
from webapp.wording import committees as words

BY_CODE = _l(
    "Files by their code, nobody by name, nothing of anybody’s health, religion or story: what is "
    "written here stays."
)


class LineForm(Form):
    """What else is to be spoken about."""

    title = StringField(
        _l("What is to be spoken about?"),
        filters=[strip],
        validators=[required(_l("Write what is to be spoken about")), Length(max=200), printable],
        description=BY_CODE,
    )


@portal.route("/committees/<int:committee_id>/lines/new", methods=["GET", "POST"])
def add_committee_line(committee_id: int) -> str | Response:
    """Put something on the agenda."""
    committee = find_or_404(Committee, Committee.id == committee_id)
    form = LineForm()
    if form.validate_on_submit():
        with acting(form, "title") as act:
            keeping.add(db, committee, form.title.data)
            act.tell(_("It is on the agenda."))
        if act.done:
            return _to(committee_id)
    form.over = "" if committee.takes_lines else words.why_it_stands(committee)
    return page(form=form, committee=committee)


@portal.route("/committees/<int:committee_id>/lines/<int:line_id>", methods=["GET", "POST"])
def change_committee_line(committee_id: int, line_id: int) -> str | Response:
    """Say better what was put on the agenda, until the minutes are frozen."""
    line = _added(committee_id, line_id)
    form = LineForm(obj=line)
    if form.validate_on_submit():
        with acting(form, "title") as act:
            keeping.reword(db, line, form.title.data)
            act.tell(_("Saved."))
        if act.done:
            return _to(committee_id)
    form.over = "" if line.committee.takes_lines else words.why_it_stands(line.committee)
    return page(form=form, committee=line.committee, line=line)


@portal.post("/committees/<int:committee_id>/lines/<int:line_id>/removal")
def remove_committee_line(committee_id: int, line_id: int) -> Response:
    """Take off the agenda what somebody put on it, of which nothing was decided."""
    line = _added(committee_id, line_id)
    with acting() as act:
        there = url_for("coordinator.show_committee", committee_id=committee_id)
        offer(act, line, line.title or "", there)
        keeping.take_off(db, line)
        act.tell(_("It is off the agenda."))
    return _to(committee_id)


def _added(committee_id: int, line_id: int) -> CommitteeLine:
    theirs = CommitteeLine.id == line_id, CommitteeLine.committee_id == committee_id
    return find_or_404(CommitteeLine, *theirs, CommitteeLine.kind == LineKind.ADDED)


def _to(committee_id: int) -> Response:
    return redirect(url_for("coordinator.show_committee", committee_id=committee_id))
