"""Immersions of a demonstration's year: most accepted, one each refused, cancelled, sent back."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from sqlalchemy.orm import Session

from webapp.demo import agreements
from webapp.demo.earlier import at, earlier
from webapp.ground.clock import today
from webapp.models import (
    Agreement,
    AgreementState,
    Prescriber,
    Purpose,
    Relationship,
    Tie,
    User,
    Visit,
)
from webapp.services.agreements import drafting, signing

BEGUN, ASKED, SIGNED, DECIDED = 26, 20, 14, 9
"""So many days before its first one a paper of the past was on its way."""
CAME_TO_NOTHING: Final = (AgreementState.CANCELLED, AgreementState.REJECTED)
NOT_NEEDED: Final = "La personne a trouvé une formation : l’immersion n’a plus lieu."
TOO_LONG: Final = "La ferme a déjà accueilli cette personne pour le même objet."
HOURS_MISSING: Final = (
    "Préciser les heures de repos entre deux journées, et qui remplace le tuteur."
)
BROKEN_OFF: Final = "Le tuteur est malade : la ferme ne peut plus accompagner."
PURPOSES: Final = tuple(Purpose)
AGENCY: Final = {
    "name": "France Travail, agence de Lisieux",
    "kind": "france-travail",
    "address": "18 boulevard des Prés, 14100 Lisieux",
    "signatory": "Thomas Aubert",
    "email": "france-travail@sillon.example",
    "number": "FT-14-2207",
}
"""A body that has prescribed for longer than the year."""


def go_over_a_year(session: Session, contacts: Sequence[Relationship], seen_by: User) -> Prescriber:
    """Let each immersion that came of a contact have its paper, and two have come to nothing."""
    body = agreements.prescribe(session, seen_by, AGENCY, days=560)
    others = iter(CAME_TO_NOTHING)
    for number, contact in enumerate(contacts):
        tie = next((each for each in contact.ties if each.kind == "immersion"), None)
        fate = AgreementState.ACCEPTED if tie else next(others, None)
        if fate is not None:
            _let_end(session, contact.visit, body, fate, number, tie)
    return body


def _let_end(
    session: Session,
    visit: Visit,
    body: Prescriber,
    fate: AgreementState,
    number: int,
    tie: Tie | None,
) -> None:
    by = visit.party.referent
    assert by is not None  # noqa: S101 (every household of the year has one)
    first = tie.on if tie else visit.departure + timedelta(days=44)
    days = {each: first - timedelta(days=each) for each in (BEGUN, ASKED, SIGNED, DECIDED)}
    with earlier(session, by, days[BEGUN]):
        made = agreements.draft(session, visit, body, first, by)
    made.purpose = PURPOSES[number % len(PURPOSES)]
    with earlier(session, by, days[ASKED]):
        if fate is AgreementState.CANCELLED:
            drafting.cancel(session, made, NOT_NEEDED)
            return
        made.make_ready(signing.facts(made), signing.signers_of(made))
        session.flush()
    agreements.sign(session, made, len(made.signatures), at(days[SIGNED], 17))
    with earlier(session, by, days[DECIDED]):
        _decide(session, made, fate, number, days[DECIDED], by)


def _decide(
    session: Session, made: Agreement, fate: AgreementState, number: int, on: date, by: User
) -> None:
    if fate is AgreementState.ACCEPTED:
        signing.decide(session, made, fate, on, f"DEMO-14-{number + 11:04}", by)
    else:
        made.reject(TOO_LONG, on)  # whoever had signed was told at the time
        made.decided_by_id = by.id
    session.flush()


def go_now(session: Session, visits: Sequence[Visit], body: Prescriber, seen_by: User) -> None:
    """Let one be with the State, one have come back from there, and one have been broken off."""
    fates = (AgreementState.IN_REVIEW, AgreementState.SENT_BACK, AgreementState.ACCEPTED)
    for visit, first, fate in zip(visits, (19, 33, -11), fates, strict=False):
        by, days = visit.party.referent or seen_by, today() + timedelta(days=first)
        with earlier(session, by, today() - timedelta(days=34)):
            made = agreements.draft(session, visit, body, days, by)
            made.make_ready(signing.facts(made), signing.signers_of(made))
            session.flush()
        agreements.sign(session, made, len(made.signatures), at(today() - timedelta(days=29)))
        if fate is AgreementState.ACCEPTED:
            _decide(session, made, fate, 20, days - timedelta(days=DECIDED), by)
            made.call_off(BROKEN_OFF, days + timedelta(days=6))
        elif fate is AgreementState.SENT_BACK:
            with earlier(session, by, today() - timedelta(days=2)):
                made.send_back(HOURS_MISSING, today())
                made.decided_by_id = by.id
    session.flush()
