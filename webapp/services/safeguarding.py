"""Who is never proposed to a host living alone, unless lifted with a written reason."""

from datetime import date

from webapp.models import Farm, Party


def needs_lift(party: Party, farm: Farm, on: date) -> bool:
    """Whether a lone woman, or a woman alone with children, would stay with a lone host."""
    men, women, _children = party.count(on)
    return farm.host_lives_alone and women == 1 and men == 0
