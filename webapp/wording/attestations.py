"""What an attestation says, in a language: a sentence to show, and a line for a CV."""

from dataclasses import dataclass
from datetime import date

from flask_babel import force_locale
from flask_babel import gettext as _

from webapp.geography import find_commune
from webapp.ground import languages
from webapp.ground.languages import Language
from webapp.models import Attestation, Visit
from webapp.wording.days import format_date
from webapp.wording.labels import label
from webapp.wording.lists import listed
from webapp.wording.messages import address


@dataclass(frozen=True)
class Said:
    """An attestation in one language."""

    language: Language
    title: str
    sentence: str
    not_work: str
    """That nobody worked; empty for an immersion, which is of another kind."""
    line: str
    """For a CV."""
    issued: str
    checked: str
    """Where its number is checked."""


FIRST_STRONG, END = "\u2068", "\u2069"
"""Signs that keep a name in its own order inside a sentence that runs the other way."""


def _apart(name: object) -> str:
    return f"{FIRST_STRONG}{name}{END}"


@dataclass(frozen=True)
class _Words:
    """What is said of a visit alone, or of a workshop alone."""

    title: str
    sentence: str
    line: str
    not_work: str = ""


def said(attestation: Attestation, language: Language) -> Said:
    """Return an attestation in a language."""
    with force_locale(language.locale):
        visit = attestation.visit
        words = _of_visit(attestation, visit) if visit else _of_workshop(attestation)
        where = _apart(checked_at(attestation))
        number, day = _apart(attestation.number), format_date(attestation.issued_on, "long")
        return Said(
            language=language,
            **vars(words),
            issued=str(_("Number %(number)s, issued on %(day)s", number=number, day=day)),
            checked=str(_("Whoever reads this can check its number: %(address)s", address=where)),
        )


def _of_visit(attestation: Attestation, visit: Visit) -> _Words:
    commune = find_commune(attestation.commune or "")
    place = _apart(commune.label if commune else "")
    trade = str(label("production", attestation.production or ""))
    sentence = _(
        "%(name)s was at the farm %(farm)s, %(commune)s, from %(first)s to %(last)s, to "
        "discover a trade: %(trade)s.",
        name=_apart(attestation.name),
        farm=_apart(attestation.farm),
        commune=place,
        first=format_date(visit.arrival, "long"),
        last=format_date(visit.departure, "long"),
        trade=trade,
    )
    facts = {"trade": trade, "commune": place, "month": format_date(visit.arrival, "MMMM y")}
    to_discover = attestation.frame == "discovery"
    return _Words(
        title=str(_("Attestation of a visit")),
        sentence=str(sentence),
        not_work=str(_("It was a stay to discover, without work and without pay."))
        if to_discover
        else "",
        line=str(
            _("Discovery visit to a farm (%(trade)s), %(commune)s, %(month)s", **facts)
            if to_discover
            else _("Immersion on a farm (%(trade)s), %(commune)s, %(month)s", **facts)
        ),
    )


def _of_workshop(attestation: Attestation) -> _Words:
    days = [date.fromisoformat(each) for each in attestation.days or ()]
    workshop = _apart(attestation.workshop)
    sentence = _(
        "%(name)s took part in the workshop “%(workshop)s”: %(days)s.",
        name=_apart(attestation.name),
        workshop=workshop,
        days=listed([format_date(each, "long") for each in days]),
    )
    month = format_date(days[-1], "MMMM y") if days else ""
    return _Words(
        title=str(_("Attestation of a workshop")),
        sentence=str(sentence),
        line=str(_("Workshop “%(workshop)s”, %(month)s", workshop=workshop, month=month)),
    )


def in_both(attestation: Attestation, theirs: Language) -> list[Said]:
    """Return an attestation in French, for who is shown it, and in a language of the person."""
    return [said(attestation, each) for each in dict.fromkeys((languages.DEFAULT, theirs))]


def checked_at(attestation: Attestation) -> str:
    """Return the address of the public page that says whether its number is valid."""
    return address("public.check_attestation", attestation_number=attestation.number)
