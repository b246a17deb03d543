"""What staff call who sees to tickets, and how guests get them."""

from typing import Any, Final

from flask_babel import lazy_gettext as _l

OF_TICKETS: Final[dict[str, dict[str, Any]]] = {
    "ticket-from": {
        "association": _l("The association buys them"),
        "guest": _l("The guests buy them, and are paid back"),
        "farm": _l("The farm fetches them: no ticket"),
        "none": _l("No ticket is needed"),
    },
    "ticket-given": {
        "telephone": _l("Sent to their telephone"), "mailbox": _l("Sent to their mailbox"),
        "hand": _l("Given by hand"), "counter": _l("At the counter of the station"),
    },
}  # fmt: skip
