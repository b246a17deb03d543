"""The labels of incidents: what they are about, how grave, what was done."""

from typing import Any

from flask_babel import lazy_gettext as _l

OF_INCIDENTS: dict[str, dict[str, Any]] = {
    "incident-kind": {
        "hurt": _l("Somebody was hurt, threatened or touched"),
        "forced": _l("Somebody had to work, or could not leave"),
        "accident": _l("An accident, or something dangerous"),
        "behaviour": _l("Words or behaviour that are not right"),
        "lodging": _l("The room, the meals or the journey"),
        "data": _l("Names, numbers or papers in wrong hands"),
        "other": _l("Something else"),
        "safety": _l("A visit refused or ended for safety"),
    },
    "severity": {
        "minor": _l("Minor"), "moderate": _l("Moderate"), "serious": _l("Serious"),
    },
    "incident-step": {
        "measure": _l("What was done"), "judged": _l("Judged anew"),
        "closed": _l("Closed"), "reopened": _l("Opened again"),
    },
}  # fmt: skip
