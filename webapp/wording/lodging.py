"""Where guests sleep, in words for staff."""

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.services.engine.lodging import Lodging
from webapp.wording.lists import listed


def lodged(lodging: Lodging) -> str:
    """Return the rooms of some guests by name, and with whom they share them."""
    rooms = listed(_with_people(room.name, people, lodging) for room, people in lodging.rooms)
    return str(_("%(rooms)s, %(shared)s", rooms=rooms, shared=_shared(lodging)))


def _with_people(name: str, people: int, lodging: Lodging) -> str:
    return name if len(lodging.rooms) == 1 else f"{name} ({people})"


def _shared(lodging: Lodging) -> str:
    if lodging.strangers:
        shared = ngettext(
            "shared with %(num)d person whom they do not know",
            "shared with %(num)d people whom they do not know",
            lodging.strangers,
        )
        return str(shared)
    if lodging.companions:
        return str(_("shared with those they travel with"))
    return str(_("nobody else sleeps there"))
