"""Parties who travel together: the same slot or none."""

from sqlalchemy.orm import Session

from webapp.ground.errors import RuleBroken
from webapp.models import Companions, Party
from webapp.services.parties import file_history
from webapp.services.visits import places


def join(session: Session, party: Party, other: Party) -> None:
    """Let two parties travel together, with whoever each already travels with."""
    if party.id == other.id:
        raise RuleBroken("companion-is-itself")
    if party.organisation_id != other.organisation_id:
        raise RuleBroken("companion-unknown")
    places.lock(session, (party.id, other.id), ())
    session.refresh(party, ["companions"])
    session.refresh(other, ["companions"])
    bond = other.companions or party.companions or Companions(organisation_id=party.organisation_id)
    joining = {*_all_of(party), *_all_of(other)}
    left = party.companions if party.companions is not bond else None
    session.add(bond)
    with file_history.recording(session, "companions", *joining):
        for each in joining:
            each.companions = bond
        session.flush()
        session.refresh(bond)
    if left is not None:
        session.delete(left)
        session.flush()


def separate(session: Session, party: Party) -> None:
    """Let a party travel on its own again; nobody is left as the companion of no one."""
    bond = party.companions
    if bond is None:
        return
    with file_history.recording(session, "companions", *bond.parties):
        party.companions = None
        session.flush()
        session.refresh(bond)
        if len(bond.parties) < 2:
            for each in list(bond.parties):
                each.companions = None
            session.flush()
            session.delete(bond)
            session.flush()


def _all_of(party: Party) -> list[Party]:
    return list(party.companions.parties) if party.companions else [party]
