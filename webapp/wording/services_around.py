"""How a service around is told, and what is wrong with the files of a directory."""

import re
from collections.abc import Callable, Sequence
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.geography import find_commune
from webapp.ground.errors import RuleBroken
from webapp.ground.isolates import isolated
from webapp.models import ServiceAround
from webapp.services.around import schema
from webapp.services.around.loading import Mistake
from webapp.wording.days import format_date
from webapp.wording.lists import in_a_row

AT_MOST = 60
"""Letters of a cell that are told again."""

DAYS = {
    "Mo": "lun.", "Tu": "mar.", "We": "mer.", "Th": "jeu.", "Fr": "ven.", "Sa": "sam.",
    "Su": "dim.", "PH": "jours fériés", "SH": "vacances scolaires", "off": "fermé",
}  # fmt: skip
"""What OpenStreetMap writes of opening hours, in French."""
IN_OSM = re.compile(rf"\b(?:{'|'.join(DAYS)})\b")

OF_A_LINE: dict[str, Callable[[dict[str, str]], str]] = {
    "empty": lambda said: _("“%(column)s” is empty.", **said),
    "no-day": lambda said: _("“%(said)s” in “%(column)s” is no day.", **said),
    "day-to-come": lambda said: _("%(said)s in “%(column)s” is still to come.", **said),
    "no-number": lambda said: _("“%(said)s” in “%(column)s” is no number.", **said),
    "no-list": lambda said: _("“%(said)s” in “%(column)s” is no list.", **said),
    "no-code": lambda said: _("The schema has no “%(said)s” in “%(column)s”.", **said),
    "no-commune": lambda said: _("No commune of today has the INSEE code “%(said)s”.", **said),
    "no-structure": lambda said: _("No structure has the id “%(said)s”.", **said),
    "twice": lambda said: _("The id “%(said)s” stands further up already.", **said),
    "too-long": lambda said: _("“%(column)s” is far too long.", **said),
}


def mistake(made: Mistake) -> str:
    """Say what is wrong with a line, and where."""
    facts = {name: _shortened(said) for name, said in made.facts.items()}
    where = _("%(file)s, line %(line)d", file=made.file, line=made.line)
    return str(_("%(where)s: %(what)s", where=where, what=OF_A_LINE[made.code](facts)))


def mistakes(made: Sequence[Mistake], count: int) -> list[str]:
    """Say what is wrong, and how many lines more are."""
    told = [mistake(each) for each in made]
    more = count - len(told)
    rest = ngettext("%(num)d more line is wrong.", "%(num)d more lines are wrong.", more)
    return [*told, str(rest)] if more else told


def _shortened(said: str) -> str:
    return said if len(said) <= AT_MOST else f"{said[:AT_MOST]}…"


def _lines(rule: RuleBroken) -> str:
    made = cast(list[Mistake], rule.facts["mistakes"])
    told = mistakes(made, cast(int, rule.facts["count"]))
    return "\n".join([*told, str(_("Nothing was loaded."))])


SENTENCES: dict[str, Callable[[RuleBroken], str]] = {
    "services-unreadable": lambda rule: _(
        "%(file)s is neither CSV nor JSON in UTF-8. Nothing was loaded.", **_named(rule)
    ),
    "services-columns": lambda rule: _(
        "%(file)s lacks these columns: %(columns)s. Nothing was loaded.",
        **_named(rule),
        columns=in_a_row(cast(list[str], rule.facts["columns"])),
    ),
    "services-line-broken": lambda rule: _(
        "Line %(line)s of %(file)s is broken off, or has more or fewer cells than there are "
        "columns. Nothing was loaded.",
        **_named(rule),
        line=rule.facts["line"],
    ),
    "services-lines": _lines,
    "services-none": lambda _rule: _(
        "There is no service for these départements in the files. Nothing was loaded."
    ),
    "directory-under-way": lambda _rule: _(
        "Another directory is being loaded: stop it, or wait until it is."
    ),
    "directory-let-go": lambda _rule: _("These files are kept no more: send them again."),
    "service-gone": lambda _rule: _(
        "This service stands in the directory no more: choose another."
    ),
}


def _named(rule: RuleBroken) -> dict[str, Any]:
    return {"file": rule.facts["file"]}


def french(kind: str, codes: Sequence[str]) -> str:
    """Return the schema's own French words for codes of one of its lists."""
    words = schema.labels(kind)
    return in_a_row([words.get(each, each) for each in codes])


def place(service: ServiceAround) -> str:
    """Return where a service is, on one line; empty where one only calls or writes."""
    commune = find_commune(service.commune or "")
    if commune is None or service.reception == [schema.FROM_A_DISTANCE]:
        return ""
    town = " ".join(filter(None, [service.postcode, commune.name]))
    return " · ".join(filter(None, [service.address, town]))


def hours(service: ServiceAround) -> str:
    """Return when it is open, its days named in French as the rest of what it says."""
    return IN_OSM.sub(lambda found: DAYS[found[0]], service.hours or "")


def source(service: ServiceAround) -> str:
    """Return who publishes what is said of a service, under which licence, and of which day."""
    told = service.publication
    return in_a_row([isolated(told.named), format_date(told.as_of, "long")])
