"""The code that opens what has a name on it behind a household's link."""

from datetime import timedelta
from typing import Final

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from webapp.ground.clock import now
from webapp.models import Message, Party, PhoneCode, Side
from webapp.services.records import audit, outbox
from webapp.services.visits import links

CODE: Final = "household-code"
OPEN_FOR: Final = timedelta(minutes=15)


def send_code(session: Session, party: Party) -> None:
    """Send a household a fresh code; earlier ones are worth nothing from now on."""
    earlier = PhoneCode.party_id == party.id, PhoneCode.used_at.is_(None)
    session.execute(update(PhoneCode).where(*earlier).values(expires_at=now()))
    code = PhoneCode(party_id=party.id, side=Side.PARTY, expires_at=now() + links.CODE_LIFE)
    session.add(code)
    session.flush()
    outbox.write_to_household(session, party, CODE, key=f"{CODE}-{code.id}", code=code)
    audit.record(session, "party.code-sent", party)


def awaits_code(session: Session, party: Party) -> bool:
    """Whether a code was sent that may still be typed."""
    code = session.scalar(_newest(party))
    return code is not None and links.is_fresh(code) and not links.is_spent(code)


def take_code(session: Session, party: Party, digits: str) -> links.Taken:
    """Take a code, once. The caller commits in any case: a wrong try must count."""
    taken = links.try_digits(session.scalar(_newest(party).with_for_update()), digits)
    audit.record(session, "party.code-refused" if taken.refused else "party.opened", party)
    return taken


def code_is_good(message: Message) -> bool:
    """Whether the code in a message still opens something."""
    return message.phone_code is not None and links.is_fresh(message.phone_code)


def _newest(party: Party) -> Select[PhoneCode]:
    of_party = PhoneCode.party_id == party.id
    return select(PhoneCode).where(of_party).order_by(PhoneCode.id.desc()).limit(1)
