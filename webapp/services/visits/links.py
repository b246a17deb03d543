"""What stands behind a visit's link: who it lets in, the code by telephone, fifteen minutes."""

import hmac
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from webapp.ground import job_queue
from webapp.ground.at_once import given
from webapp.ground.clock import now
from webapp.ground.database import Scope, set_scope
from webapp.ground.encryption import Cipher
from webapp.ground.telephones import takes_texts
from webapp.models import (
    HOLDING,
    Channel,
    Farm,
    Message,
    MessageState,
    Offer,
    Party,
    PhoneCode,
    Room,
    Side,
    Slot,
    Visit,
    VisitSession,
)
from webapp.services.records import audit, outbox, tokens
from webapp.services.visits import places

CODE_LIFE = timedelta(minutes=10)
CODE_TRIES = 5
A_MOMENT = timedelta(minutes=1)
SESSION_LIFE = timedelta(minutes=15)
WHOLE = (
    joinedload(Visit.misfits),
    joinedload(Visit.party).options(joinedload(Party.organisation), joinedload(Party.persons)),
    joinedload(Visit.slot).joinedload(Slot.offer).joinedload(Offer.farm),
)
"""What stands behind every link: the people, where they are expected, and who offers it."""
LINK_SENT_EVERY = 10 * 60
"""A link that is asked for again by telephone number within so many seconds leaves once."""


def find_visit(session: Session, token: str, *, held: bool = False) -> tuple[Visit, Side] | None:
    """Return the visit and side that a token proves, with the session's scope set to it.

    A farm that is shut out has none, however new, but to the guests under its roof: a message may
    have left after the door closed.

    Parameters
    ----------
    held
        Whether it is locked before it is read, as `proposing.lock` locks, for whoever acts on it.
    """
    named = tokens.read_visit_token(token)
    if named is None:
        return None
    number, side = named
    set_scope(session, Scope("visit", number))
    if held and not _hold(session, token, number, side):
        return None
    visit = session.scalars(_behind_a_link(), {"visit": number}).unique().one_or_none()
    if visit is None or not tokens.proves_visit(token, visit, side):
        return None
    rooms = session.scalars(_rooms_of_a_farm(), {"farm": visit.farm_id}).all()
    set_committed_value(visit.slot.offer.farm, "rooms", rooms)
    if side is Side.FARM and not visit.is_open_to_farm:
        return None
    if side is Side.PARTY:
        audit.set_actor(session, audit.Actor("party", visit.party_id))
    else:
        audit.set_actor(session, audit.Actor("farm", visit.farm_id))
    return visit, side


def _hold(session: Session, token: str, number: int, side: Side) -> bool:
    """Lock a visit for whoever proves it; nobody else keeps anything waiting."""
    found = session.execute(_versions(), {"visit": number}).one_or_none()
    if found is None:
        return False
    version = found.link_version + (found.links_ended if side is Side.FARM else 0)
    if not tokens.proves_version(token, number, side, version):
        return False
    places.lock_around(session, number)
    return True


@cache
def _versions() -> Select[int, int]:
    versions = select(Visit.link_version, Farm.links_ended)
    return versions.join(Farm, Farm.id == Visit.farm_id).where(Visit.id == given("visit"))


@cache
def _behind_a_link() -> Select[Visit]:
    query = select(Visit).where(Visit.id == given("visit")).options(*WHOLE)
    return query.execution_options(populate_existing=True)


@cache
def _rooms_of_a_farm() -> Select[Room]:
    """Return what SQLAlchemy would ask by itself, in a question that it makes anew each time."""
    query = select(Room).where(Room.farm_id == given("farm")).order_by(Room.id)
    return query.execution_options(populate_existing=True)


def send_code(session: Session, visit: Visit, side: Side) -> PhoneCode:
    """Send this side a fresh code; earlier ones are worth nothing from now on."""
    session.execute(
        update(PhoneCode)
        .where(PhoneCode.visit_id == visit.id, PhoneCode.side == side, PhoneCode.used_at.is_(None))
        .values(expires_at=now())
    )
    code = PhoneCode(visit_id=visit.id, side=side, expires_at=now() + CODE_LIFE)
    session.add(code)
    session.flush()
    key = f"visit-code-{code.id}"
    if side is Side.PARTY:
        outbox.write_to_party(session, visit, "visit-code", key=key, code=code)
    else:
        channel = channel_of_code(visit, side)
        outbox.write_to_farm(session, visit, "visit-code", key=key, code=code, channel=channel)
    audit.record(session, "visit.code-sent", visit, side=side.value)
    return code


def channel_of_code(visit: Visit, side: Side) -> Channel:
    """Return what carries a code to this side: text messages reach mobile telephones only."""
    if side is Side.PARTY:
        return outbox.way_of_code(visit.party)
    return Channel.SMS if takes_texts(visit.farm.phone) else Channel.EMAIL


class Refused(StrEnum):
    """Why digits open nothing."""

    WRONG = "wrong"
    SPENT = "spent"
    """Tried as often as a code may be: even the right digits are worth nothing now."""
    OVER = "over"
    """Used already, too old, or never sent."""


@dataclass(frozen=True)
class Taken:
    """What became of digits: the secret of the browser that gave the right ones, or why not."""

    secret: str | None = None
    refused: Refused | None = None
    tries_left: int = 0


def take_code(session: Session, visit: Visit, side: Side, digits: str) -> Taken:
    """Take a code, once. The caller commits in any case: a wrong try must count."""
    code = session.scalar(_newest_code(visit, side).with_for_update())
    before = code.tries if code is not None else 0
    taken = try_digits(code, digits)
    if taken.refused is None:
        return Taken(secret=_open_session(session, visit, side))
    if code is not None and code.tries > before:
        audit.record(session, "visit.code-refused", visit, side=side.value, tries=code.tries)
    return taken


def try_digits(code: PhoneCode | None, digits: str) -> Taken:
    """Count a try at a code; where it says no refusal the code is used up, and opens once."""
    if code is None or not is_fresh(code):
        return Taken(refused=Refused.OVER)
    if is_spent(code):
        return Taken(refused=Refused.SPENT)
    code.tries += 1
    if not hmac.compare_digest(digits.encode(), tokens.phone_digits(code).encode()):
        left = CODE_TRIES - code.tries
        return Taken(refused=Refused.WRONG if left else Refused.SPENT, tries_left=left)
    code.used_at = now()
    return Taken()


def awaited_code(session: Session, visit: Visit, side: Side) -> PhoneCode | None:
    """Return the code that this side asked for last, while it is neither used nor too old."""
    code = session.scalar(_newest_code(visit, side))
    return code if code is not None and is_fresh(code) else None


def is_spent(code: PhoneCode) -> bool:
    """Whether a code was tried as often as it may be."""
    return code.tries >= CODE_TRIES


def has_failed(session: Session, code: PhoneCode) -> bool:
    """Whether the message that carries a code has not left."""
    of_code = Message.phone_code_id == code.id, Message.state == MessageState.FAILED
    return session.scalar(select(Message.id).where(*of_code)) is not None


def _newest_code(visit: Visit, side: Side) -> Select[PhoneCode]:
    query = select(PhoneCode).where(PhoneCode.visit_id == visit.id, PhoneCode.side == side)
    return query.order_by(PhoneCode.id.desc()).limit(1)


def is_fresh(code: PhoneCode) -> bool:
    """Whether a code was neither used nor is too old."""
    return code.used_at is None and code.expires_at > now()


def take_code_again(session: Session, visit: Visit, side: Side, digits: str) -> str | None:
    """Return a new secret to a browser that may have missed the answer to a code it just gave.

    None once a moment has passed; the secret before is worth nothing.
    """
    used = select(PhoneCode).where(
        PhoneCode.visit_id == visit.id, PhoneCode.side == side, PhoneCode.used_at > now() - A_MOMENT
    )
    code = session.scalar(used.order_by(PhoneCode.id.desc()).limit(1))
    if code is None or not hmac.compare_digest(digits.encode(), tokens.phone_digits(code).encode()):
        return None
    given = select(VisitSession).where(
        VisitSession.visit_id == visit.id,
        VisitSession.side == side,
        VisitSession.link_version == visit.link_version,
        VisitSession.ended_at.is_(None),
    )
    opened = session.scalars(given.order_by(VisitSession.id.desc())).first()
    if opened is None:
        return None
    secret = tokens.new_secret()
    opened.digest = tokens.digest(secret)
    return secret


def _open_session(session: Session, visit: Visit, side: Side) -> str:
    secret = tokens.new_secret()
    session.add(
        VisitSession(
            digest=tokens.digest(secret),
            visit_id=visit.id,
            side=side,
            link_version=visit.link_version,
        )
    )
    audit.record(session, "visit.opened", visit, side=side.value)
    return secret


def has_session(session: Session, visit: Visit, side: Side, secret: str | None) -> bool:
    """Whether this browser gave the code of this link less than fifteen minutes ago."""
    if not secret:
        return False
    found = session.scalar(
        select(VisitSession.id).where(
            VisitSession.digest == tokens.digest(secret),
            VisitSession.visit_id == visit.id,
            VisitSession.side == side,
            VisitSession.link_version == visit.link_version,
            VisitSession.ended_at.is_(None),
            VisitSession.created_at > now() - SESSION_LIFE,
        )
    )
    return found is not None


def ask_for_links(session: Session, number: str) -> None:
    """Let a job send a telephone number's links: known or not, this takes the same time.

    Parameters
    ----------
    number
        In E.164; the job is given its fingerprints alone, one a data key, with spaces between.
    """
    job_queue.defer(session, "send_links", fingerprint=" ".join(Cipher.fingerprints(number)))


def this_while() -> int:
    """Return the number of the present ten minutes: a link that is asked for leaves once in it."""
    return int(now().timestamp()) // LINK_SENT_EVERY


def send_links(session: Session, fingerprint: str) -> None:
    """Send the links of present visits to the number with these fingerprints, if there are any."""
    visits = session.scalars(
        select(Visit)
        .join(Party, Party.id == Visit.party_id)
        .where(Party.phone_fingerprint.in_(fingerprint.split()), Visit.state.in_(HOLDING))
    ).all()
    for visit in visits:
        key = f"visit-{visit.id}-link-{visit.link_version}-{this_while()}"
        outbox.write_to_party(session, visit, "visit-link", key=key)
        audit.record(session, "visit.link-asked-for", visit)
