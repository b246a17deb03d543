"""All that matters of a file on paper, in the language of its people (GDPR, article 15)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.geography import find_commune
from webapp.ground.clock import PARIS
from webapp.ground.isolates import isolated, left_to_right
from webapp.models import Contact, FarmContact, Party, Visit
from webapp.services.visits.counted import COUNTED
from webapp.wording.days import day_range, format_date
from webapp.wording.labels import label
from webapp.wording.lists import in_a_row
from webapp.wording.people import telephone

if TYPE_CHECKING:
    from webapp.pdf import PdfDocument

IN_FULL: Final = {"parties", "persons", "availabilities", "visits", "contacts"}
"""The tables that are told word by word."""
BY_DAYS: Final[dict[Any, tuple[str, ...]]] = {
    _l("Workshops"): ("seats", "attendances", "waivers"),
    _l("Your path: goals, steps, obstacles"): (
        "goals", "obstacles", "steps", "case_decisions", "assessments",
    ),
    _l("Absences that were talked about"): ("absence_reviews", "talk_attempts", "missed_words"),
    _l("Somebody else opened your file in an emergency"): ("urgent_readings",),
    _l("Messages, answers, codes and links"): (
        "messages", "replies", "phone_codes", "visit_sessions",
    ),
    _l("Help that was asked for"): ("help_calls", "guest_calls"),
    _l("After your visits"): (
        "follow_ups", "relationships", "attestations", "thanks_cards", "agreements",
        "agreement_versions", "agreement_signatures",
    ),
    _l("Plans and decisions about visits"): (
        "misfits", "planned_matches", "person_stays", "refusals", "round_decisions",
        "visit_notes", "farm_notes", "thread_lines",
    ),
    _l("How your file came and changed"): (
        "referrals", "file_changes", "merges", "alike_files", "engagements", "transfers",
    ),
}  # fmt: skip
"""Those of which the paper says how much there is, and of which days."""


def as_pdf(
    party: Party,
    contacts: Sequence[Contact | FarmContact],
    readings: int,
    kept: Mapping[str, Any],
) -> bytes:
    """Return what is kept, readable; the file in JSON has every column.

    Parameters
    ----------
    contacts
        The log of calls and meetings with them.
    readings
        How often somebody looked at the file.
    kept
        What is handed out of it, by table (`retention.export.everything_kept`).
    """
    from webapp.pdf import PdfDocument  # noqa: PLC0415 (slow to import; few pages need it)

    spoken = party.reads_in
    with force_locale(spoken.locale):
        document = PdfDocument(spoken, _("What we keep about you"), foot=party.code)
        _people(document, party)
        _wishes(document, party)
        _visits(document, party)
        document.heading(_("What was noted"))
        noted = [f"{format_date(each.on, 'medium')}: {isolated(each.words)}" for each in contacts]
        noted += [isolated(party.notes)] if party.notes else []
        document.facts([(each, "") for each in noted] or [("–", "")])
        _by_days(document, kept)
        document.small(
            _("This paper is the short form: your association can give you a file with every word. "
              "What was told of incidents and after visits is read by the coordinators alone: they "
              "tell you what is kept there.")
        )  # fmt: skip
        document.small(_("Your file was read %(num)s times.", num=left_to_right(str(readings))))
        document.small(
            _("You can have it corrected or erased: ask %(association)s.",
              association=isolated(party.organisation.name))
        )  # fmt: skip
        return document.content()


def _people(document: "PdfDocument", party: Party) -> None:
    document.heading(_("Who you are"))
    for person in party.persons:
        name = isolated(f"{person.first_name} {person.last_name}")
        born = left_to_right(str(person.birth_year))
        spoken = [str(label("language", code)) for code in person.languages]
        about = in_a_row([str(label("sex", person.sex)), *spoken])
        document.facts([(in_a_row([name, born]), about)])
    commune = find_commune(party.commune)
    phone = left_to_right(telephone(party.phone)) if party.phone else "–"
    home = isolated(commune.label) if commune else "–"
    document.facts([(phone, _("Your telephone number")), (home, _("Where you live"))])
    if party.email:
        document.facts([(left_to_right(party.email), _("Your e-mail address"))])


def _wishes(document: "PdfDocument", party: Party) -> None:
    document.heading(_("What you need and wish"))
    told = [str(label("need", each)) for each in party.needs]
    told += [str(label("production", each)) for each in party.wishes]
    document.facts([(each, "") for each in told] or [("–", "")])
    days = [day_range(each.first_day, each.last_day) for each in party.availabilities]
    document.facts([(each, _("Days on which you are free")) for each in days])


def _visits(document: "PdfDocument", party: Party) -> None:
    document.heading(_("Your visits"))
    in_order = sorted(party.visits, key=lambda each: each.arrival)
    agreed = [each for each in in_order if each.both_said_yes and each.state in COUNTED]
    told = [(_days(each), isolated(each.farm.name)) for each in agreed]
    others = str(_("Other visits that were proposed"))
    told += [(_days(each), others) for each in in_order if each not in agreed]
    document.facts(told or [("–", "")])


def _days(visit: Visit) -> str:
    return day_range(visit.arrival, visit.departure)


def _by_days(document: "PdfDocument", kept: Mapping[str, Any]) -> None:
    """Say of each table that is not told in full how many rows it has, and their days."""
    document.heading(_("Also kept, with its days"))
    told = []
    for heading, tables in BY_DAYS.items():
        rows = [row for table in tables for row in kept.get(table, [])]
        days = sorted({found for row in rows if (found := _day_of(row))})
        if rows:
            told.append((_numbered(len(rows), days), str(heading)))
    document.facts(told or [("–", "")])


def _numbered(rows: int, days: list[date]) -> str:
    number = left_to_right(str(rows))
    return f"{number} ({in_a_row([format_date(each) for each in days])})" if days else number


def _day_of(row: Mapping[str, Any]) -> date | None:
    """Return the first day or instant that a row holds, as a day in France."""
    found = next((value for value in row.values() if isinstance(value, date)), None)
    return found.astimezone(PARIS).date() if isinstance(found, datetime) else found
