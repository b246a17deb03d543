"""Absences to talk about: the list, one of them, and what came of the talk."""

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import and_
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField

from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.ground.vocabulary import ABSENCE_REASONS, LANGUAGES, REMEDIES, TALK_TRIES
from webapp.models import SEAT_CAUSES, AbsenceReview, Party
from webapp.models.absences import OPEN, TO_MEND, TO_TALK
from webapp.portals.caseworker import portal
from webapp.services.visits import missed
from webapp.services.workshops import absences, contests, giving_on
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting, over
from webapp.web.contest_form import ContestForm
from webapp.web.days import DONE, PLANNED
from webapp.web.extensions import db
from webapp.web.forms import DayField, Form, choices, required
from webapp.web.pages import page
from webapp.web.unchanged import given_again
from webapp.wording.workshops import places_gone

MOST_OVER = 50


class PlanTalkForm(Form):
    """For which day a talk is planned."""

    talk_on = DayField(_l("Day of the talk"), [required(_l("Enter the day"))], span=PLANNED)


class TalkForm(Form):
    """A talk that took place: what they say themselves, and nothing else."""

    talked_on = DayField(_l("Day of the talk"), [required(_l("Enter the day"))], span=DONE)
    language = SelectField(
        _l("In which language?"),
        [required(_l("Choose a language"))],
        choices=choices("language", LANGUAGES, none=_l("Choose")),
    )
    reason = RadioField(
        _l("Why were they not there?"),
        [required(_l("Choose one of the answers"))],
        choices=choices("absence-reason", ABSENCE_REASONS),
        description=_l("In their own words. No diagnosis, ever."),
    )


class RemedyForm(Form):
    """What helps them to come."""

    remedy = RadioField(
        _l("What helps?"),
        [required(_l("Choose one of the answers"))],
        choices=choices("remedy", REMEDIES),
    )


class AbsenceWordForm(Form):
    """Why somebody was not at a workshop: as they say by telephone, or as the association knows."""

    said_by = RadioField(
        _l("Who says so?"),
        [required(_l("Choose who says so"))],
        choices=choices("absence-word", ("people", "association")),
    )
    cause = RadioField(
        _l("What do they say?"),
        [required(_l("Choose one of the answers"))],
        choices=choices("absence-cause", SEAT_CAUSES),
        description=_l("In their own words. No diagnosis, ever."),
    )


@portal.get("/absences")
@given_again()
def list_absences() -> str:
    """Show the absences to talk about, and what came of others."""
    home = signed_in_user().organisation_id or 0
    return page(reviews=absences.to_talk_about(db, home), over=absences.over(db, home, MOST_OVER))


@portal.get("/absences/<int:review_id>")
def show_absence(review_id: int) -> str:
    """Show an absence: what was tried and said, and what comes next."""
    review, me = _review(review_id), signed_in_user()
    places = giving_on.places(db, review)
    return page(
        review=review,
        me=me,
        tries=TALK_TRIES,
        places=places,
        contested=contests.of_seat(db, review.seat) if review.seat else None,
        word=contests.word_of(db, review.seat) if review.seat else None,
        may_be_said=review.seat is not None and contests.may_be_said(review.seat),
        told=missed.told(db, review.visit) if review.visit else None,
        read=giving_on.as_read(review, places),
        second=giving_on.second_people(db, review, review.signed_by_id or me.id),
    )


@portal.post("/absences/<int:review_id>/attempts")
def log_attempt(review_id: int) -> Response:
    """Note that somebody tried to talk, and reached nobody."""
    review, how = _review(review_id), request.form.get("how", "")
    if how not in TALK_TRIES:
        abort(404)
    with acting() as act:
        absences.attempt(db, review, signed_in_user(), how)
        act.tell(_("Noted. An attempt is no talk: their place stays theirs."))
    return _back_to(review)


@portal.post("/absences/<int:review_id>/attempts/undoing")
def undo_attempt(review_id: int) -> Response:
    """Take back the last attempt."""
    review = _review(review_id)
    with acting() as act:
        absences.undo_attempt(db, review, signed_in_user())
        act.tell(_("The attempt is taken back."))
    return _back_to(review)


@portal.route("/absences/<int:review_id>/plan", methods=["GET", "POST"])
def plan_talk(review_id: int) -> str | Response:
    """Plan a talk for a day."""
    review = _review(review_id)
    form = PlanTalkForm(obj=review)
    if form.validate_on_submit():
        with acting(form, "talk_on") as act:
            absences.plan(db, review, form.talk_on.data)
            act.tell(_("The talk is planned."))
        if act.done:
            return _back_to(review)
    form.over = over(absences.closed(review, TO_TALK))
    return page(form=form, review=review)


@portal.route("/absences/<int:review_id>/talk", methods=["GET", "POST"])
def note_talk(review_id: int) -> str | Response:
    """Note a talk."""
    review = _review(review_id)
    suggested = {
        "talked_on": review.talked_on or today(),
        "language": review.language or review.party.language,
        "reason": review.reason,
    }
    form = TalkForm(**({} if request.method == "POST" else suggested))
    if form.validate_on_submit():
        with acting(form, "talked_on") as act:
            told = form.talked_on.data, form.language.data, form.reason.data
            absences.talk(db, review, signed_in_user(), *told)
            act.tell(_("The talk is noted."))
        if act.done:
            return _back_to(review)
    form.over = over(absences.closed(review, OPEN))
    return page(form=form, review=review)


@portal.route("/absences/<int:review_id>/remedy", methods=["GET", "POST"])
def choose_remedy(review_id: int) -> str | Response:
    """Note what helps; the place stays theirs."""
    review = _review(review_id)
    form = RemedyForm()
    if form.validate_on_submit():
        with acting(form, "remedy") as act:
            absences.mend(db, review, form.remedy.data)
            act.tell(_("It is noted. Their place stays theirs."))
        if act.done:
            return _back_to(review)
    form.over = over(absences.closed(review, TO_MEND))
    return page(form=form, review=review)


@portal.route("/absences/<int:review_id>/word", methods=["GET", "POST"])
def note_absence_word(review_id: int) -> str | Response:
    """Note why somebody was not at a workshop: their own word, or the association's beside it."""
    review = _review(review_id)
    seat, form = review.seat or abort(404), AbsenceWordForm()
    if form.validate_on_submit():
        with acting(form, "cause") as act:
            if form.said_by.data == "people":
                contests.say(db, seat, form.cause.data, signed_in_user())
            else:
                contests.say_beside(db, seat, form.cause.data)
            act.tell(_("It is noted beside what the other side says."))
        if act.done:
            return _back_to(review)
    form.over = over(None if contests.may_be_said(seat) else RuleBroken("missed-closed"))
    return page(form=form, review=review)


@portal.route("/absences/<int:review_id>/contest", methods=["GET", "POST"])
def contest_absence(review_id: int) -> str | Response:
    """Note that somebody says that they were not absent from a workshop."""
    review = _review(review_id)
    seat = review.seat or abort(404)
    form = ContestForm(obj=contests.of_seat(db, seat))
    if form.validate_on_submit():
        with acting(form, "contest") as act:
            contests.contest(db, seat, form.contest.data or "", signed_in_user())
            act.tell(_("It is noted that they do not agree. Talk with them first."))
        if act.done:
            return _back_to(review)
    form.over = over(None if review.stands else RuleBroken("absence-put-right"))
    return page(form=form, review=review)


@portal.post("/absences/<int:review_id>/contest/withdrawal")
def withdraw_absence_contest(review_id: int) -> Response:
    """Take back what was noted at the desk: they agree after all."""
    review = _review(review_id)
    seat = review.seat or abort(404)
    with acting() as act:
        contests.withdraw(db, seat, signed_in_user())
        act.tell(_("It is taken back: nothing is contested any more."))
    return _back_to(review)


@portal.post("/absences/<int:review_id>/signature")
def give_place_on(review_id: int) -> Response:
    """Say that the place goes on; the second person's word does it."""
    review = _review(review_id)
    with acting() as act:
        absences.stand_as_read(db, review, request.form.get("read"))
        went = absences.sign(db, review, signed_in_user())
        if went is None:
            act.tell(_("Noted. Nothing has gone yet: a second person must say so too."))
        else:
            act.tell(places_gone(went))
    return _back_to(review)


@portal.post("/absences/<int:review_id>/signature/withdrawal")
def take_signature_back(review_id: int) -> Response:
    """Take back that the place goes on."""
    review = _review(review_id)
    with acting() as act:
        absences.take_signature_back(db, review, signed_in_user())
        act.tell(_("It is taken back: their places stay theirs."))
    return _back_to(review)


def _review(review_id: int) -> AbsenceReview:
    home = Party.organisation_id == signed_in_user().organisation_id
    mine = AbsenceReview.party.has(and_(home, Party.anonymous_since.is_(None)))
    return find_or_404(AbsenceReview, AbsenceReview.id == review_id, mine)


def _back_to(review: AbsenceReview) -> Response:
    return redirect(url_for("caseworker.show_absence", review_id=review.id))
