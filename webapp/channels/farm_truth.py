"""When what is written to a farm about its approval is so."""

from collections.abc import Callable

from webapp.ground.clock import today
from webapp.models import FarmState, Message


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
