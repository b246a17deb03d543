"""Matching rounds, for the two portals that run them."""

from collections.abc import Callable
from datetime import date
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from tests.builders import (
    a_caseworker,
    a_coordinator,
    a_farm,
    a_party,
    a_person,
    a_programme,
    a_round,
    a_slot,
    an_offer,
)
from tests.webapp.forms.places import At, audited, is_there, newest
from tests.webapp.forms.row import Reading, Row, World, carried, typed
from tests.webapp.services.solving import solved
from webapp.models import (
    DecisionKind,
    MatchingRound,
    Programme,
    RoundDecision,
    RoundState,
    Visit,
)
from webapp.portals.rounds.forms import LiftForm, PublicationForm, RoundForm, RunForm, SettingsForm
from webapp.services import rounds

REASON = "Her sister lives next door and will be there."
Building = Callable[..., World]


def a_draft(db: Session, portal: str, others: tuple[str, ...] = ()) -> World:
    """A round of this portal over a woman, and two places: one where the host lives alone.

    `others` are codes of women who could come as well, each with a room of her own.
    """
    a_programme(db)
    caseworker = a_caseworker(db, language="en")
    reader = caseworker if portal == "caseworker" else a_coordinator(db, language="en")
    party = a_party(db, caseworker.organisation, persons=[a_person(sex="woman")])
    a_party(db, caseworker.organisation, reach_km=1)
    for code in others:
        a_party(db, caseworker.organisation, persons=[a_person(sex="woman")], code=code)
    usual = rounds.weights_of(rounds.USUAL)
    return World(
        reader=reader,
        party=party,
        slot=a_slot(db, an_offer(db, a_farm(db, rooms=(2, 2) + (2,) * len(others)))),
        alone=a_slot(db, an_offer(db, a_farm(db, adults=1))),
        round=a_round(db, reader.organisation, created_by=reader, weights=usual),
    )


def a_run(db: Session, portal: str) -> World:
    """A round that waits for a worker."""
    world = a_draft(db, portal)
    rounds.ask_for_a_run(db, world.round)
    return world


def a_result(db: Session, portal: str, others: tuple[str, ...] = ()) -> World:
    """A solved round: the woman has a place where two adults live, a man too far away has none."""
    world = a_draft(db, portal, others)
    db.commit()
    factory = sessionmaker(
        db.get_bind(), join_transaction_mode="create_savepoint", expire_on_commit=False
    )
    solved(db, factory, world.round)
    return world


def a_pair_kept(db: Session, portal: str) -> World:
    """A solved round in which a pair was kept by hand."""
    world = a_result(db, portal)
    rounds.decide(db, world.round, world.party.id, world.slot.id, DecisionKind.PIN, world.reader)
    return world


def a_plan(db: Session, portal: str) -> World:
    """A round approved as a plan: its one visit is due later."""
    world = a_result(db, portal)
    db.get_one(Programme, 1).notice_days = 3
    rounds.publish(db, world.round, world.reader)
    return world


def just_sent(db: Session, portal: str) -> World:
    """A round that was published a moment ago: nobody is told yet."""
    world = a_result(db, portal)
    rounds.publish(db, world.round, world.reader)
    return world


def a_pair_apart(db: Session, portal: str) -> World:
    """A solved round, looked at for the place where the host lives alone."""
    world = a_result(db, portal)
    world.slot = world.alone
    return world


def decided(reading: Reading) -> list[str]:
    """Return what was decided of the pair of the world."""
    world = reading.world
    query = select(RoundDecision.kind).where(
        RoundDecision.party_id == world.party.id, RoundDecision.slot_id == world.slot.id
    )
    return list(reading.fresh.scalars(query))


def marks(criterion: str) -> At:
    """Return what reads how much a criterion counts in the round."""

    def read(reading: Reading) -> str | None:
        made = newest(MatchingRound)(reading) or getattr(reading.world, "round", None)
        made = reading.fresh.get(MatchingRound, made.id) if made else None
        return rounds.levels_of(made.weights)[criterion] if made else None

    return read


LEVELS = {"wish": "high", "waiting": "off", "first_visit": "low", "language": "high",
          "journey": "normal", "continuity": "off", "soon": "high"}  # fmt: skip

SETTINGS = {
    "first_day": typed("2027-04-05", date(2027, 4, 5)),
    "last_day": typed("2027-06-20", date(2027, 6, 20)),
    "answer_by": typed("2027-03-20", date(2027, 3, 20)),
    "name": typed("Avant les moissons"),
    "note": typed("Deux cars partent de Caen."),
    "floors_by": typed("household"),
    "judged_by": typed(["asked", "heard-from"]),
    **{name: typed(level, at=marks(name)) for name, level in LEVELS.items()},
}


def an_open_one(db: Session, portal: str) -> World:
    world = a_draft(db, portal)
    world.round.judged_by = ["agreed"]
    return world


def why_judged_otherwise(reading: Reading) -> str:
    made = reading.fresh.get_one(MatchingRound, reading.world.round.id)
    return str(made.judged_before[-1]["why"]) if made.judged_before else ""


def of(portal: str, build: Building) -> Callable[[Session], World]:
    """Return what builds a world for the people of one portal."""
    return partial(build, portal=portal)


def settings(portal: str) -> list[Row]:
    """Return the rows of opening a round and of changing it."""
    return [
        Row(
            f"{portal}.open_round",
            of(portal, a_draft),
            form=RoundForm,
            subject=newest(MatchingRound),
            fields=SETTINGS,
        ),
        Row(
            f"{portal}.edit_round",
            of(portal, an_open_one),
            form=SettingsForm,
            subject="round",
            edits=True,
            fields=SETTINGS
            | {"why": typed("The committee wishes it so.", at=why_judged_otherwise)},
        ),
    ]


def runs(portal: str) -> list[Row]:
    """Return the rows of running a round and of stopping it."""
    return [
        Row(
            f"{portal}.run_round",
            of(portal, a_draft),
            form=RunForm,
            subject="round",
            page=f"{portal}.show_health",
            fields={"max_moves": carried(None, at="max_moves")},
            then={"state": RoundState.QUEUED},
        ),
        Row(
            f"{portal}.run_round",
            of(portal, a_result),
            case="again",
            form=RunForm,
            subject="round",
            page=f"{portal}.show_round",
            fields={"max_moves": typed("2", 2)},
            then={"state": RoundState.QUEUED},
        ),
        Row(
            f"{portal}.remove_round",
            of(portal, a_draft),
            page=f"{portal}.show_health",
            then={is_there("round"): False, audited("round.removed"): True},
        ),
        Row(
            f"{portal}.cancel_round",
            of(portal, a_run),
            subject="round",
            page=f"{portal}.show_progress",
            then={"state": RoundState.CANCELLED},
        ),
    ]


def decision(portal: str, kind: str, build: Building, becomes: list[str]) -> Row:
    """Return the row of a word on a pair."""
    return Row(
        f"{portal}.decide_pair",
        of(portal, build),
        case=kind,
        page=f"{portal}.show_pair",
        fields={"kind": typed(kind, becomes, at=decided)},
    )


def results(portal: str) -> list[Row]:
    """Return the rows of what is done with a result."""
    return [
        decision(portal, "pin", a_result, ["pin"]),
        decision(portal, "forbid", a_result, ["forbid"]),
        decision(portal, "undo", a_pair_kept, []),
        Row(
            f"{portal}.lift_exclusion",
            of(portal, a_pair_apart),
            form=LiftForm,
            subject=newest(RoundDecision),
            fields={"reason": typed(REASON)},
            then={"kind": "lift", audited("round.lifted"): True},
        ),
        Row(
            f"{portal}.publish_round",
            of(portal, a_result),
            subject="round",
            form=PublicationForm,
            page=f"{portal}.preview_publication",
            fields={"version": carried(RoundState.PUBLISHED, at="state")},
            then={visits_of_the_party: 1},
        ),
        Row(
            f"{portal}.take_sending_back",
            of(portal, just_sent),
            subject="round",
            page=f"{portal}.show_round",
            then={
                "state": RoundState.SOLVED,
                visits_of_the_party: 0,
                audited("round.taken-back"): True,
            },
        ),
        Row(
            f"{portal}.end_plan",
            of(portal, a_plan),
            subject="round",
            page=f"{portal}.show_round",
            then={"state": RoundState.SOLVED, audited("round.plan-ended"): True},
        ),
    ]


def visits_of_the_party(reading: Reading) -> int:
    query = select(Visit).where(Visit.party_id == reading.world.party.id)
    return len(reading.fresh.scalars(query).all())


ROWS = [
    row
    for portal in ("caseworker", "coordinator")
    for rows in (settings, runs, results)
    for row in rows(portal)
]
