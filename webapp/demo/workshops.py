"""Invented workshops: two to come for guests, one of them full, one for farms, one that is over."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground.clock import PARIS, today
from webapp.models import (
    Attendance,
    Attestation,
    Farm,
    FarmState,
    Party,
    Person,
    Presence,
    Seat,
    SeatSide,
    SeatState,
    Series,
    Sitting,
    User,
    Workshop,
    WorkshopKind,
)
from webapp.services.workshops import absences, passing

TITLES = {
    WorkshopKind.GUESTS: ("La campagne sans clichés", "Une journée à la ferme : les mots, les "
                          "gestes, les animaux, ce que l’on peut refuser."),
    WorkshopKind.FARMERS: ("Accueillir sans se tromper", "Parler simplement, poser ses règles, "
                           "comprendre un silence."),
    WorkshopKind.STAFF: ("S’orienter sans clichés", "Proposer tous les métiers à toutes et à "
                         "tous ; repérer une violence et savoir qui appeler."),
    WorkshopKind.VILLAGE: ("Nos voisins viennent de loin", "Une soirée à la salle des fêtes."),
}  # fmt: skip
MATERIALS = {
    WorkshopKind.GUESTS: "Une table, les photos des fermes, du pain et du fromage à partager.",
    WorkshopKind.FARMERS: "Un vidéoprojecteur, les fiches « premiers mots » en cinq langues.",
    WorkshopKind.STAFF: "Les cartes de métiers, une salle où l’on peut parler sans être entendu.",
}
HALL = "Maison de quartier, 3 rue des Jardins, Caen"
NOTED = (Presence.PRESENT,) * 8 + (Presence.EXCUSED, Presence.ABSENT, Presence.UNKNOWN)


def hold_workshops(
    session: Session, parties: Sequence[Party], farms: Sequence[Farm], caseworker: User
) -> None:
    """Plan workshops of each kind, and let people have signed up for them."""
    made = {kind: Workshop(kind=kind, title=title, aims=aims, materials=MATERIALS.get(kind))
            for kind, (title, aims) in TITLES.items()}  # fmt: skip
    session.add_all(made.values())
    adults = [party.persons[0] for party in parties if party.waiting_since is not None]
    guests = made[WorkshopKind.GUESTS]
    past = series(session, guests, [-20], seats=12)
    _sit(session, past, adults[:11], over=True)
    yesterday = series(session, guests, [-1], seats=12)
    _sit(session, yesterday, adults[21:33])
    soon = series(session, guests, [9, 16], seats=8, interpreted=["ar", "prs"])
    _sit(session, soon, adults[11:21])
    series(session, guests, [37], seats=12, interpreted=["ti"])
    for_farms = series(session, made[WorkshopKind.FARMERS], [12], seats=10)
    approved = [farm for farm in farms if farm.state is FarmState.APPROVED]
    for number, farm in enumerate(approved[1:4], 1):
        session.add(_seat(for_farms, number, farm_id=farm.id, name=farm.host_names or "Camille"))
    for_staff = series(session, made[WorkshopKind.STAFF], [23], seats=15)
    session.add(_seat(for_staff, 1, user_id=caseworker.id))
    series(session, made[WorkshopKind.VILLAGE], [30], seats=60)
    session.flush()
    absences.flag_due(session)


def series(
    session: Session, of: Workshop, days: list[int], *, seats: int, interpreted: Sequence[str] = ()
) -> Series:
    """Hold a workshop on days counted from today."""
    made = Series(
        workshop=of,
        seats=seats,
        spoken=["fr"],
        interpreted=list(interpreted),
        knows_people="Nadia Ferhat",
        knows_trade="Jean Besnard",
    )
    hours = {"starts": time(14), "ends": time(17), "place": HALL}
    made.sittings = [Sitting(day=today() + timedelta(days=day), **hours) for day in days]
    session.add(made)
    session.flush()
    return made


def _sit(session: Session, series: Series, people: list[Person], *, over: bool = False) -> None:
    """Give people the seats of a series in order; who comes after the last one waits."""
    for at, person in enumerate(people):
        number = at + 1 if at < series.seats else None
        seat = _seat(series, number, person_id=person.id, party_id=person.party_id)
        session.add(seat)
        if over:
            _note(seat, series, NOTED[at % len(NOTED)])


def _seat(series: Series, number: int | None, **whose: object) -> Seat:
    state = SeatState.WAITING if number is None else SeatState.SIGNED_UP
    return Seat(series_id=series.id, out_of=series.seats, number=number, state=state,
                asked_by=SeatSide.STAFF, **whose)  # fmt: skip


def seat_of(series: Series, number: int, presence: Presence, **whose: object) -> Seat:
    """Return a seat of a series that is over, with who was there."""
    seat = _seat(series, number, **whose)
    seat.asked_at = datetime.combine(series.sittings[0].day - timedelta(days=12), time(9), PARIS)
    _note(seat, series, presence)
    return seat


def _note(seat: Seat, series: Series, presence: Presence) -> None:
    if presence is not Presence.UNKNOWN:
        sitting = series.sittings[0]
        seat.attendances.append(Attendance(sitting_id=sitting.id, presence=presence))
    seat.conclude(series.sittings)


def attest(session: Session) -> None:
    """Attest workshops to those who were there, on the day after the last sitting."""
    passing.attest_due(session)
    for each in session.scalars(select(Attestation).join(Attestation.seat)):
        last = date.fromisoformat((each.days or [])[-1])
        each.issued_on = min(last + timedelta(days=1), today())
