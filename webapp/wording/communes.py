"""Communes as they are offered, and what became of those that are no more."""

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from webapp.geography import Found, NameKind, find_commune
from webapp.geography.spelling import BESIDE


def town(code: str | None) -> str:
    """Return a commune as it is found by somebody from elsewhere; nothing where none is known."""
    commune = find_commune(code or "")
    return commune.label if commune else ""


def commune_choice(found: Found) -> str:
    """Return a commune with what tells it apart: « Guéret (23000, Creuse) · 12 715 habitants »."""
    commune, other = found.commune, found.other_name
    people = ngettext(
        "%(number)s inhabitant",
        "%(number)s inhabitants",
        commune.population,
        number=format_decimal(commune.population),
    )
    parts = [commune.label, people]
    if other and other.kind is NameKind.RENAMED:
        parts.append(_("former name: %(name)s", name=other.name))
    elif other and other.kind is NameKind.MERGED:
        parts.append(_("former commune: %(name)s", name=other.name))
    elif other:
        parts.append(_("%(name)s is there", name=other.name))
    return f" {BESIDE} ".join(parts)


def what_it_is_today(found: Found) -> str:
    """Tell which commune was meant by a name that is not its own of today; else nothing."""
    if not found.other_name:
        return ""
    names = {"name": found.other_name.name, "commune": found.commune.label}
    if found.other_name.kind is NameKind.RENAMED:
        return str(_("%(name)s is called %(commune)s today.", **names))
    if found.other_name.kind is NameKind.MERGED:
        return str(_("%(name)s is a former commune. Today it is %(commune)s.", **names))
    return str(_("%(name)s lies in this commune: %(commune)s.", **names))
