"""The facts that a yes stands on, in words: what each was, and what it is now."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from webapp.services.visits.consent import Change
from webapp.wording.days import stay_range
from webapp.wording.labels import label, labels
from webapp.wording.lists import in_a_row

OF_CODES = {
    "languages": "language", "welcome": "need", "hazards": "hazard", "house-rules": "house-rule",
}  # fmt: skip
"""Facts that are several codes, each with the kind of its label."""


def was_and_is(change: Change) -> Markup:
    """Return what a fact was and what it is now; empty where that is not told."""
    if change.before is None:
        return Markup()
    isolated = Markup("<bdi>{}</bdi>")
    told = _(
        "%(what)s: before, “%(before)s”; now, “%(after)s”",
        what=label("shown-fact", change.name),
        before=isolated.format(_in_words(change.name, change.before)),
        after=isolated.format(_in_words(change.name, change.after)),
    )
    return Markup(told)  # noqa: S704 (what is no word of ours in it is escaped above)


def _in_words(name: str, value: Any) -> str:
    if name in OF_CODES:
        return str(labels(OF_CODES[name], value)) or str(_("nothing"))
    if name == "production":
        return str(label("production", value))
    if name == "fetched":
        return str(_("yes") if value else _("no"))
    if name == "days":
        return str(stay_range(*map(date.fromisoformat, value)))
    if name == "rooms":
        return _rooms(*value)
    return _household(*value) if name == "household" else str(value)


def _rooms(beds: list[int], lockable: bool) -> str:
    words = [ngettext("%(num)d room", "%(num)d rooms", len(beds))]
    words.append(ngettext("%(num)d bed", "%(num)d beds", sum(beds)))
    return in_a_row([*words, _("with a lock")] if lockable else words)


def _household(adults: int | None, woman: bool, women_only: bool) -> str:
    told = [ngettext("%(num)d adult", "%(num)d adults", adults)] if adults else []
    told.append(_("a woman among them") if woman else _("no woman among them"))
    return in_a_row([*told, _("only women as guests")] if women_only else told)
