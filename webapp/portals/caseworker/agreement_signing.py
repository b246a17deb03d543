"""An agreement goes out to be signed, comes back, is printed; what the State decided is noted."""

from flask import redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response
from wtforms import RadioField, StringField
from wtforms.validators import Length

from webapp.ground.clock import today
from webapp.models import AgreementState
from webapp.portals.caseworker import portal
from webapp.portals.caseworker.agreement_forms import CancelForm, strip
from webapp.portals.caseworker.agreements import HERE, own_agreement
from webapp.services.agreements import drafting, signing, standing
from webapp.web.access import signed_in_user
from webapp.web.acts import acting, note_reading
from webapp.web.days import DONE, PLANNED
from webapp.web.extensions import db
from webapp.web.forms import DayField, Form, choices, required
from webapp.web.pages import page
from webapp.web.printing import pdf_file
from webapp.wording import agreement_paper, label

DECIDED = (AgreementState.ACCEPTED, AgreementState.SENT_BACK, AgreementState.REJECTED)


class DecisionForm(Form):
    """What came back from whoever decides for the State."""

    result = RadioField(
        _l("What came back"),
        [required(_l("Choose one of the answers"))],
        choices=choices("agreement-state", DECIDED),
    )
    on = DayField(_l("Which day"), [required(_l("Enter the day"))], span=DONE, default=today)
    why = StringField(
        _l("Its number, or the reason that was given"),
        [required(_l("Enter the number of what was accepted, or the reason")), Length(max=300)],
        filters=[strip],
    )


class CallOffForm(CancelForm):
    """From which day on what was accepted does not take place, and why."""

    first = DayField(
        _l("From which day on"),
        [required(_l("Enter the day"))],
        span=PLANNED,
        description=_l("Its first day, if nobody goes at all."),
    )


@portal.post("/agreements/<int:agreement_id>/signatures")
def ask_for_signatures(agreement_id: int) -> Response:
    """Freeze it, and ask everybody to sign."""
    agreement = own_agreement(agreement_id)
    with acting() as act:
        signing.ask(db, agreement)
        act.tell(_("It is ready: everybody has been asked to sign. Sign for your association too."))
    return _to(agreement_id)


@portal.post("/agreements/<int:agreement_id>/reminders")
def ask_again_to_sign(agreement_id: int) -> Response:
    """Send the link once more to whoever has not signed."""
    agreement = own_agreement(agreement_id)
    with acting() as act:
        people = signing.ask_again(db, agreement)
        told = ngettext(
            "%(num)d person is asked once more; at most once a day.",
            "%(num)d people are asked once more; at most once a day.",
            people,
        )
        act.tell(told if people else _("They were asked today already."))
    return _to(agreement_id)


@portal.post("/agreements/<int:agreement_id>/changing")
def change_agreement(agreement_id: int) -> Response:
    """Write it again: whoever has signed is asked anew."""
    agreement = own_agreement(agreement_id)
    with acting() as act:
        signing.change(db, agreement)
        act.tell(_("It is a draft again: links that were sent sign nothing any more."))
    return _to(agreement_id)


@portal.post("/agreements/<int:agreement_id>/signature")
def sign_for_association(agreement_id: int) -> Response:
    """Sign for the association, with one's own account."""
    agreement = own_agreement(agreement_id)
    with acting() as act:
        signing.sign_for_association(db, agreement, signed_in_user())
        act.tell(_("Signed."))
    return _to(agreement_id)


@portal.route("/agreements/<int:agreement_id>/decision", methods=["GET", "POST"])
def decide_agreement(agreement_id: int) -> str | Response:
    """Note what the State decided: nothing here decides for it."""
    agreement, form = own_agreement(agreement_id), DecisionForm()
    if agreement.state is not AgreementState.IN_REVIEW:
        state = label("agreement-state", agreement.state)
        form.over = str(_("Nothing is written here now. The agreement: %(state)s.", state=state))
    elif form.validate_on_submit():
        result = AgreementState(form.result.data)
        with acting(form) as act:
            signing.decide(db, agreement, result, form.on.data, form.why.data, signed_in_user())
            act.tell(_("It is noted."))
        if act.done:
            return _to(agreement_id)
    return page(form=form, agreement=agreement)


@portal.route("/agreements/<int:agreement_id>/calling-off", methods=["GET", "POST"])
def call_agreement_off(agreement_id: int) -> str | Response:
    """Say that what was accepted does not take place, or ends early."""
    agreement = own_agreement(agreement_id)
    form = CallOffForm(data={"first": min(max(today(), agreement.first_day), agreement.last_day)})
    if not agreement.may_be_called_off:
        form.over = str(_("It is not accepted, or was called off already."))
    elif form.validate_on_submit():
        with acting(form, "first") as act:
            drafting.call_off(db, agreement, form.reason.data, form.first.data)
            act.tell(_("It is called off. Whoever signed is written to; tell the State too."))
        if act.done:
            return _to(agreement_id)
    return page(form=form, agreement=agreement)


@portal.get("/agreements/<int:agreement_id>/versions/<int:version>.pdf")
def download_agreement(agreement_id: int, version: int) -> Response:
    """Print a version from what it froze, with the signatures that it has."""
    agreement = own_agreement(agreement_id)
    found = signing.version_of(db, agreement, version)
    if found is None or not found.said:
        raise NotFound
    note_reading("agreement.printed", agreement, version=version)
    signatures = [each for each in agreement.all_signatures if each.version == version]
    name = f"{agreement.id}-{version}"
    holds = found.number == agreement.version and standing.holds(agreement)
    holds = holds and standing.in_the_way(db, agreement) is None
    document = agreement_paper.printed(found.said, name, signatures, holds=holds)
    return pdf_file(document, f"sillon-convention-{name}")


def _to(agreement_id: int) -> Response:
    return redirect(url_for(HERE, agreement_id=agreement_id))
