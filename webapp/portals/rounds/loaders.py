"""Whose rounds and parties someone may open: an association's, or every one for a coordinator."""

from sqlalchemy import ColumnElement, true

from webapp.models import MatchingRound, Party, Role
from webapp.web.access import find_or_404, signed_in_user


def seen_rounds() -> ColumnElement[bool]:
    """Return the condition on the rounds that the reader may open."""
    user = signed_in_user()
    if user.role is Role.COORDINATOR:
        return true()
    return MatchingRound.organisation_id == user.organisation_id


def seen_round(round_id: int, *, lock: bool = False) -> MatchingRound:
    """Return a round that the reader may open, or answer 404."""
    return find_or_404(MatchingRound, MatchingRound.id == round_id, seen_rounds(), lock=lock)


def seen_party(party_id: int) -> Party:
    """Return a party of a round that the reader may open, or answer 404."""
    user = signed_in_user()
    mine = Party.organisation_id == user.organisation_id
    condition = true() if user.role is Role.COORDINATOR else mine
    return find_or_404(Party, Party.id == party_id, condition)


def may_name(party: Party) -> bool:
    """Whether the reader sees first names: of their own association only, else the code."""
    return party.organisation_id == signed_in_user().organisation_id
