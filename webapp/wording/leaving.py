"""When what waits its minute leaves: in a minute, this morning or tomorrow morning."""

from collections.abc import Sequence
from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session, object_session

from webapp.ground.clock import PARIS, by_day, now, today
from webapp.models import Message, Party, User, Visit
from webapp.services.records import outbox, texts_a_day
from webapp.services.visits import proposing
from webapp.services.visits.proposing import TAKEN_BACK_FOR
from webapp.wording.lists import in_a_row

IN_A_MINUTE, THIS_MORNING, TOMORROW = "in-a-minute", "this-morning", "tomorrow-morning"


def when_it_leaves(after: timedelta = TAKEN_BACK_FOR) -> str:
    """Return when a message written now leaves that waits its minute, and for the day."""
    at = now() + after
    morning = by_day(at)
    if morning == at:
        return IN_A_MINUTE
    return THIS_MORNING if morning.astimezone(PARIS).date() == today() else TOMORROW


def when(after: timedelta = TAKEN_BACK_FOR, *, at_any_hour: bool = False) -> str:
    """Say within a sentence when a message written now leaves.

    Parameters
    ----------
    at_any_hour
        Whether it may ring at night.
    """
    minutes = after // timedelta(minutes=1)
    soon = _("in a minute") if minutes == 1 else _("in %(num)d minutes", num=minutes)
    told = {IN_A_MINUTE: soon, THIS_MORNING: _("this morning"), TOMORROW: _("tomorrow morning")}
    return str(told[IN_A_MINUTE if at_any_hour else when_it_leaves(after)])


def when_an_end_is_told(visit: Visit) -> str:
    """Say within a sentence when both sides read that a visit is cancelled now."""
    if visit.arrival <= today():
        return str(_("at once"))
    return when(at_any_hour=proposing.is_near(visit))


def limit_of_ends(session: Session, visits: Sequence[Visit]) -> str:
    """Say that text messages on the end of visits leave only tomorrow, where one of them does."""
    by_day = [each.party for each in visits if not proposing.is_near(each)]
    ways = (outbox.way_to(each) for each in by_day if each.reads_messages)
    texts = any(way in texts_a_day.BY_NUMBER for way in ways)
    return limit_is_reached(session) if texts else ""


def it_leaves(texts_of: Session | None = None) -> str:
    """Say before an act when its message leaves, and until when it can be taken back.

    Parameters
    ----------
    texts_of
        The session, where it may leave as a text message, of which so many may in a day.
    """
    told = _("What you send leaves %(when)s: until then it can be taken back.", when=when())
    return f"{told} {limit_is_reached(texts_of) if texts_of else ''}".strip()


def when_texts_leave(session: Session) -> str:
    """Say within a sentence when a text message written now leaves, by the limit of the day too."""
    return str(_("tomorrow morning")) if texts_a_day.is_spent(session) else when()


def limit_is_reached(session: Session) -> str:
    """Say that no text message leaves today any more; nothing while some may."""
    if when_it_leaves() == TOMORROW or not texts_a_day.is_spent(session):
        return ""
    return str(_("Today’s limit of text messages is reached: they leave tomorrow morning."))


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


def leaves_again(message: Message, *, at_any_hour: bool) -> str:
    """Say when a message that failed, and is sent once more, leaves."""
    session = object_session(message)
    by_day = not at_any_hour and message.channel in texts_a_day.BY_NUMBER
    if limit := limit_is_reached(session) if session and by_day else "":
        return limit
    if at_any_hour or when_it_leaves(timedelta()) == IN_A_MINUTE:
        return str(_("The message leaves again."))
    soon = when(timedelta())
    return str(_("The message leaves again %(when)s: at night no telephone is to ring.", when=soon))


def strangers_share_a_room(visits: Sequence[Visit]) -> str:
    """Say when those read it who said yes to a stay and come to share a room with a stranger."""
    asked = [each for each in visits if each.arrived_at is None and each.party.reads_messages]
    told, alone = [], len(visits) - len(asked)
    if asked:
        near = proposing.is_near(asked[0])  # they sleep in one house on the same days
        shared = ngettext(
            "%(num)d party comes to share a room with somebody they do not know: they are asked "
            "%(when)s whether it still suits them.",
            "%(num)d parties come to share a room with somebody they do not know: they are asked "
            "%(when)s whether it still suits them.",
            len(asked),
            when=when(proposing.TOLD_AFTER, at_any_hour=near),
        )
        told.append(shared)
    if alone:
        unasked = ngettext(
            "%(num)d party comes to share a room with somebody they do not know, and no message "
            "asks them: speak with them.",
            "%(num)d parties come to share a room with somebody they do not know, and no message "
            "asks them: speak with them.",
            alone,
        )
        told.append(unasked)
    return " ".join(told)
