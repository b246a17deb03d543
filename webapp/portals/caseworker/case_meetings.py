"""Case meetings: what is decided about people, with their own word, and who signs it."""

from flask import redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from webapp.ground.clock import today
from webapp.models import CaseDecision, CaseMeeting, CaseState
from webapp.portals.caseworker import portal
from webapp.portals.caseworker.case_forms import (
    NEW,
    CaseDecisionForm,
    CaseForm,
    CasePresentForm,
    NewDecisionForm,
)
from webapp.portals.caseworker.paths import OF_A_PERSON, path_of, person_of
from webapp.services.parties import case_meetings, referents
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting, note_reading
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.web.printing import pdf_file
from webapp.web.removals import offer
from webapp.web.unchanged import given_again
from webapp.wording import case_minutes


@portal.get("/cases")
@given_again()
def list_cases() -> str:
    """Show the case meetings of the association."""
    me = signed_in_user()
    return page(meetings=case_meetings.of_association(db, _home()), me=me)


@portal.route("/cases/new", methods=["GET", "POST"])
def open_case() -> str | Response:
    """Open a case meeting."""
    form = CaseForm()
    if form.validate_on_submit():
        with acting(form, "day") as act:
            meeting = case_meetings.begin(db, _home(), form.day.data, form.bodies.data)
            act.tell(_("The meeting is open: decide from the path of each person."))
        if act.done:
            return _to(meeting)
    return page(form=form)


@portal.get("/cases/<int:case_id>")
def show_case(case_id: int) -> str:
    """Show what was decided in a meeting, and who has signed."""
    meeting = _case(case_id)
    lines = case_meetings.lines(db, meeting)
    for party in {each.party for each in lines}:
        note_reading("party.read", party, topic="case")
    return page(meeting=meeting, lines=lines, me=signed_in_user())


@portal.route(f"{OF_A_PERSON}/decision", methods=["GET", "POST"])
def decide_case(party_id: int, person_id: int) -> str | Response:
    """Write what was decided about somebody in a case meeting, open or new."""
    person = person_of(party_id, person_id)
    form = NewDecisionForm(case_meetings.open_ones(db, _home()))
    if form.validate_on_submit():
        with acting(form, "their_word") as act:
            chosen = form.meeting.data
            meeting = (
                case_meetings.begin(db, _home(), today(), None) if chosen == NEW else _case(chosen)
            )
            case_meetings.decide(db, meeting, person, **form.said)
            act.tell(_("It is written down. Close the meeting to have it signed."))
        if act.done:
            return redirect(path_of(person))
    return page(form=form, party=person.party, person=person)


@portal.route("/cases/<int:case_id>/decisions/<int:decision_id>", methods=["GET", "POST"])
def edit_case_decision(case_id: int, decision_id: int) -> str | Response:
    """Write a decision better, while its meeting is open."""
    made = _decision(case_id, decision_id)
    form = CaseDecisionForm(obj=made)
    if form.validate_on_submit():
        with acting(form, "their_word") as act:
            case_meetings.change(db, made, **form.said)
            act.tell(_("Saved."))
        if act.done:
            return _to(made.meeting)
    form.over = _why_it_stands(made.meeting)
    return page(form=form, made=made)


@portal.post("/cases/<int:case_id>/decisions/<int:decision_id>/removal")
def remove_case_decision(case_id: int, decision_id: int) -> Response:
    """Take a decision out of an open meeting."""
    made = _decision(case_id, decision_id)
    meeting = made.meeting
    with acting() as act:
        there = url_for("caseworker.show_case", case_id=meeting.id)
        offer(act, made, made.called_now, there)
        case_meetings.remove(db, made)
        act.tell(_("It is taken out of the meeting."))
    return _to(meeting)


@portal.post("/cases/<int:case_id>/removal")
def remove_case(case_id: int) -> Response:
    """Take away a meeting in which nothing was decided."""
    meeting = _case(case_id)
    with acting() as act:
        case_meetings.abandon(db, meeting)
        act.tell(_("The meeting is taken away."))
    return redirect(url_for("caseworker.list_cases")) if act.done else _to(meeting)


@portal.route("/cases/<int:case_id>/closing", methods=["GET", "POST"])
def close_case(case_id: int) -> str | Response:
    """Say who was there, and have it signed."""
    meeting = _case(case_id)
    colleagues = referents.colleagues(db, _home())
    form = CasePresentForm(present=[signed_in_user().id])
    form.present.choices = [SelectChoice(each.id, each.name) for each in colleagues]
    if form.validate_on_submit():
        present = [each for each in colleagues if each.id in form.present.data]
        with acting(form, "present") as act:
            case_meetings.close(db, meeting, present, colleagues)
            act.tell(_("Those who were there sign it now: it stands in their “To do”."))
        if act.done:
            return _to(meeting)
    form.over = _why_it_stands(meeting)
    return page(form=form, meeting=meeting)


@portal.post("/cases/<int:case_id>/taking-up")
def take_up_case(case_id: int) -> Response:
    """Go on writing before all have signed."""
    meeting = _case(case_id)
    with acting() as act:
        case_meetings.take_up(db, meeting)
        act.tell(_("Decisions can be written again; everybody signs anew."))
    return _to(meeting)


@portal.post("/cases/<int:case_id>/signature")
def sign_case(case_id: int) -> Response:
    """Sign for oneself."""
    meeting = _case(case_id)
    with acting() as act:
        case_meetings.sign(db, meeting, signed_in_user())
        act.tell(_("Signed."))
    return _to(meeting)


@portal.get("/cases/<int:case_id>/minutes.pdf")
def print_case(case_id: int) -> Response:
    """Print what was decided, once nothing is written any more."""
    closed = CaseMeeting.state != CaseState.OPEN
    mine = CaseMeeting.organisation_id == _home()
    meeting = find_or_404(CaseMeeting, CaseMeeting.id == case_id, closed, mine)
    lines = case_meetings.lines(db, meeting)
    for party in {each.party for each in lines}:
        note_reading("party.read", party, topic="case")
    document = case_minutes.printed(meeting, lines, signed_in_user().organisation)
    return pdf_file(document, f"sillon-case-{meeting.day}-{meeting.id}")


def _why_it_stands(meeting: CaseMeeting) -> str:
    """Return why nothing is written in a meeting now; empty where it is."""
    if meeting.is_open:
        return ""
    if meeting.state is CaseState.SIGNED:
        return str(_("All who were there have signed this meeting: it stays as it is."))
    return str(_("This meeting is closed, to be signed: take it up again to write in it."))


def _home() -> int:
    return signed_in_user().organisation_id or 0


def _case(case_id: int) -> CaseMeeting:
    mine = CaseMeeting.organisation_id == _home()
    return find_or_404(CaseMeeting, CaseMeeting.id == case_id, mine)


def _decision(case_id: int, decision_id: int) -> CaseDecision:
    mine = CaseDecision.meeting_id == _case(case_id).id
    return find_or_404(CaseDecision, CaseDecision.id == decision_id, mine)


def _to(meeting: CaseMeeting) -> Response:
    return redirect(url_for("caseworker.show_case", case_id=meeting.id))
