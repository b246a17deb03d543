"""Who is never proposed to a host living alone, unless lifted with a written reason."""

from datetime import date

from webapp.models import Farm, Party


def needs_lift(party: Party, farm: Farm, on: date) -> bool:
    """Whether a lone adult not known to be a man, with or without children, meets a lone host.

    A sex that is not said counts as a woman's here: the careful side.
    """
    adults = [person for person in party.persons if person.is_adult(on)]
    accompanied = len(adults) > 1 or any(person.sex == "man" for person in adults)
    return farm.host_lives_alone and not accompanied
