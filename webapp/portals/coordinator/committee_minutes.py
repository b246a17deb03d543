"""The minutes of a committee: closed with who was there, signed by each, printed."""

from flask import redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from webapp.ground.clock import now
from webapp.models import Committee, LineKind, Programme, User
from webapp.portals.coordinator import portal
from webapp.portals.coordinator.committee_lines import names_of
from webapp.portals.coordinator.user_forms import strip
from webapp.services.committees import keeping
from webapp.services.records import staff
from webapp.services.rounds import judging
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting, note_reading
from webapp.web.extensions import db
from webapp.web.forms import CheckboxesField, Form, required
from webapp.web.pages import page
from webapp.web.printable import printable
from webapp.web.printing import pdf_file
from webapp.wording import committee_minutes
from webapp.wording import committees as words


class PresentForm(Form):
    """Who was there."""

    present = CheckboxesField(
        _l("Who was there?"),
        [required(_l("Tick who was there"))],
        coerce=int,
        description=_l("Each of them signs the minutes with their own account."),
    )
    others = StringField(
        _l("Who else was there?"),
        filters=[strip],
        validators=[Optional(), Length(max=300), printable],
        description=_l(
            "By their role, nobody by name: a caseworker of an association, the region. "
            "They do not sign."
        ),
    )


@portal.route("/committees/<int:committee_id>/closing", methods=["GET", "POST"])
def close_committee(committee_id: int) -> str | Response:
    """Freeze the minutes, and ask those who were there to sign."""
    committee = _found(committee_id)
    named = [each.user for each in committee.signatures]
    here = [*named, *(each for each in staff.coordinators(db) if each not in named)]
    present = [each.id for each in named] or [signed_in_user().id]
    form = PresentForm(present=present, others=committee.others_present)
    form.present.choices = [SelectChoice(each.id, _called(each, named)) for each in here]
    if form.validate_on_submit():
        there = [each for each in here if each.id in form.present.data]
        with acting(form, "present") as act:  # held: nothing is decided until it is frozen
            keeping.name_others(db, committee, form.others.data or "")
            lines = keeping.shown(db, committee, signed_in_user())
            programme = db.get_one(Programme, 1).name
            said = committee_minutes.written(
                committee, lines, names_of(lines), programme, now(), judging.lately(db)
            )
            keeping.close(db, committee, said, there, signed_in_user())
            act.tell(_("The minutes are ready: those who were there sign them."))
        if act.done:
            return _to(committee_id)
    form.over = "" if committee.is_meeting else words.why_it_stands(committee)
    return page(form=form, committee=committee)


@portal.post("/committees/<int:committee_id>/taking-up")
def take_up_committee(committee_id: int) -> Response:
    """Go on deciding before all have signed."""
    committee = _found(committee_id)
    with acting() as act:
        keeping.take_up(db, committee, signed_in_user())
        act.tell(_("Decisions can be written again; everybody signs anew."))
    return _to(committee_id)


@portal.post("/committees/<int:committee_id>/signature")
def sign_committee(committee_id: int) -> Response:
    """Sign the minutes for oneself."""
    committee = _found(committee_id)
    with acting() as act:
        keeping.sign(db, committee, signed_in_user())
        act.tell(_("Signed."))
    return _to(committee_id)


@portal.post("/committees/<int:committee_id>/signatures/<int:user_id>/departure")
def note_unsigned(committee_id: int, user_id: int) -> Response:
    """Await no more the signature of somebody whose account is closed."""
    committee, user = _found(committee_id), find_or_404(User, User.id == user_id)
    with acting() as act:
        keeping.leave_unsigned(db, committee, user)
        act.tell(_("Noted. The minutes say that they have left without signing."))
    return _to(committee_id)


@portal.get("/committees/<int:committee_id>/minutes.pdf")
def download_minutes(committee_id: int) -> Response:
    """Print the minutes from what was frozen; incidents for their readers alone."""
    minutes = Committee.said.is_not(None)
    committee = find_or_404(Committee, Committee.id == committee_id, minutes)
    note_reading("committee.downloaded", committee)
    lines = keeping.shown(db, committee, signed_in_user())
    incidents = [each for each in lines if each.kind is LineKind.INCIDENT]
    document = committee_minutes.printed(committee.said or {}, committee.signatures, incidents)
    return pdf_file(document, f"sillon-{committee.day}")


def _called(user: User, named: list[User]) -> str:
    if user in named:
        return str(_("%(name)s (named before)", name=user.name or "–"))
    return user.name


def _found(committee_id: int) -> Committee:
    return find_or_404(Committee, Committee.id == committee_id)


def _to(committee_id: int) -> Response:
    return redirect(url_for("coordinator.show_committee", committee_id=committee_id))
