"""When what waits its minute leaves: in a minute, this morning or tomorrow morning."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import object_session

from webapp.ground.clock import PARIS, by_day, now, today
from webapp.models import Party, User, Visit
from webapp.services.records import outbox, texts_a_day
from webapp.services.visits.proposing import TAKEN_BACK_FOR
from webapp.wording.lists import in_a_row

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
    held = held_of([each.party for each in visits])
    if guests or farms:
        to_call = len({*guests, *farms})
        call = ngettext(
            "%(num)d household or farm reads no messages: call it.",
            "%(num)d households or farms read no messages: call them.",
            to_call,
        )
        messages = 2 * len(visits) - len(guests) - len(farms)
        return f"{messages_leave(messages, held)} {call}" if messages else str(call)
    if held:
        return messages_leave(2 * len(visits), held)
    told = {
        IN_A_MINUTE: _("Both sides are asked in a minute."),
        THIS_MORNING: _("Both sides are asked this morning."),
        TOMORROW: _("Both sides are asked tomorrow morning."),
    }
    return str(told[when_it_leaves()])


def held_of(parties: Sequence[Party]) -> int:
    """Return how many of the messages just written to them today's limit of texts keeps."""
    session = object_session(parties[0]) if parties else None
    ways = [outbox.way_to(each) for each in parties if each.reads_messages]
    texts = sum(way in texts_a_day.BY_NUMBER for way in ways)
    return texts_a_day.held(session, texts) if session else 0


def proposed(visits: Sequence[Visit]) -> str:
    """Say how many visits were just proposed, and when both sides read of it."""
    told = ngettext("%(num)d visit is proposed.", "%(num)d visits are proposed.", len(visits))
    return f"{told} {both_sides_asked(visits)}"


def messages_leave(messages: int, held: int = 0) -> str:
    """Say when so many messages leave that were just written to many.

    Parameters
    ----------
    held
        How many of them the day's limit of text messages keeps until tomorrow.
    """
    if held and when_it_leaves() != TOMORROW:
        waiting = ngettext(
            "%(num)d text message leaves tomorrow morning: today’s limit is reached.",
            "%(num)d text messages leave tomorrow morning: today’s limit is reached.",
            held,
        )
        return f"{messages_leave(messages - held)} {waiting}" if messages > held else str(waiting)
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


def has_left_to(accounts: Sequence[User]) -> str:
    """Say to whom what is taken back has left already."""
    whom = [f"{each.name} ({each.farm.name})" for each in accounts if each.farm]
    return str(_("It has left already to: %(whom)s.", whom=in_a_row(whom)))


def messages_taken_back(messages: int) -> str:
    """Say how many messages to many do not leave after all."""
    told: str = ngettext(
        "%(num)d message is taken back: it does not leave.",
        "%(num)d messages are taken back: they do not leave.",
        messages,
    )
    return told
