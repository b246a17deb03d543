"""The page behind a visit's link: answers, the code, arrival, help; and asking for a link."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_help_call, a_party, a_person, a_slot, a_visit
from tests.webapp.forms.places import audited, has_arrived, newest, stands_on_facts, written
from tests.webapp.forms.row import Reading, Row, World, carried, typed
from webapp.ground.clock import now, today
from webapp.ground.encryption import Cipher
from webapp.models import Answer, Party, PhoneCode, Reply, Side, VisitSession, VisitState
from webapp.portals.public.links import LinkForm
from webapp.portals.visit_page.correction import CorrectionForm
from webapp.services.records.tokens import household_token, own_token, phone_digits, visit_token
from webapp.services.visits import links


def behind(side: Side, **given: Any) -> Callable[[Session], World]:
    """Return what builds a visit and one side's link to it."""

    def build(db: Session) -> World:
        visit = a_visit(db, slot=a_slot(db), **given)
        return World(visit=visit, slot=visit.slot, token=visit_token(visit, side))

    return build


SETTLED = {
    "state": VisitState.CONFIRMED,
    "party_answer": Answer.YES,
    "farm_answer": Answer.YES,
}
DECLINED = {
    "state": VisitState.DECLINED,
    "ended_by": Side.PARTY,
    "party_answer": Answer.NO,
}


def a_household(db: Session) -> World:
    """A household behind its own link, without a visit."""
    party = a_party(db)
    return World(party=party, token=household_token(party))


def a_shared_telephone(db: Session) -> World:
    """A household whose telephone others read too, and one adult, before the question."""
    party = a_party(db, phone_shared=True, persons=[a_person(birth_year=1990)])
    return World(party=party, token=own_token(party))


def others_read(reading: Reading) -> bool:
    """Return whether others read the household's telephone, as a fresh session finds it."""
    world = reading.world
    party = world.party if hasattr(world, "party") else world.visit.party
    return bool(reading.fresh.get_one(Party, party.id).phone_shared)


def begun(db: Session) -> World:
    """A visit under way from today, with its association's caseworker."""
    visit = a_visit(db, a_party(db), a_slot(db, arrival=today()), **SETTLED)
    visit.state = VisitState.UNDER_WAY
    a_caseworker(db, visit.party.organisation)
    return World(visit=visit, token=visit_token(visit, Side.PARTY))


def a_call_made(db: Session) -> World:
    """The same, with the guests' call for help."""
    world = begun(db)
    a_help_call(db, world.visit)
    return world


def a_code_sent(db: Session) -> World:
    """A settled visit of which the code is on its way to the telephone."""
    world = behind(Side.PARTY, **SETTLED)(db)
    world.code = links.send_code(db, world.visit, Side.PARTY)
    return world


def is_open(reading: Reading) -> bool:
    """Return whether a browser has shown that it holds the telephone."""
    query = select(VisitSession).where(VisitSession.visit_id == reading.world.visit.id)
    return reading.fresh.scalars(query).first() is not None


def codes(reading: Reading) -> int:
    query = select(PhoneCode).where(PhoneCode.visit_id == reading.world.visit.id)
    return len(reading.fresh.scalars(query).all())


def help_calls(reading: Reading) -> list[Side]:
    return [call.side for call in reading.again(reading.world.visit).help_calls]


def links_to_send(reading: Reading) -> list[str]:
    """Return the fingerprints of the numbers whose links a job is to send."""
    query = text(
        "SELECT args->>'fingerprint' FROM procrastinate_jobs WHERE task_name = 'send_links'"
    )
    return list(reading.fresh.scalars(query))


def an_answer(side: Side, value: str, **then: Any) -> Row:
    """Return the row of one of the three answers."""
    place = "party_answer" if side is Side.PARTY else "farm_answer"
    return Row(
        "visit_page.answer_visit",
        behind(side),
        case=f"{value} of the {side}",
        subject="visit",
        page="visit_page.show_visit",
        fields={
            "answer": typed(value, Answer(value), at=place),
            "shown": carried(value == "yes", at=stands_on_facts),
        },
        then=then,
    )


def an_hour(side: Side, said: str, then: dict[Any, Any], **hour: Any) -> Row:
    """Return the row of what a side says of the hour of arrival."""
    known = {"hour_said_at": now(), **hour} if hour else {}
    return Row(
        "visit_page.say_hour",
        behind(side, **SETTLED, **known),
        case=f"{said} of the {side}",
        subject="visit",
        page="visit_page.show_visit",
        fields={
            "another" if said == "16" else "hour": typed(
                said, becomes=True, at=says_something_of_the_hour
            ),
            "shown": carried(True, at=says_something_of_the_hour),
        },
        then=then,
    )


def says_something_of_the_hour(reading: Reading) -> bool:
    return reading.is_after and reading.again(reading.world.visit).hour_said_at is not None


def arrived(db: Session) -> World:
    """The same, and the guests are there."""
    world = begun(db)
    world.visit.arrived_at = now()
    db.flush()
    return world


ROWS = [
    an_hour(Side.FARM, "14", {"arrival_hour": 14, written("visit-hour-asked"): 1}),
    an_hour(
        Side.PARTY,
        "yes",
        {"hour_agreed": True, written("visit-hour-agreed"): 1},
        arrival_hour=14,
    ),
    an_hour(
        Side.PARTY,
        "16",
        {"hour_wished": 16, written("visit-hour-asked"): 1},
        arrival_hour=14,
    ),
    an_answer(Side.PARTY, "yes"),
    an_answer(Side.PARTY, "no", state=VisitState.DECLINED),
    an_answer(Side.PARTY, "other-dates", state=VisitState.DECLINED),
    an_answer(Side.FARM, "yes"),
    an_answer(Side.FARM, "no", state=VisitState.DECLINED),
    Row(
        "visit_page.answer_visit",
        behind(Side.PARTY, **DECLINED),
        case="yes after all",
        subject="visit",
        page="visit_page.show_visit",
        fields={
            "answer": typed("yes", Answer.YES, at="party_answer"),
            "shown": carried(True, at=stands_on_facts),
        },
        then={"state": VisitState.PROPOSED},
    ),
    Row(
        "visit_page.give_reason",
        behind(Side.PARTY, **DECLINED),
        subject="visit",
        page="visit_page.ask_reason",
        fields={"reason": typed("too-far", at="party_reason")},
        then={"end_reason": "too-far"},
    ),
    Row(
        "visit_page.send_code",
        behind(Side.PARTY, **SETTLED),
        page="visit_page.show_visit",
        then={codes: 1, written("visit-code"): 1},
    ),
    Row(
        "visit_page.give_code",
        a_code_sent,
        page="visit_page.ask_code",
        fields={"code": typed(lambda world: phone_digits(world.code), becomes=True, at=is_open)},
    ),
    Row(
        "visit_page.say_well",
        arrived,
        page="visit_page.show_visit",
        then={audited("visit.well", "side"): "party"},
    ),
    Row(
        "visit_page.ask_correction",
        behind(Side.PARTY),
        form=CorrectionForm,
        subject=newest(Reply),
        fields={"words": typed("I was born in 1991, not in 1990.")},
        then={audited("party.correction-asked"): True},
    ),
    Row(
        "visit_page.ask_household_correction",
        a_household,
        form=CorrectionForm,
        subject=newest(Reply),
        fields={"words": typed("I was born in 1991, not in 1990.")},
        then={"asks_correction": True},
    ),
    Row(
        "visit_page.tell_telephone",
        behind(Side.PARTY),
        page="visit_page.show_who_writes",
        fields={"shared": typed("yes", becomes=True, at=others_read)},
        then={audited("party.telephone-told", "shared"): True},
    ),
    Row(
        "visit_page.tell_household_telephone",
        a_household,
        page="visit_page.show_household_who_writes",
        fields={"shared": typed("yes", becomes=True, at=others_read)},
        then={audited("party.telephone-told", "shared"): True},
    ),
    Row(
        "visit_page.give_own_proof",
        a_shared_telephone,
        page="visit_page.ask_own_proof",
        fields={"year": typed("1990", becomes=True, at=audited("party.own-proved"))},
    ),
    Row(
        "visit_page.report_arrival",
        begun,
        page="visit_page.show_visit",
        then={audited("visit.arrived"): True, has_arrived: True},
    ),
    Row(
        "visit_page.ask_help",
        begun,
        page="visit_page.show_visit",
        then={
            audited("visit.help-asked", "side"): "party",
            written("help-asked"): 1,
            help_calls: [Side.PARTY],
        },
    ),
    Row(
        "visit_page.withdraw_help",
        a_call_made,
        page="visit_page.show_help",
        then={audited("visit.help-withdrawn", "side"): "party", written("help-withdrawn"): 1},
    ),
    Row(
        "public.send_link",
        behind(Side.PARTY),
        form=LinkForm,
        page="public.ask_link",
        fields={
            "phone": typed(
                "06 99 00 00 00",
                lambda _world: [Cipher.fingerprint("+33699000000")],
                at=links_to_send,
            )
        },
    ),
]
