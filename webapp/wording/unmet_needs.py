"""What staff and farms read of a need that a place does not meet."""

from typing import Any

from flask_babel import lazy_gettext as _l

NOT_MET: dict[str, Any] = {
    "no-dogs": _l("there are dogs on the farm"),
    "lockable-room": _l("no room locks there"),
    "woman-host": _l("no woman is among the hosts"),
    "women-only-group": _l("men could be among the guests"),
    "step-free": _l("there are steps"),
    "quiet-place": _l("it is not a quiet place"),
    "station-pickup": _l("nobody comes to the station"),
    "no-pork": _l("there are no meals without pork"),
    "halal-menu": _l("there are no halal meals"),
    "vegetarian": _l("there are no vegetarian meals"),
    "childcare": _l("nobody looks after children"),
    "accompanied-trip": _l("nobody travels along"),
}
"""What a farm that does not meet a need is like, as part of a sentence."""
