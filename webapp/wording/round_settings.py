"""What a round, or one run of it, was asked, setting by setting."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _

from webapp.services.rounds import levels_of
from webapp.wording.days import day_range
from webapp.wording.labels import label, labels


def settings_said(settings: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return each setting of a run and what it was, in words, always in one order."""
    moves = settings["max_moves"]
    return [
        (_("Days"), day_range(*(date.fromisoformat(day) for day in settings["days"]))),
        *(
            (str(label("criterion", criterion)), str(label("level", level)))
            for criterion, level in levels_of(settings["weights"]).items()
        ),
        (_("A minimum of places for each group"), _floors(settings["floors_by"])),
        (
            _("How many files may get another place than now"),
            str(_("As many as it takes") if moves is None else moves),
        ),
        (_("By what this round will be judged"), labels("judged-by", settings["judged_by"]) or "–"),
        (_("Files left out by choice"), str(settings["without"])),
        (_("Pairs to keep"), str(settings["kept"])),
        (_("Pairs refused"), str(settings["refused"])),
        (_("Pairs made sure to be safe"), str(settings["lifted"])),
    ]


def _floors(grouping: str | None) -> str:
    return str(label("group", grouping) if grouping else _("Not asked"))


def run_name(number: int) -> str:
    """Return what a run of a round is called."""
    return str(_("Run %(number)d", number=number))
