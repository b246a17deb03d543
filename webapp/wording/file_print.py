"""All that matters of a file on paper, in the language of its people (GDPR, article 15)."""

from collections.abc import Sequence

from flask_babel import force_locale
from flask_babel import gettext as _

from webapp.geography import find_commune
from webapp.ground import languages
from webapp.models import Contact, FarmContact, Party
from webapp.pdf import PdfDocument, isolated, left_to_right
from webapp.wording.days import format_date, stay_range
from webapp.wording.labels import label
from webapp.wording.lists import in_a_row
from webapp.wording.people import telephone


def as_pdf(party: Party, contacts: Sequence[Contact | FarmContact], readings: int) -> bytes:
    """Return what is kept, readable; the file in JSON has every column.

    Parameters
    ----------
    contacts
        The log of calls and meetings with them.
    readings
        How often somebody looked at the file.
    """
    spoken = languages.read_in(party.language, party.languages)
    with force_locale(spoken.locale):
        document = PdfDocument(spoken, _("What we keep about you"), foot=party.code)
        _people(document, party)
        _wishes(document, party)
        _visits(document, party)
        document.heading(_("What was noted"))
        noted = [f"{format_date(each.on, 'medium')}: {isolated(each.words)}" for each in contacts]
        noted += [isolated(party.notes)] if party.notes else []
        document.facts([(each, "") for each in noted] or [("–", "")])
        document.small(_("Your file was read %(num)s times.", num=left_to_right(str(readings))))
        document.small(
            _("You can have it corrected or erased: ask %(association)s.",
              association=isolated(party.organisation.name))
        )  # fmt: skip
        return document.content()


def _people(document: PdfDocument, party: Party) -> None:
    document.heading(_("Who you are"))
    for person in party.persons:
        name = isolated(f"{person.first_name} {person.last_name}")
        born = left_to_right(str(person.birth_year))
        spoken = in_a_row(str(label("language", code)) for code in person.languages)
        document.facts([(f"{name}, {born}", spoken)])
    commune = find_commune(party.commune)
    phone = left_to_right(telephone(party.phone)) if party.phone else "–"
    home = isolated(commune.label) if commune else "–"
    document.facts([(phone, _("Your telephone number")), (home, _("Where you live"))])


def _wishes(document: PdfDocument, party: Party) -> None:
    document.heading(_("What you need and wish"))
    told = [str(label("need", each)) for each in party.needs]
    told += [str(label("production", each)) for each in party.wishes]
    document.facts([(each, "") for each in told] or [("–", "")])
    days = [stay_range(each.first_day, each.last_day) for each in party.availabilities]
    document.facts([(each, _("Days on which you are free")) for each in days])


def _visits(document: PdfDocument, party: Party) -> None:
    document.heading(_("Your visits"))
    told = [
        (stay_range(visit.arrival, visit.departure), isolated(visit.farm.name))
        for visit in sorted(party.visits, key=lambda each: each.arrival)
    ]
    document.facts(told or [("–", "")])
