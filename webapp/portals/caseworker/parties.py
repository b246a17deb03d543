"""The association's parties: recording one, reading a file, and its states."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.geography import find_commune
from webapp.ground.clock import now, today
from webapp.ground.errors import RuleBroken
from webapp.ground.vocabulary import CIVIC_DAY
from webapp.models import Party, PartyState, Person, Referral, VisitState
from webapp.portals.caseworker import portal
from webapp.portals.caseworker.loaders import FILE, go_on, missing_is_at, own_party
from webapp.portals.caseworker.party_dates import budgets
from webapp.portals.caseworker.party_forms import WRITTEN, DepartureForm, NewPartyForm, PauseForm
from webapp.portals.caseworker.party_topics import warn_of_twins
from webapp.portals.caseworker.referrals import own_referral
from webapp.services.after import attestations
from webapp.services.agreements import drafting
from webapp.services.parties import (
    centres,
    codes,
    duplicates,
    file_history,
    leaving,
    merging,
    paths,
    referrals,
    refusals,
    transfers,
)
from webapp.services.records import audit, contacts, history
from webapp.services.retention import due
from webapp.services.visits import replies
from webapp.services.workshops import absences, listing, preparation
from webapp.web.access import number_or_404, signed_in_user
from webapp.web.acts import Act, acting
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.wording import day, in_a_row, label, listed, sentence, spans
from webapp.wording.file_changes import Names
from webapp.wording.history import party_history
from webapp.wording.leaving import limit_of_ends, when_an_end_is_told

LATEST = 3
"""So many contacts stand on the file itself."""


@portal.route("/parties/new", methods=["GET", "POST"])
def record_party() -> str | Response:
    """Record a party by one person and where they live; the other topics follow."""
    referral = _sent()
    form = NewPartyForm(data=_suggested(referral))
    if not form.validate_on_submit() or form.place is None:
        return page(form=form, same=[])
    user = signed_in_user()
    same = duplicates.recorded_already(
        db, user.organisation_id or 0, form.names, form.birth_year.data
    )
    if same and not form.is_another.data:
        return page(form=form, same=same)
    point = form.place.point
    party = Party(
        organisation_id=user.organisation_id,
        code=codes.next_code(db),
        commune=form.place.code,
        latitude=point.latitude,
        longitude=point.longitude,
        referent_id=user.id,
        language=form.written_language,
        agreed_word=form.agreed_word.data or None,
        phone_shared=form.phone_shared.data,
    )
    party.set_phone(form.phone.data)
    person = Person()
    form.fill(person)
    party.persons.append(person)
    with acting(form) as act:
        db.add(party)
        audit.record(db, "party.recorded", party)
        if referral is not None:
            referrals.enrol(db, referral, party)
        _tell_on(act, party)
    if not act.done:
        return page(form=form, same=[])
    if "more" in request.form:
        return redirect(url_for("caseworker.record_party", like=party.id))
    return go_on(party, FILE)


def _tell_on(act: Act, party: Party) -> None:
    if "more" in request.form:
        act.tell(_("%(code)s is recorded. Now the next person.", code=party.code))
    else:
        act.tell(_("%(code)s is recorded. Now complete the file.", code=party.code))
    warn_of_twins(act, party)


def _sent() -> Referral | None:
    """Return the referral that the file is recorded of, if the address names one."""
    asked = request.args.get("referral")
    return own_referral(number_or_404(asked), lock=True) if asked else None


def _suggested(referral: Referral | None) -> dict[str, Any]:
    """Return what is known before: of who was sent, or what the one before has in common."""
    if referral is not None:
        names = {"first_name": referral.first_name, "last_name": referral.last_name}
        written = referral.language if referral.language in WRITTEN else ""
        return {**names, "phone": referral.phone, "language": written}
    like = request.args.get("like")
    if not like:
        return {}
    before = own_party(number_or_404(like))
    commune = find_commune(before.commune)
    return {"languages": before.languages, "commune": commune.label if commune else ""}


@portal.get("/parties/<int:party_id>")
def show_party(party_id: int) -> str:
    """Show everything known of a party, what is missing, and what was done; reading is kept."""
    party = own_party(party_id)
    if party.anonymous_since:
        return render_template("caseworker/show_anonymous.html", party=party)
    merges = merging.of_party(db, party)
    other_files = [each.merged for each in merges if each.kept_id == party.id]
    events = history.timeline(db, party, *other_files)
    acts = [event for event in events if event.act != "party.read"]
    changes = file_history.changes(db, [event.id for event in acts])
    readers = history.names_of_actors(db, events, file_history.users_named(changes))
    names = Names(
        users=readers,
        farms=refusals.names_of(db, file_history.farms_named(changes)),
        organisations=transfers.names_of(db, changes),
        centres=centres.names(db, file_history.centres_named(changes)),
        persons={
            person.id: person.first_name
            for each in (party, *other_files)
            for person in each.persons
        },
    )
    return page(
        party=party,
        merges=merges,
        transfer=transfers.undecided(db, party),
        lives_in=find_commune(party.commune),
        missing={each: missing_is_at(party, each) for each in party.what_is_missing()},
        unprepared=preparation.unprepared(db, [party]).get(party.id, []),
        waivers=preparation.waivers_of(db, party),
        to_do=paths.to_do(db, party),
        seats=listing.of_party(db, party),
        attested=bool(attestations.of_household(db, party)),
        absences=absences.of_party(db, party),
        agreements=drafting.of_party(db, party),
        acts=party_history(acts, changes, names),
        contacts=contacts.of(db, party, most=LATEST),
        replies=replies.of_party(db, party)[:LATEST],
        reads=[event for event in events if event.act == "party.read"],
        readers=readers,
        today=today(),
        ending=next(iter(due.ending_parties(db, now() + due.NOTICE, Party.id == party.id)), None),
        **_in_words(party),
    )


def _in_words(party: Party) -> dict[str, str]:
    asked = [str(label("need", need)) for need in party.needs]
    asked += [str(_("Never shares a room"))] if party.private else []
    asked += [str(_("Accepts an interpreter on the telephone"))] if party.interpreter else []
    read = party.reads_in.code
    theirs = label("language", party.language)
    not_offered = _("%(language)s is not offered yet", language=theirs)
    return {
        "tongue": str(label("language", read)),
        "wished": "" if read == party.language else str(not_offered),
        "needs": listed(asked),
        "companions": _companions_of(party),
        "refused": " · ".join(refusals.names_of_refused(db, party)),
        "away": spans(each for each in party.availabilities if each.last_day >= today()),
        "engaged": _engaged(party),
        "civic": in_a_row(day(each) for each in party.civic_days if each >= today()),
    }


def _engaged(party: Party) -> str:
    others = (each for each in party.engagements if each.kind != CIVIC_DAY)
    ahead = [each for each in others if each.last_day >= today()]
    taken = budgets(party)
    told = [taken[each.id] for each in ahead if each.id in taken]
    return " · ".join([spans(ahead), *told]) if ahead else ""


def _companions_of(party: Party) -> str:
    together = party.companions.parties if party.companions else []
    return listed(f"{each.code} {each.first_names}" for each in together if each.id != party.id)


@portal.post("/parties/<int:party_id>/readiness")
def make_party_ready(party_id: int) -> Response:
    """Let a party take part in the next rounds."""
    party = own_party(party_id, lock=True)
    with acting() as act:
        preparation.check(db, party)
        party.make_ready(today())
        _moved(act, party, "party.made-ready", _("%(code)s is ready to take part in rounds."))
    return go_on(party, FILE)


@portal.route("/parties/<int:party_id>/pause", methods=["GET", "POST"])
def pause_party(party_id: int) -> str | Response:
    """Keep a party out of rounds for a while, after saying what becomes of its visits."""
    party, form = own_party(party_id, lock=request.method == "POST"), PauseForm()
    if party.state is not PartyState.READY:
        flash(_("%(code)s takes part in no round as it is.", code=party.code), "info")
        return go_on(party, FILE)
    if form.validate_on_submit():
        with acting(form) as act:
            party.pause()
            _moved(act, party, "party.paused", _("%(code)s is paused: no round takes them along."))
        if act.done:
            return go_on(party, FILE)
    return page(form=form, party=party, expected=leaving.expected_visits(party))


@portal.route("/parties/<int:party_id>/departure", methods=["GET", "POST"])
def record_departure(party_id: int) -> str | Response:
    """Record that a party leaves, and what became of it."""
    party = own_party(party_id)
    if party.state is PartyState.LEFT:
        flash(_("%(code)s has left the programme already.", code=party.code), "info")
        return go_on(party, FILE)
    form = DepartureForm()
    if form.validate_on_submit():
        with acting(form) as act:
            alone = {"left_alone": form.left_alone.data}
            leaving.leave(db, party, form.outcome.data, read=form.visits.data, **alone)
            act.tell(_("%(code)s has left the programme.", code=party.code))
        if act.done:
            return go_on(party, FILE)
    expected = leaving.expected_visits(party)
    form.visits.data = leaving.as_read(expected)
    is_away = any(visit.state is VisitState.UNDER_WAY for visit in expected)
    away = sentence(RuleBroken("party-is-away")) if is_away else ""
    return page(
        form=form,
        party=party,
        expected=expected,
        told=when_an_end_is_told,
        limit=limit_of_ends(db, expected),
        away=away,
        others=_companions_of(party),
        kept_for=due.kept_for(db).days,
    )


@portal.post("/parties/<int:party_id>/return")
def record_return(party_id: int) -> Response:
    """Record that a party comes back, or that it never left."""
    party = own_party(party_id, lock=True)
    with acting() as act:
        leaving.come_back(db, party)
        told = _(
            "%(code)s is in the programme again. Look at the file, then say that they are ready."
        )
        act.tell(told % {"code": party.code})
    return go_on(party, FILE)


def _moved(act: Act, party: Party, what: str, told: str) -> None:
    audit.record(db, what, party)
    act.tell(told % {"code": party.code})
