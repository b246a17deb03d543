"""What waits for a caseworker, most pressing first: counted over all, and the first rows read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from webapp.ground.at_once import Query, Question
from webapp.models import (
    Agreement,
    FarmNote,
    GuestCall,
    HelpCall,
    Message,
    Party,
    Reply,
    Slot,
    Step,
    ThreadLine,
    Visit,
)
from webapp.services.parties import board_visits, immersions, interest, paths, referents
from webapp.services.parties.search import load_parties
from webapp.services.parties.taking_part import is_incomplete
from webapp.services.visits import (
    corrections,
    farm_notes,
    guest_calls,
    help_calls,
    messages,
    replies,
    threads,
)
from webapp.services.visits.freed import freed_slots, that_are_freed
from webapp.services.visits.search import load_visits, on_a_board
from webapp.services.workshops import telling

SHOWN = 12
"""So many rows of each kind stand on the board; the others behind a link."""
A_PAGE = 50
"""So many, where one kind is shown alone."""

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Rows(Generic[Thing]):
    """One kind of thing that waits: how many there are, and those that are shown."""

    count: int
    shown: list[Thing]


@dataclass(frozen=True)
class Desk:
    """Whose board it is, and which part of it is looked at.

    Parameters
    ----------
    referent
        The number of the caseworker whose files count, `referents.NOBODY`, or all when empty.
    only
        The one kind that is shown, its rows by the page; all from their first, when empty.
    number
        Which page of it, from 1; the last when there are fewer.
    """

    organisation_id: int
    referent: str = ""
    only: str = ""
    number: int = 1

    def part(self, kind: str, all_of_it: Sequence[Thing]) -> list[Thing]:
        """Return what is shown of a kind."""
        if not self.only:
            return list(all_of_it[:SHOWN])
        if self.only != kind:
            return []
        first = min((self.number - 1) * A_PAGE, max(0, len(all_of_it) - 1) // A_PAGE * A_PAGE)
        return list(all_of_it[first : first + A_PAGE])

    def parties(self) -> tuple[ColumnElement[bool], ...]:
        """Say which files count."""
        return referents.files_of(self.organisation_id, self.referent)

    def visits(self) -> tuple[ColumnElement[bool], ...]:
        """Say which visits count, also where their party is not joined."""
        return referents.visits_of(self.organisation_id, self.referent)

    @property
    def whose(self) -> str:
        """Which question asks for its files: everyone's, nobody's, or those of somebody."""
        named = self.referent not in {"", referents.NOBODY}
        return referents.SOMEBODY if named else self.referent

    @property
    def values(self) -> dict[str, int]:
        """With what that question is asked."""
        whose = {"referent": int(self.referent)} if self.whose == referents.SOMEBODY else {}
        return {"organisation": self.organisation_id, **whose}


@dataclass(frozen=True)
class Todo:
    """The board: what waits for a caseworker, most pressing first."""

    help_calls: Rows[HelpCall]
    guest_calls: Rows[GuestCall]
    """To guests whose farm was stopped."""
    late: Rows[ThreadLine]
    """What guests who should be there said last of being late."""
    no_sign: Rows[Visit]
    """Under way since their first day, and nobody said that they have arrived, or are late."""
    unsafe: Rows[Visit]
    """Still standing, with a host who has come to live alone and no written reason."""
    misfits: Rows[Visit]
    """Standing, but by the rules they would not be made any more; nobody has decided yet."""
    setting_out: Rows[Visit]
    """Confirmed, on their way by tomorrow, and nobody said that their journey is ready."""
    immersions: Rows[Agreement]
    """About to begin, or begun, and not accepted."""
    failed: Rows[Message]
    replies: Rows[Reply]
    """Text messages of people that say more than yes, no or stop, and that nobody has read."""
    farm_notes: Rows[FarmNote]
    reported: Rows[ThreadLine]
    """What farms wrote about visits, and nobody has seen to."""
    corrections: Rows[Reply]
    """What people asked to have corrected or erased, and were not told of yet."""
    to_call: Rows[Visit]
    """Proposed to a party that is reached by a call, and has not answered yet."""
    awaited: Rows[Visit]
    """Proposed, the others: a side has not answered."""
    to_place: Rows[Visit]
    """Ended before they began, and the party has no other visit."""
    parted: Rows[Visit]
    """To come, while their companions no longer do; they have not said yet that they still go."""
    late_steps: Rows[Step]
    """Of people's paths: to be done by now, and not done."""
    interest: Rows[Party]
    """Asked whether they are still interested, and to be called about it."""
    incomplete: Rows[Party]
    """Ready, and left out of every round: something is missing in the file since."""
    soon: Rows[Visit]
    nobody_near: Rows[Visit]
    """Soon to begin, or under way, without a local referent, in a programme that has some."""
    freed: Rows[Slot]

    @property
    def count(self) -> int:
        """How much asks for an act; what is only good to know is not counted."""
        return sum(getattr(self, kind).count for kind in TO_ACT_ON)


URGENT: Final = (
    "help_calls", "guest_calls", "late", "no_sign", "unsafe", "misfits", "setting_out",
    "immersions", "failed", "replies", "corrections", "reported",
)  # fmt: skip
"""What cannot wait."""
TO_ACT_ON: Final = (
    *URGENT, "farm_notes", "to_call", "to_place", "parted", "late_steps", "interest", "incomplete",
)  # fmt: skip


def todo(session: Session, desk: Desk, some: Any = None) -> Todo:
    """Return what waits for a caseworker.

    Parameters
    ----------
    some
        The answers to `waits`, where they were asked for with others.
    """
    numbers = board_visits.numbers(session, desk.whose, desk.values)
    some = some or _waits().ask(session)
    shown = {kind: desk.part(kind, those) for kind, those in numbers.items()}
    visits = load_visits(session, sorted(set().union(*shown.values())), on_a_board())
    loaded = {each.id: each for each in visits}
    listed: dict[str, Rows[Any]] = {
        kind: Rows(len(those), [loaded[number] for number in shown[kind]])
        for kind, those in numbers.items()
    }
    others = {
        kind: read(session, desk) if getattr(some, kind) else [] for kind, read in _READ.items()
    }
    found = {kind: Rows(len(those), desk.part(kind, those)) for kind, those in others.items()}
    for kind in ("interest", "incomplete"):
        found[kind] = Rows(found[kind].count, load_parties(session, found[kind].shown))
    return Todo(**listed, **found)


def waits() -> dict[str, Query]:
    """Ask of every kind that is no visit whether a reader may see anything of it.

    Whose files count is asked only where there is: a board's reader sees little beside them.
    """
    return {
        "help_calls": help_calls.unsettled(),
        "guest_calls": guest_calls.to_make(),
        "immersions": immersions.that_wait(),
        "failed": messages.that_failed(),
        "replies": replies.to_read(),
        "reported": threads.that_were_reported(),
        "late": threads.that_are_late(),
        "farm_notes": farm_notes.to_see_to(),
        "corrections": corrections.to_answer(),
        "late_steps": paths.that_are_late(),
        "interest": select(Party).where(interest.parties_to_call()),
        "incomplete": select(Party).where(is_incomplete()),
        "freed": that_are_freed(),
    }


@cache
def _waits() -> Question:
    return Question(waits())


def _failed(session: Session, desk: Desk) -> list[Message]:
    of_visits = messages.failed(session, *desk.visits())
    return of_visits + telling.failed(session, *desk.parties())


def _of_files(kind: str) -> Callable[[Session, Desk], list[Any]]:
    return lambda session, desk: list(session.scalars(_asked(kind, desk.whose), desk.values))


@cache
def _asked(kind: str, whose: str) -> Query:
    files, _visits = referents.asked_of(whose)
    if kind == "immersions":
        return immersions.unaccepted(*files)
    if kind == "late_steps":
        return paths.late(*files)
    of_it = interest.parties_to_call() if kind == "interest" else is_incomplete()
    return select(Party.id).where(*files, of_it).order_by(Party.id)


_READ: Final[dict[str, Callable[[Session, Desk], list[Any]]]] = {
    "help_calls": lambda session, desk: help_calls.to_settle(
        session, HelpCall.visit.has(and_(*desk.visits()))
    ),
    "guest_calls": lambda session, desk: guest_calls.waiting(session, *desk.visits()),
    "immersions": _of_files("immersions"),
    "failed": _failed,
    "replies": lambda session, desk: replies.waiting(session, *desk.parties()),
    "reported": lambda session, desk: threads.reported(session, *desk.visits()),
    "late": lambda session, desk: threads.late(session, *desk.visits()),
    "farm_notes": lambda session, desk: farm_notes.waiting(session, *desk.visits()),
    "corrections": lambda session, desk: corrections.waiting(session, *desk.parties()),
    "late_steps": _of_files("late_steps"),
    "interest": _of_files("interest"),
    "incomplete": _of_files("incomplete"),
    "freed": lambda session, desk: freed_slots(session, desk.organisation_id),
}
"""How what there is of a kind is read."""
