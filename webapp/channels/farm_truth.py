"""When what is written to a farm about its approval, or to ask it for something, is so."""

from collections.abc import Callable
from typing import Final

from sqlalchemy.orm import object_session

from webapp.ground.clock import today
from webapp.models import SHUT_OUT, FarmState, Message
from webapp.services.farms import requesting


def is_approved(message: Message) -> bool:
    """Whether the farm of the reader is approved today."""
    farm = message.user.farm if message.user else None
    return farm is not None and farm.state is FarmState.APPROVED and farm.is_approved_on(today())


def is_in(*states: FarmState) -> Callable[[Message], bool]:
    """Return what looks whether the farm of the reader is in one of these states."""

    def holds(message: Message) -> bool:
        farm = message.user.farm if message.user else None
        return farm is not None and farm.state in states

    return holds


def _takes_part(message: Message) -> bool:
    """Whether the reader may sign in still, and the farm is not shut out."""
    user = message.user
    farm = user.farm if user and user.suspended_at is None else None
    return farm is not None and farm.state not in SHUT_OUT


def _awaits_dates(message: Message) -> bool:
    session, farm = object_session(message), message.user.farm if message.user else None
    if session is None or farm is None or not _takes_part(message):
        return False
    return requesting.awaits_dates(session, farm)


def _a_paper_ends(message: Message) -> bool:
    farm = message.user.farm if message.user else None
    return farm is not None and _takes_part(message) and bool(requesting.papers(farm))


HOLDS: Final[dict[str, Callable[[Message], bool]]] = {
    "farm-approved": is_approved,
    "farm-approval-shortened": is_in(FarmState.APPROVED),
    "farm-declined": is_in(FarmState.DECLINED),
    "farm-reconsidered": is_in(FarmState.APPLIED, FarmState.MET),
    "farm-removed": is_in(FarmState.REMOVED),
    requesting.CALL: _takes_part,
    requesting.DATES: _awaits_dates,
    requesting.PAPERS: _a_paper_ends,
}
"""What is written by day, by its kind."""
