"""Who waits is asked now and then whether they are still interested: both sides, by one tap.

Nobody loses anything by silence: a person of the association, or of the programme, sees it and
calls.
"""

from datetime import timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session

from webapp.ground.at_once import at
from webapp.ground.clock import is_by_day, now, today
from webapp.ground.database import Scope, seeing_everyone, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import (
    HOLDING,
    LEFT,
    SHUT_OUT,
    Farm,
    FarmDecision,
    FarmState,
    Message,
    MessageState,
    Party,
    PartyState,
    Rest,
    Seat,
    Side,
    Slot,
    SlotState,
    Visit,
)
from webapp.services.records import audit, outbox, tokens
from webapp.services.visits import ladder
from webapp.services.workshops import household

OF_PARTY: Final = "party-interest"
OF_FARM: Final = "farm-interest"
EVERY: Final = timedelta(days=90)
SILENT_AFTER: Final = timedelta(days=14)
"""Who has said nothing for so long is called."""
TOLD_FOR: Final = timedelta(days=30)
"""So long what they said stands on the board, unless somebody has talked with them."""
WORDS: Final = ("yes", "no", "silent")
"""What files are looked for by."""
A_TIME: Final = 100
"""So many of each side are asked at once: a country is not asked in one morning."""


def may_ask_party() -> ColumnElement[bool]:
    """Say which parties wait for a visit, and can still be asked."""
    held = Visit.party_id == Party.id, Visit.state.in_(HOLDING)
    waits = Party.state == PartyState.READY, Party.anonymous_since.is_(None)
    return and_(*waits, ~select(Visit.id).where(*held).exists())


def may_ask_farm() -> ColumnElement[bool]:
    """Say which farms may receive, and have neither dates to come nor guests."""
    day = at(today)
    held = Visit.farm_id == Farm.id, Visit.state.in_(HOLDING)
    dates = Slot.farm_id == Farm.id, Slot.arrival > day
    stand = Slot.state.in_((SlotState.OPEN, SlotState.FILLED))
    return and_(
        Farm.state == FarmState.APPROVED,
        Farm.on_hold_since.is_(None),
        Farm.approved_until >= day,
        ~select(Visit.id).where(*held).exists(),
        ~select(Slot.id).where(*dates, stand).exists(),
        ~Farm.rests.any((Rest.first_day <= day) & (Rest.last_day >= day)),
    )


def ask_due(session: Session) -> int:
    """Ask those who have waited for ninety days since anything happened, by day."""
    if not is_by_day(now()):
        return 0
    parties = session.scalars(_due(Party, _party_is_due())).all()
    for party in parties:
        party.ask_interest()
        party.call_where_no_text_arrives()  # the database, which looks for them, reads no number
        audit.record(session, "party.interest-asked", party)
        if party.reads_messages:
            key = f"{OF_PARTY}-{party.id}-{today()}"
            outbox.write_to_household(session, party, OF_PARTY, key=key)
    farms = session.scalars(_due(Farm, _farm_is_due())).all()
    for farm in farms:
        farm.ask_interest()
        audit.record(session, "farm.interest-asked", farm)
        for user in farm.readers:
            key = f"{OF_FARM}-{farm.id}-{user.id}-{today()}"
            outbox.write_to_user(session, user, OF_FARM, key=key)
    return len(parties) + len(farms)


def _due(kind: Any, *of_it: ColumnElement[bool]) -> Any:
    query = select(kind).where(*of_it).order_by(kind.interest_said_on.nulls_first(), kind.id)
    return query.limit(A_TIME).with_for_update(of=kind, skip_locked=True, key_share=True)


def _party_is_due() -> ColumnElement[bool]:
    """Say which parties neither had a visit nor said anything for so long.

    Whoever was asked and is silent is called, and not written to again.
    """
    since = today() - EVERY
    last = func.greatest(Party.waiting_since, Party.interest_asked_on, Party.interest_said_on)
    visits = Visit.party_id == Party.id, func.upper(Visit.stay) > since
    return and_(
        may_ask_party(),
        last <= since,
        ~_owes(Party),
        ~select(Visit.id).where(*visits).exists(),
        ~written_to_lately(),
    )


def written_to_lately() -> ColumnElement[bool]:
    """Say who is not asked a second thing at once."""
    theirs = or_(
        Message.party_id == Party.id,
        Message.seat.has(Seat.party_id == Party.id),
        (Message.side == Side.PARTY) & Message.visit.has(Visit.party_id == Party.id),
    )
    alive = Message.state.in_((MessageState.QUEUED, *LEFT))
    lately = Message.has_rung_since(now() - ladder.APART)
    return select(Message.id).where(theirs, alive, lately).exists()


def _farm_is_due() -> ColumnElement[bool]:
    since = today() - EVERY
    last = func.greatest(func.date(Farm.created_at), Farm.interest_asked_on, Farm.interest_said_on)
    decided = FarmDecision.farm_id == Farm.id, func.date(FarmDecision.at) > since
    dates = Slot.farm_id == Farm.id, Slot.departure > since, Slot.state != SlotState.WITHDRAWN
    return and_(
        may_ask_farm(),
        last <= since,
        ~_owes(Farm),
        Farm.interested.is_distinct_from(False),
        ~select(Slot.id).where(*dates).exists(),
        ~select(FarmDecision.id).where(*decided).exists(),
    )


def is_asked(session: Session, who: Party | Farm) -> bool:
    """Whether somebody was asked, has not answered, and may still be asked."""
    if not who.owes_interest:
        return False
    kind, may = (Party, may_ask_party()) if isinstance(who, Party) else (Farm, may_ask_farm())
    with seeing_everyone(session):
        return session.scalar(select(kind.id).where(kind.id == who.id, may)) is not None


def find(session: Session, token: str) -> Party | Farm | None:
    """Return whose link it is, with the session's scope set to them."""
    if not token.startswith("f"):
        return household.find_party(session, token)
    number = tokens.read_numbered(token[1:])
    if number is None:
        return None
    set_scope(session, Scope("farm", number))
    farm = session.get(Farm, number)
    if farm is None or not tokens.proves_hosts(token, farm) or farm.state in SHUT_OUT:
        return None
    audit.set_actor(session, audit.Actor("farm", farm.id))
    return farm


def say(session: Session, who: Party | Farm, *, interested: bool, for_them: bool = False) -> None:
    """Keep whether they are still interested, whoever writes it down; each word can be changed.

    Parameters
    ----------
    for_them
        Whether somebody of the association writes down what they said.

    Raises
    ------
    RuleBroken
        They have left, or say no while a visit stands: that has its own answer.
    """
    session.refresh(who, with_for_update=True)
    if isinstance(who, Party):
        _check(session, who, interested=interested, for_them=for_them)
    who.say_interest(interested=interested)
    kind = "party" if isinstance(who, Party) else "farm"
    audit.record(session, f"{kind}.interest-said", who, interested=interested)


def _check(session: Session, party: Party, *, interested: bool, for_them: bool) -> None:
    if party.state is PartyState.LEFT:
        raise RuleBroken("party-not-taking-part")
    held = Visit.party_id == party.id, Visit.state.in_(HOLDING)
    with seeing_everyone(session):  # behind their link guests see no visit but that of its page
        is_expected = session.scalar(select(Visit.id).where(*held).limit(1)) is not None
    if not interested and is_expected:
        raise RuleBroken("visit-first" if for_them else "interest-with-a-visit")


def talked(session: Session, who: Party | Farm) -> None:
    """Keep that somebody talked with them about what they said."""
    who.talk_of_interest()
    kind = "party" if isinstance(who, Party) else "farm"
    audit.record(session, f"{kind}.interest-talked", who)


def parties_to_call() -> ColumnElement[bool]:
    """Say with which parties somebody talks: they said nothing, read nothing, or said no.

    And with those who say yes though somebody of the association has paused their file.
    """
    without_number = (Party.channel != "email") & Party.phone_fingerprint.is_(None)
    without_mailbox = (Party.channel == "email") & Party.email.is_(None)
    unread = (Party.channel == "phone-call") | without_number | without_mailbox
    owes = _owes(Party) & (unread | (Party.interest_asked_on <= at(lambda: today() - SILENT_AFTER)))
    said = Party.interested.is_not(None) & (Party.state == PartyState.PAUSED)
    return (owes & may_ask_party()) | (said & _awaits_talk(Party))


def farms_to_call(session: Session) -> list[Farm]:
    """Return the farms with which somebody talks: they said nothing, or not any more."""
    return list(session.scalars(silent_farms().order_by(Farm.interest_asked_on, Farm.id)))


def silent_farms() -> Select[Farm]:
    """Ask for the farms with which somebody talks."""
    silent = _owes(Farm) & (Farm.interest_asked_on <= at(lambda: today() - SILENT_AFTER))
    said_no = Farm.interested.is_(False) & (Farm.state == FarmState.APPROVED)
    return select(Farm).where((silent & may_ask_farm()) | (said_no & _awaits_talk(Farm)))


def by_word(word: str, kind: Any = Party) -> ColumnElement[bool]:
    """Say which files, or farms, said yes, or no, or owe an answer."""
    words: dict[str, ColumnElement[bool]] = {
        "yes": kind.interested.is_(True),
        "no": kind.interested.is_(False),
        "silent": _owes(kind),
    }
    return words.get(word, false())


def _awaits_talk(kind: Any) -> ColumnElement[bool]:
    said, talked_on = kind.interest_said_on, kind.interest_talked_on
    lately = said >= at(lambda: today() - TOLD_FOR)
    awaits: ColumnElement[bool] = lately & (talked_on.is_(None) | (talked_on < said))
    return awaits


def _owes(kind: Any) -> ColumnElement[bool]:
    asked, said = kind.interest_asked_on, kind.interest_said_on
    owes: ColumnElement[bool] = asked.is_not(None) & (said.is_(None) | (said < asked))
    return owes
