"""The morning letter of a caseworker: numbers, and the way to the board."""

from collections.abc import Callable

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import object_session

from webapp.models import Message
from webapp.services.parties import digest
from webapp.wording.account_messages import letter
from webapp.wording.messages import Text, address, kind

LINES: dict[str, Callable[[int], str]] = {
    "help_calls": lambda n: ngettext("%(num)d call for help", "%(num)d calls for help", n),
    "guest_calls": lambda n: ngettext(
        "%(num)d visit whose guests are to be called: the farm was stopped",
        "%(num)d visits whose guests are to be called: the farm was stopped",
        n,
    ),
    "late": lambda n: ngettext(
        "%(num)d household that says it will be late",
        "%(num)d households that say they will be late",
        n,
    ),
    "no_sign": lambda n: ngettext(
        "%(num)d visit without a sign of arrival", "%(num)d visits without a sign of arrival", n
    ),
    "unsafe": lambda n: ngettext(
        "%(num)d visit with a host who lives alone by now",
        "%(num)d visits with a host who lives alone by now",
        n,
    ),
    "misfits": lambda n: ngettext(
        "%(num)d visit that no longer fits", "%(num)d visits that no longer fit", n
    ),
    "setting_out": lambda n: ngettext(
        "%(num)d departure by tomorrow whose journey is not noted as ready",
        "%(num)d departures by tomorrow whose journeys are not noted as ready",
        n,
    ),
    "immersions": lambda n: ngettext(
        "%(num)d immersion that begins, or has begun, without being accepted",
        "%(num)d immersions that begin, or have begun, without being accepted",
        n,
    ),
    "failed": lambda n: ngettext(
        "%(num)d message that did not leave", "%(num)d messages that did not leave", n
    ),
    "replies": lambda n: ngettext("%(num)d message to read", "%(num)d messages to read", n),
    "corrections": lambda n: ngettext(
        "%(num)d correction asked for", "%(num)d corrections asked for", n
    ),
    "reported": lambda n: ngettext(
        "%(num)d message that guests or a farm reported",
        "%(num)d messages that guests or a farm reported",
        n,
    ),
}


@kind(digest.KIND)
def _morning(message: Message) -> Text:
    session, user = object_session(message), message.user
    home = user.organisation_id if user else None
    counts = digest.urgent(session, home) if session and home else {}
    due = digest.follow_ups_of(session, user) if session and user else 0
    return letter(
        _("This morning: what cannot wait"),
        _("At your association, this cannot wait:"),
        "\n".join(f"– {LINES[each](count)}" for each, count in counts.items()),
        address("caseworker.show_todo"),
        *(_follow_ups(due, user.id) if user and due else ()),
        _("You can do without this letter: untick it on your account’s page."),
        address("account.edit_profile"),
    )


def _follow_ups(due: int, reader_id: int) -> tuple[str, str]:
    """Say how many follow-ups of the reader's files are due, and where they stand."""
    words = ngettext(
        "Of the files that you accompany, %(num)d follow-up is due:",
        "Of the files that you accompany, %(num)d follow-ups are due:",
        due,
    )
    return words, address("caseworker.list_follow_ups", referent=reader_id)
