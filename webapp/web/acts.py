"""How a view acts: in one transaction, kept whole, or refused whole and told to the reader."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from flask import Flask, flash, redirect, request
from flask_babel import gettext as _
from sqlalchemy.exc import DBAPIError, InvalidRequestError
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError
from werkzeug.wrappers import Response

from webapp.ground import logs
from webapp.ground.database import Base
from webapp.ground.errors import RuleBroken
from webapp.models import SentForm
from webapp.models.person_stays import ONE_PLACE_A_PERSON
from webapp.services.records import audit
from webapp.services.visits import misfits
from webapp.web import access, decided, form_tokens, kept_forms
from webapp.web.extensions import db
from webapp.web.forms import Form
from webapp.wording import sentence

MEANWHILE = "changed-meanwhile"
"""The rule of what was changed by others between looking and acting."""

NO_LONGER_FITS = "visits-would-not-fit"
"""The rule of what a change would do to visits that stand; a reader may agree to it."""

OF_A_CONSTRAINT = {
    "uq_users_email_lower": "email-known",
    "uq_users_provider_digest": "provider-taken",
    "uq_organisations_name": "organisation-known",
    "uq_funders_name": "funder-known",
    "uq_committees_day": "committee-known",
    "uq_prescribers_name": "prescriber-known",
    "uq_centres_name": "centre-known",
    "uq_round_templates_organisation_id_name": "template-known",
    "ex_slots_farm_one_at_a_time": "slots-changed-meanwhile",
    "ex_visits_party_one_at_a_time": "party-is-taken",
    ONE_PLACE_A_PERSON: "person-is-taken",
}
"""The rules that the database holds as well, for two who act at one instant."""

IN_EACH_OTHERS_WAY = {"40001", "40P01", "55P03"}
"""What PostgreSQL says of a serialization failure, a deadlock and a lock not given in time."""

GONE = "Could not refresh instance"
"""How SQLAlchemy begins to say that a row is gone; it has no kind of error for that alone."""

Place = str | Callable[[RuleBroken], str]
"""The field at which a form shows a refusal; empty: above all fields."""


def init_app(app: Flask) -> None:
    """Lead every form on that comes again after it has done what it is for."""
    app.register_error_handler(form_tokens.AlreadyDone, already_done)
    app.before_request(form_tokens.refuse_what_was_done)
    app.after_request(lead_on_what_was_done)


class Act:
    """What a view does in one transaction; after it, whether that was kept."""

    def __init__(self) -> None:
        self.done = False
        self.refusal: RuleBroken | None = None
        self._told: list[tuple[str, str]] = []

    def tell(self, words: str, category: str = "success") -> None:
        """Say something on the next page, if the act is kept."""
        self._told.append((words, category))

    def keep(self, form: Form | None, *, asks: bool) -> None:
        """Make it last, and say what was to be told.

        Visits that would no longer fit are shown first, and kept on the boards: a form is sent
        once more with the reader's agreement, to what they have read and nothing else.
        """
        found = misfits.look_again(db)
        if request.blueprint == "farmer":
            found = misfits.as_a_farm_is_told(found)
        agreement = misfits.agreement_to(found)
        if asks and found and form is not None and request.form.get("agreement") != agreement:
            visits = [each.facts() for each in found]
            raise RuleBroken(NO_LONGER_FITS, visits=visits, agreement=agreement)
        kept_forms.forget()
        db.commit()
        self.done = True
        for words, category in self._told:
            flash(words, category)

    def refuse(self, rule: RuleBroken, form: Form | None, at: Place) -> None:
        """Tell the reader which rule forbids it: in the form, with what was typed, or above."""
        self.refusal = rule
        if form is None:
            flash(sentence(rule), "error")
        elif rule.code == MEANWHILE:
            form.refuse("", sentence(rule))
        elif rule.code == NO_LONGER_FITS:
            form.refuse("", sentence(rule))
            form.agreement = str(rule.facts["agreement"])
        else:
            form.refuse(at if isinstance(at, str) else at(rule), sentence(rule))


@contextmanager
def acting(form: Form | None = None, at: Place = "", *, asks: bool = True) -> Iterator[Act]:
    """Keep what is done inside, audit rows included, or undo it all and say why in the form.

    A rule and the database itself may refuse. Rows loaded before are then read anew when the page
    shows them, in the reader's scope. What is no refusal is undone and raised.

    Parameters
    ----------
    form
        Where the refusal is shown; none: a line on the next page.
    asks
        Whether the reader must agree when visits would no longer fit; what is urgent does not wait.
    """
    act, unread = Act(), None
    try:
        form_tokens.claim()
        unread = None if form and form.stored else decided.unread()  # stored values have versions
        yield act
        if unread:
            raise unread
        act.keep(form, asks=asks)
    except Exception as error:
        db.rollback()
        rule = unread or refusal_of(error) if isinstance(error, RuleBroken) else refusal_of(error)
        if rule is None:
            raise
        act.refuse(rule, form, at)


def refusal_of(error: Exception) -> RuleBroken | None:
    """Return the rule that an error stands for, or none for what is no refusal."""
    if isinstance(error, RuleBroken):
        return error
    if isinstance(error, StaleDataError | ObjectDeletedError) or is_gone(error):
        return RuleBroken(MEANWHILE)
    if not isinstance(error, DBAPIError):
        return None
    state = getattr(error.orig, "sqlstate", None)
    constraint = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    if constraint is None and state not in IN_EACH_OTHERS_WAY:
        return None
    logs.log.warning("refused-by-the-database", sqlstate=state, constraint=constraint)
    return RuleBroken(OF_A_CONSTRAINT.get(constraint or "", MEANWHILE))


def is_gone(error: Exception) -> bool:
    """Whether a row that was to be read anew, under lock, has been deleted meanwhile."""
    return isinstance(error, InvalidRequestError) and str(error).startswith(GONE)


def over(rule: RuleBroken | None) -> str:
    """Return why a form can do nothing any more, for its `over`; empty where it can."""
    return sentence(rule) if rule else ""


def already_done(error: form_tokens.AlreadyDone) -> Response:
    """Say that a form which comes again has done what it is for, and lead where that led."""
    return _lead_on(error.sent)


def lead_on_what_was_done(answer: Response) -> Response:
    """Lead a form on that comes too late because it came before: what it needs is used up."""
    if answer.status_code in {400, 404, 409, 410} and (done := form_tokens.find_done()):
        return _lead_on(done)
    return answer


def _lead_on(done: SentForm) -> Response:
    db.rollback()
    token = form_tokens.read()
    way_on = done.way_on or (token.address if token else "/")
    access.come_back_in(done)
    flash(_("Already done: what is sent twice counts once."), "info")
    return redirect(way_on)


def note_reading(what: str, subject: Base | None = None, **facts: str | int) -> None:
    """Keep for good, before the page is shown, that it was read."""
    audit.record(db, what, subject, **facts)
    db.commit()


def note_readings(what: str, subjects: Sequence[Base], **facts: str | int) -> None:
    """Keep for good, before the page is shown, that each of these was read."""
    audit.record_each(db, what, subjects, **facts)
    db.commit()
