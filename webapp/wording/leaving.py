"""When what waits its minute leaves: in a minute, this morning or tomorrow morning."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.ground.clock import PARIS, by_day, now, today
from webapp.models import Visit
from webapp.services.visits.proposing import TAKEN_BACK_FOR

IN_A_MINUTE, THIS_MORNING, TOMORROW = "in-a-minute", "this-morning", "tomorrow-morning"


def when_it_leaves() -> str:
    """Return when a message written now leaves that waits its minute, and for the day."""
    at = now() + TAKEN_BACK_FOR
    morning = by_day(at)
    if morning == at:
        return IN_A_MINUTE
    return THIS_MORNING if morning.astimezone(PARIS).date() == today() else TOMORROW


def both_sides_asked(visits: Sequence[Visit]) -> str:
    """Say when both sides of what was just proposed read of it, and who reads nothing."""
    guests = [each.party for each in visits if not each.party.reads_messages]
    farms = [each.farm for each in visits if not each.farm.readers]
    if guests or farms:
        to_call = len({*guests, *farms})
        call = ngettext(
            "%(num)d household or farm reads no messages: call it.",
            "%(num)d households or farms read no messages: call them.",
            to_call,
        )
        messages = 2 * len(visits) - len(guests) - len(farms)
        return f"{messages_leave(messages)} {call}" if messages else str(call)
    told = {
        IN_A_MINUTE: _("Both sides are asked in a minute."),
        THIS_MORNING: _("Both sides are asked this morning."),
        TOMORROW: _("Both sides are asked tomorrow morning."),
    }
    return str(told[when_it_leaves()])


def proposed(visits: Sequence[Visit]) -> str:
    """Say how many visits were just proposed, and when both sides read of it."""
    told = ngettext("%(num)d visit is proposed.", "%(num)d visits are proposed.", len(visits))
    return f"{told} {both_sides_asked(visits)}"


def messages_leave(messages: int) -> str:
    """Say when so many messages leave that were just written to many."""
    told = {
        IN_A_MINUTE: ngettext(
            "%(num)d message leaves in a minute.", "%(num)d messages leave in a minute.", messages
        ),
        THIS_MORNING: ngettext(
            "%(num)d message leaves this morning.", "%(num)d messages leave this morning.", messages
        ),
        TOMORROW: ngettext(
            "%(num)d message leaves tomorrow morning.",
            "%(num)d messages leave tomorrow morning.",
            messages,
        ),
    }
    return str(told[when_it_leaves()])


def messages_taken_back(messages: int) -> str:
    """Say how many messages to many do not leave after all."""
    told: str = ngettext(
        "%(num)d message is taken back: it does not leave.",
        "%(num)d messages are taken back: they do not leave.",
        messages,
    )
    return told
