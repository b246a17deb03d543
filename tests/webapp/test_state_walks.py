"""From every state of what surrounds a visit, each act leads where it may and nowhere else.

Seats, absences, follow-ups, agreements and gatherings are walked beside their own rules.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

import pytest

from webapp.ground.errors import RuleBroken
from webapp.models import (
    CaseMeeting,
    CaseSignature,
    CaseState,
    Committee,
    CommitteeLine,
    CommitteeSignature,
    CommitteeState,
    LineKind,
    Party,
    PathState,
    Person,
    Referral,
    ReferralState,
    Relationship,
    RelationshipState,
    Report,
    ReportState,
    Side,
    Step,
    User,
)
from webapp.models.case_meetings import CaseDecision

AT, DAY = datetime(2026, 11, 29, 9, tzinfo=UTC), date(2026, 11, 29)
BY = User(id=1, name="Claire")
R, C, M, P, F, L = (
    ReportState, CommitteeState, CaseState, PathState, ReferralState, RelationshipState
)  # fmt: skip

Make = Callable[[Any], Any]
Act = Callable[[Any], object]


def a_committee(state: CommitteeState) -> Committee:
    line = CommitteeLine(kind=LineKind.ADDED, title="The bus", facts={})
    return Committee(state=state, lines=[line], signatures=[CommitteeSignature(user_id=1)])


def a_case_meeting(state: CaseState) -> CaseMeeting:
    made = CaseMeeting(state=state, signatures=[CaseSignature(user_id=1)])
    who = {"party": Party(code="P-9001"), "person": Person(first_name="Nour")}
    made.decisions = [CaseDecision(decision="A bus pass", **who)]
    return made


def a_relationship(state: RelationshipState) -> Relationship:
    return Relationship(
        state=state, proposed_by=Side.PARTY, party_said_at=AT, party_shares=[], farm_shares=[]
    )


def sign_for_good(thing: Committee | CaseMeeting) -> None:
    thing.sign(BY, AT)
    thing.stand_once_signed()


MACHINES: dict[type[StrEnum], tuple[Make, dict[str, tuple[Act, dict[Any, Any]]]]] = {
    ReportState: (
        lambda state: Report(state=state),
        {
            "freeze": (lambda it: it.freeze({}, {}, AT, BY), {R.DRAFT: R.FROZEN}),
            "send": (lambda it: it.send(DAY), {R.FROZEN: R.SENT}),
            "take away": (lambda it: it.require_draft(), {R.DRAFT: R.DRAFT}),
        },
    ),
    RelationshipState: (
        a_relationship,
        {
            "yes of the other": (
                lambda it: it.say_yes(Side.FARM, []), {L.PROPOSED: L.OPEN, L.OPEN: L.OPEN},
            ),
            "yes again": (
                lambda it: it.say_yes(Side.PARTY, []), {L.PROPOSED: L.PROPOSED, L.OPEN: L.OPEN},
            ),
            "close": (
                lambda it: it.close(Side.FARM), {L.PROPOSED: L.CLOSED, L.OPEN: L.CLOSED},
            ),
            "note": (lambda it: it.note("call", DAY, BY), {L.OPEN: L.OPEN}),
        },
    ),
    CommitteeState: (
        a_committee,
        {
            "add": (
                lambda it: it.add("The bus"),
                {C.PREPARED: C.PREPARED, C.MEETING: C.MEETING},
            ),
            "begin": (lambda it: it.begin(AT, []), {C.PREPARED: C.MEETING}),
            "decide": (lambda it: it.lines[0].decide("Yes"), {C.MEETING: C.MEETING}),
            "close": (lambda it: it.close({}, [BY], BY), {C.MEETING: C.SIGNING}),
            "take up": (lambda it: it.take_up(BY), {C.SIGNING: C.MEETING}),
            "sign": (sign_for_good, {C.SIGNING: C.SIGNED}),
        },
    ),
    CaseState: (
        a_case_meeting,
        {
            "write": (lambda it: it.require_open(), {M.OPEN: M.OPEN}),
            "close": (lambda it: it.close([BY]), {M.OPEN: M.SIGNING}),
            "take up": (lambda it: it.take_up(), {M.SIGNING: M.OPEN}),
            "sign": (sign_for_good, {M.SIGNING: M.SIGNED}),
        },
    ),
    PathState: (
        lambda state: Step(state=state),
        {
            "done": (lambda it: it.end(P.DONE, DAY), {P.OPEN: P.DONE}),
            "dropped": (lambda it: it.end(P.DROPPED, DAY), {P.OPEN: P.DROPPED}),
            "after all": (lambda it: it.end(P.OPEN, DAY), {P.DONE: P.OPEN, P.DROPPED: P.OPEN}),
        },
    ),
    ReferralState: (
        lambda state: Referral(state=state),
        {
            "contact": (lambda it: it.contact(), {F.ORIENTED: F.CONTACTED}),
            "interest": (
                lambda it: it.interest(),
                {F.ORIENTED: F.INTERESTED, F.CONTACTED: F.INTERESTED},
            ),
            "enrol": (
                lambda it: it.enrol(Party()),
                dict.fromkeys((F.ORIENTED, F.CONTACTED, F.INTERESTED), F.ENROLLED),
            ),
            "end": (
                lambda it: it.end("moved"),
                dict.fromkeys((F.ORIENTED, F.CONTACTED, F.INTERESTED), F.NOT_PURSUED),
            ),
            "take up": (lambda it: it.take_up(), {F.NOT_PURSUED: F.ORIENTED}),
        },
    ),
}  # fmt: skip
"""By its states: how a thing in one is made, and from which states each act leads where."""


@pytest.mark.parametrize("states", MACHINES, ids=lambda states: states.__name__)
def test_each_act_leads_where_it_may_and_nowhere_else(states: type[StrEnum]) -> None:
    make, acts = MACHINES[states]
    for name, (act, leads) in acts.items():
        for state in states:
            thing = make(state)
            if state in leads:
                act(thing)
            else:
                with pytest.raises(RuleBroken):
                    act(thing)
            assert thing.state is leads.get(state, state), (name, state)
