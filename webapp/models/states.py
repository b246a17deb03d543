"""The states of everything; each model has a method per transition, anything else raises."""

from collections.abc import Collection
from enum import StrEnum
from typing import TypeVar

from webapp.ground.errors import RuleBroken


class FarmState(StrEnum):
    """How far a farm has come with the programme."""

    APPLIED = "applied"
    MET = "met"
    APPROVED = "approved"
    SUSPENDED = "suspended"
    REMOVED = "removed"
    DECLINED = "declined"


SHUT_OUT = (FarmState.SUSPENDED, FarmState.REMOVED, FarmState.DECLINED)
"""The people of such a farm sign in and see where they stand, but no visit and no guest."""


class OfferState(StrEnum):
    """Whether an offer is shown to rounds."""

    DRAFT = "draft"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


class SlotState(StrEnum):
    """Whether a slot can still receive."""

    OPEN = "open"
    FILLED = "filled"
    PAST = "past"
    WITHDRAWN = "withdrawn"


class PartyState(StrEnum):
    """Whether a party takes part in rounds."""

    ENROLLED = "enrolled"
    READY = "ready"
    PAUSED = "paused"
    LEFT = "left"


class DecisionKind(StrEnum):
    """A caseworker's word on a pair of a round."""

    PIN = "pin"
    FORBID = "forbid"
    LIFT = "lift"
    """A safeguarding exclusion lifted, with a written reason."""


class RoundState(StrEnum):
    """The life of a matching round."""

    DRAFT = "draft"
    QUEUED = "queued"
    RUNNING = "running"
    SOLVED = "solved"
    PLANNED = "planned"
    PUBLISHED = "published"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    FAILED = "failed"


class ReferralState(StrEnum):
    """How far somebody has come whom a prescriber sends."""

    ORIENTED = "oriented"
    CONTACTED = "contacted"
    INTERESTED = "interested"
    ENROLLED = "enrolled"
    NOT_PURSUED = "not-pursued"


class ImportState(StrEnum):
    """How far an uploaded table has come."""

    READ = "read"
    """Its columns are to be named."""
    CHECKING = "checking"
    CHECKED = "checked"
    """Every row was looked at; somebody reads what was found."""
    IMPORTING = "importing"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"


class VisitState(StrEnum):
    """The life of a visit, from proposed to evaluated."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    UNDER_WAY = "under-way"
    COMPLETED = "completed"
    EVALUATED = "evaluated"
    DECLINED = "declined"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    ENDED_EARLY = "ended-early"
    NO_SHOW = "no-show"


HOLDING = (VisitState.PROPOSED, VisitState.CONFIRMED, VisitState.UNDER_WAY)
"""The states in which a visit holds its beds and its party's days."""


MAY_BE_MISSED = (
    VisitState.CONFIRMED, VisitState.UNDER_WAY, VisitState.COMPLETED, VisitState.EVALUATED,
)  # fmt: skip
"""The calendar completes visits by itself: that nobody came may be heard of later."""

BEEN_AWAY = (
    VisitState.UNDER_WAY, VisitState.COMPLETED, VisitState.EVALUATED, VisitState.ENDED_EARLY,
)  # fmt: skip
"""The states of a visit for which people went to the farm, be it that they left early."""


class Answer(StrEnum):
    """What one side says of a proposed visit."""

    AWAITED = "awaited"
    YES = "yes"
    OTHER_DATES = "other-dates"
    NO = "no"


class Side(StrEnum):
    """The two sides of a visit."""

    PARTY = "party"
    FARM = "farm"


class MessageState(StrEnum):
    """How far a message has come."""

    QUEUED = "queued"
    SENT = "sent"
    """Handed to whoever carries it: a mail server, a provider, a gateway."""
    ACCEPTED = "accepted"
    """The network has it, and looks for the telephone."""
    DELIVERED = "delivered"
    FAILED = "failed"
    """It did not leave; or it left and came back, as `sent_at` tells."""
    NOT_NEEDED = "not-needed"
    """What it says was over, or known already, before it left."""


LEFT = (MessageState.SENT, MessageState.ACCEPTED, MessageState.DELIVERED)
"""The states of a message that is with its reader, as far as anybody knows."""


class Fate(StrEnum):
    """What staff read of a message: its state, and what became of it since."""

    QUEUED = "queued"
    SENT = "sent"
    """Whoever carries it will tell what becomes of it."""
    NO_RECEIPT = "no-receipt"
    """It left, and whether it arrived is not known: nobody tells, or nobody told."""
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    ANSWERED = "answered"
    """What it asked for was answered since, in whichever way."""
    FAILED = "failed"
    RETURNED = "returned"
    """It left and did not arrive."""
    NOT_NEEDED = "not-needed"


S = TypeVar("S", bound=StrEnum)


def passage(state: S, allowed: Collection[S], to: S) -> S:
    """Return `to` where `state` is one of `allowed`, else raise with both names."""
    if state not in allowed:
        raise RuleBroken("not-from-this-state", state=state, wanted=to)
    return to
