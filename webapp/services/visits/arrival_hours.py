"""The hour of arrival: the farm proposes one, the guests say yes or ask for another.

Hours are whole ones of the clock in France. Each side answers what its page showed (`version`);
the other is told once the minute to change it again is over.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from webapp.ground.clock import now, today
from webapp.ground.errors import RuleBroken
from webapp.models import SHUT_OUT, Side, Visit, VisitState
from webapp.services.records import audit
from webapp.services.visits import proposing

HOURS: Final = range(8, 22)
"""The hours at which a farm can propose that they arrive."""
NEAR: Final = 3
"""So many hours earlier or later are offered to guests whom an hour does not suit."""
EXPECTED = {VisitState.CONFIRMED, VisitState.UNDER_WAY}


@dataclass(frozen=True)
class ArrivalHour:
    """What either side's page says of the hour.

    Parameters
    ----------
    proposed
        By the farm; none: nothing yet.
    wished
        By the guests instead of it, if it does not suit them.
    """

    proposed: int | None
    wished: int | None
    agreed: bool
    version: str
    choices: tuple[int, ...] = tuple(HOURS)

    @property
    def others(self) -> tuple[int, ...]:
        """The hours that guests can ask for instead."""
        near = self.proposed if self.proposed is not None else HOURS.start
        return tuple(each for each in HOURS if 0 < abs(each - near) <= NEAR)


def of_visit(visit: Visit) -> ArrivalHour:
    """Return what is said of the hour now."""
    return ArrivalHour(
        proposed=visit.arrival_hour,
        wished=visit.hour_wished,
        agreed=visit.hour_agreed,
        version=visit.hour_said_at.isoformat() if visit.hour_said_at else "",
    )


def may_be_agreed(visit: Visit) -> bool:
    """Whether both said yes, nobody has arrived, and the farm is not stopped."""
    expected = visit.state in EXPECTED and visit.both_said_yes and today() <= visit.arrival
    return expected and visit.arrived_at is None and visit.farm.state not in SHUT_OUT


def awaits(visit: Visit, side: Side) -> bool:
    """Whether the other side has said an hour to which this one has not answered."""
    if visit.arrival_hour is None or visit.hour_agreed or not may_be_agreed(visit):
        return False
    return (visit.hour_wished is None) is (side is Side.PARTY)


def propose(session: Session, visit: Visit, hour: int | None, shown: str) -> None:
    """Keep the hour that the farm proposes; one that the guests asked for is agreed at once.

    Parameters
    ----------
    hour
        None: what was chosen is no hour.
    shown
        The version of what the farm's page said.
    """
    _check(session, visit, shown)
    if hour not in HOURS:
        raise RuleBroken("hour-missing")
    if hour == visit.arrival_hour and visit.hour_wished is None:
        return  # it says so already
    agreed = hour == visit.hour_wished
    visit.arrival_hour, visit.hour_wished, visit.hour_agreed = hour, None, agreed
    _say(session, visit, Side.FARM, "agreed" if agreed else "proposed")


def accept(session: Session, visit: Visit, shown: str) -> None:
    """Keep that the hour suits the guests."""
    _check(session, visit, shown)
    if visit.arrival_hour is None:
        raise RuleBroken("hour-missing")
    if not visit.hour_agreed:
        visit.hour_wished, visit.hour_agreed = None, True
        _say(session, visit, Side.PARTY, "agreed")


def wish(session: Session, visit: Visit, hour: int | None, shown: str) -> None:
    """Keep the hour that the guests ask for instead."""
    _check(session, visit, shown)
    if visit.arrival_hour is None or hour not in of_visit(visit).others:
        raise RuleBroken("hour-missing")
    if hour != visit.hour_wished:
        visit.hour_wished, visit.hour_agreed = hour, False
        _say(session, visit, Side.PARTY, "wished")


def _check(session: Session, visit: Visit, shown: str) -> None:
    proposing.lock(session, visit)
    if not may_be_agreed(visit):
        raise RuleBroken("hour-closed")
    if shown != of_visit(visit).version:
        raise RuleBroken("hour-is-another")


def _say(session: Session, visit: Visit, by: Side, what: str) -> None:
    visit.hour_said_at = now()
    audit.record(session, f"visit.hour-{what}", visit, side=by.value)
    kind = "visit-hour-agreed" if what == "agreed" else "visit-hour-asked"
    other = Side.FARM if by is Side.PARTY else Side.PARTY
    occasion, wait = visit.hour_said_at.isoformat(), proposing.TAKEN_BACK_FOR
    proposing.tell(session, visit, other, kind, after=wait, occasion=occasion)
