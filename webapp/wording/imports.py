"""What is said of imports: why a table is refused, and how far one is."""

from collections.abc import Callable
from typing import Any, Final, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.ground.errors import RuleBroken
from webapp.wording.lists import listed

LABELS: Final[dict[str, dict[str, Any]]] = {
    "export-reason": {
        "field-work": _l("To work where there is no network"),
        "own-records": _l("For the records of our association"),
        "asked-by-the-person": _l("The person asked for it"),
        "other": _l("Another reason"),
    },
    "table-kind": {
        "parties": _l("People"),
        "farms": _l("Farms"),
        "visits": _l("Visits"),
        "audit": _l("Audit"),
    },
    "import-state": {
        "read": _l("Columns to name"),
        "checking": _l("Being looked at"),
        "checked": _l("To be read over"),
        "importing": _l("Under way"),
        "done": _l("Imported"),
        "undoing": _l("Being undone"),
        "undone": _l("Undone"),
    },
    "export-failure": {
        "export-broke": _l(
            "No table was made: the fault is ours. Try once more; if it fails again, tell us."
        ),
    },
    "directory-failure": {
        "directory-broke": _l(
            "Nothing was loaded: the fault is ours. Try once more; if it fails again, tell us."
        ),
    },
    "import-failure": {
        "import-changed": _l(
            "Nothing was imported: something has changed since the rows were looked at. "
            "Have them looked at again."
        ),
        "import-broke": _l(
            "Nothing was imported: the fault is ours. Try once more; if it fails again, tell us."
        ),
    },
    "undoing-failure": {
        "import-in-use": _l(
            "Nothing was undone: meanwhile something had been done with some of what it made."
        ),
        "import-broke": _l(
            "Nothing was undone: the fault is ours. Try once more; if it fails again, tell us."
        ),
    },
    "import-stopping": {
        "checking": _l("It is being stopped: nothing of it is kept."),
        "importing": _l("It is being stopped: nothing of it is kept."),
        "undoing": _l("It is being stopped: nothing is undone."),
    },
}

SENTENCES: Final[dict[str, Callable[[RuleBroken], str]]] = {
    "table-too-large": lambda _rule: _(
        "This table is too large: send 10,000 rows and 8 MB at most, in several tables if need be."
    ),
    "table-locked": lambda _rule: _(
        "A password protects this file: save it without one, then send it."
    ),
    "table-unreadable": lambda _rule: _(
        "This is no table that can be read: save it as Excel (.xlsx), LibreOffice (.ods) or CSV."
    ),
    "table-empty": lambda _rule: _("Nothing stands in this table, or its sheets are hidden."),
    "table-row-broken": lambda rule: _(
        "Row %(row)s does not end: a quotation mark is not closed. Correct it, then send the file.",
        row=rule.facts["row"],
    ),
    "import-changed": lambda _rule: _(
        "Nothing was imported: something has changed since the rows were looked at. "
        "Have them looked at again."
    ),
    "import-in-use": lambda rule: _(
        "This import can no longer be undone: something was done with %(codes)s.",
        codes=listed(cast(list[str], rule.facts["codes"])),
    ),
}
