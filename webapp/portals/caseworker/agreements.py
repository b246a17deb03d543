"""Agreements for immersions of one's association: begun, written a topic at a time, cancelled."""

from collections.abc import Callable
from typing import Any

from flask import redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from webapp.geography import find_commune
from webapp.models import HOURS, Agreement, AgreementState, Party, Purpose
from webapp.portals.caseworker import portal
from webapp.portals.caseworker.agreement_forms import (
    BesideForm,
    CancelForm,
    FrameForm,
    HoursForm,
    NewAgreementForm,
    WorkForm,
)
from webapp.portals.caseworker.loaders import own_party
from webapp.services.agreements import drafting, hours, limits, signing, standing
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting, note_reading, over
from webapp.web.extensions import db
from webapp.web.forms import Form
from webapp.web.kept_searches import searches
from webapp.web.pages import page
from webapp.web.unchanged import given_again
from webapp.wording import label
from webapp.wording.agreements import hours_said, limit_value, warned

HERE = "caseworker.show_agreement"
ASKED = ("state",)
"""What the address of the list may ask for."""
WHOLE = (
    joinedload(Agreement.party),
    joinedload(Agreement.person),
    joinedload(Agreement.farm),
    joinedload(Agreement.prescriber),
)


@portal.route("/agreements", methods=["GET", "POST"])
@given_again(has_form=True)
def list_agreements() -> str | Response:
    """Show the immersions of the association's people, those to come first; keep the search."""
    kept = searches(ASKED)
    if kept.done:
        return kept.again()
    asked = request.args.get("state", "")
    states = (AgreementState(asked),) if asked in set(AgreementState) else ()
    organisation_id = signed_in_user().organisation_id or 0
    return page(
        agreements=drafting.of_organisation(db, organisation_id, states),
        states=[each.value for each in AgreementState],
        state=asked if states else "",
        limits=limits.limits(),
        limit_value=limit_value,
        **kept.shown,
    )


@portal.route("/parties/<int:party_id>/agreements/new", methods=["GET", "POST"])
def begin_agreement(party_id: int) -> str | Response:
    """Begin an immersion of one of them, with an open contact or an offer."""
    party, form = own_party(party_id), NewAgreementForm()
    bases = {base.code: base for base in drafting.bases(db, party)}
    form.person_id.choices = [SelectChoice(str(each.id), each.name) for each in party.persons]
    form.base.choices = [SelectChoice(code, _called(base)) for code, base in bases.items()]
    if form.validate_on_submit():
        person = next(each for each in party.persons if str(each.id) == form.person_id.data)
        days = form.first_day.data, form.last_day.data
        purpose, base = Purpose(form.purpose.data), bases[form.base.data]
        with acting(form) as act:
            made = drafting.begin(db, person, base, purpose, days, signed_in_user())
            act.tell(_("The draft is begun. Now write its hours and its tasks."))
        if act.done:
            return redirect(url_for(HERE, agreement_id=made.id))
    return page(form=form, party=party, bases=bases)


def _called(base: drafting.Base) -> str:
    commune = find_commune(base.stands_at.commune or "")
    named = f"{base.farm.name} ({commune.name})" if commune else base.farm.name
    known = base.offer.title if base.offer else str(_("in contact after a visit"))
    return f"{named} · {known}"


@portal.get("/agreements/<int:agreement_id>")
def show_agreement(agreement_id: int) -> str:
    """Show what it says, what is missing, and what goes beyond a limit."""
    agreement = own_agreement(agreement_id)
    note_reading("agreement.read", agreement)
    return page(
        agreement=agreement,
        terms=agreement.terms,
        days=[(label("weekday", str(number)), agreement.terms[name])
              for number, name in enumerate(HOURS, start=1) if agreement.terms[name]],
        weekly=hours_said(hours.weekly(agreement.terms)),
        missing=signing.missing(agreement),
        needs_representative=limits.needs_representative(agreement),
        beside=beside(agreement),
        unreached=standing.unreached(db, agreement),
        barred=over(standing.in_the_way(db, agreement)) if agreement.is_open else "",
    )  # fmt: skip


def beside(agreement: Agreement) -> dict[str, str]:
    """Return what goes beyond a limit, in words, by the field beside which it stands."""
    found: dict[str, list[str]] = {}
    for each in limits.warnings(db, agreement):
        found.setdefault(each.field, []).append(warned(each))
    return {field: " ".join(said) for field, said in found.items()}


def own_agreement(agreement_id: int) -> Agreement:
    """Return an agreement of the association's people, or answer 404."""
    mine = Agreement.party.has(
        (Party.organisation_id == signed_in_user().organisation_id)
        & Party.anonymous_since.is_(None)
    )
    return find_or_404(Agreement, Agreement.id == agreement_id, mine, whole=WHOLE)


@portal.route("/agreements/<int:agreement_id>/frame", methods=["GET", "POST"])
def edit_agreement_frame(agreement_id: int) -> str | Response:
    """Write why and when."""
    agreement = own_agreement(agreement_id)
    form = FrameForm(obj=agreement)

    def columns() -> dict[str, Any]:
        days = {"first_day": form.first_day.data, "last_day": form.last_day.data}
        return {"purpose": Purpose(form.purpose.data), **days}

    return _edit(agreement, form, columns)


@portal.route("/agreements/<int:agreement_id>/hours", methods=["GET", "POST"])
def edit_agreement_hours(agreement_id: int) -> str | Response:
    """Write the hours of each day, and who prescribes it."""
    agreement = own_agreement(agreement_id)
    prescriber = str(agreement.prescriber_id or "")
    form = HoursForm(data={**agreement.terms, "prescriber_id": prescriber})
    for number, name in enumerate(HOURS, start=1):
        form[name].label.text = label("weekday", str(number))
    bodies = [SelectChoice(str(each.id), each.name) for each in drafting.prescribers(db)]
    form.prescriber_id.choices = [SelectChoice("", _("Nobody yet")), *bodies]

    def columns() -> dict[str, Any]:
        chosen = form.prescriber_id.data
        return {"prescriber_id": int(chosen) if chosen else None}

    return _edit(agreement, form, columns)


@portal.route("/agreements/<int:agreement_id>/work", methods=["GET", "POST"])
def edit_agreement_work(agreement_id: int) -> str | Response:
    """Write what is seen and done, and who shows it."""
    agreement = own_agreement(agreement_id)
    return _edit(agreement, WorkForm(data=agreement.terms))


@portal.route("/agreements/<int:agreement_id>/beside", methods=["GET", "POST"])
def edit_agreement_beside(agreement_id: int) -> str | Response:
    """Write whom to call, and who signs for somebody under age."""
    agreement = own_agreement(agreement_id)
    return _edit(agreement, BesideForm(data=agreement.terms))


def _edit(
    agreement: Agreement, form: Form, columns: Callable[[], dict[str, Any]] = dict
) -> str | Response:
    """Write a topic of a draft: what is a term of it, and what stands in columns of its own."""
    if agreement.state is not AgreementState.DRAFT:
        state = label("agreement-state", agreement.state)
        form.over = str(_("Nothing is written here now. The agreement: %(state)s.", state=state))
    elif form.validate_on_submit():
        with acting(form) as act:
            own = columns()
            known = agreement.terms
            terms = {each.name: each.data or "" for each in form if each.name in known}
            drafting.write(db, agreement, terms, own)
            act.tell(_("Saved."))
        if act.done:
            return redirect(url_for(HERE, agreement_id=agreement.id))
    return page(form=form, agreement=agreement, beside=beside(agreement))


@portal.route("/agreements/<int:agreement_id>/end", methods=["GET", "POST"])
def cancel_agreement(agreement_id: int) -> str | Response:
    """End it before it is accepted."""
    agreement, form = own_agreement(agreement_id), CancelForm()
    if not agreement.is_open:
        state = label("agreement-state", agreement.state)
        form.over = str(_("Nothing is written here now. The agreement: %(state)s.", state=state))
    elif form.validate_on_submit():
        with acting(form, "reason") as act:
            drafting.cancel(db, agreement, form.reason.data)
            act.tell(_("The agreement is cancelled."))
        if act.done:
            return redirect(url_for(HERE, agreement_id=agreement.id))
    return page(form=form, agreement=agreement)
