"""What an agreement says, field by field of the State's form, in French."""

import json
from collections.abc import Mapping
from datetime import date
from itertools import groupby
from typing import Any

from flask_babel import force_locale

from webapp.geography import find_commune
from webapp.ground import languages
from webapp.models import HOURS, Agreement
from webapp.services.agreements.state_form import SOURCE, Field, fields
from webapp.wording.agreements import hours_said, weekday
from webapp.wording.days import format_date
from webapp.wording.labels import label
from webapp.wording.lists import in_a_row
from webapp.wording.people import telephone

Filled = list[tuple[Field, str]]
HEADER = ("Partie", "Champ", "Valeur")


def filled(said: Mapping[str, Any]) -> Filled:
    """Return each field of the form with what a version says of it; nothing where it is unknown."""
    with force_locale(languages.DEFAULT.locale):
        known = _values(said)
    return [(field, known.get(field.name, "")) for field in fields()]


def by_part(rows: Filled) -> list[tuple[str, Filled]]:
    """Return the fields by the part of the form in which they stand."""
    return [(part, list(each)) for part, each in groupby(rows, key=lambda row: row[0].part)]


def as_json(agreement: Agreement, rows: Filled) -> str:
    """Return the fields for a program, with what they are of and where their order is written."""
    said = {
        "agreement": agreement.id,
        "version": agreement.version,
        "state": agreement.state.value,
        "source": SOURCE,
        "fields": [
            {"name": field.name, "part": field.part, "label": field.label, "value": value}
            for field, value in rows
        ],
    }
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def as_rows(rows: Filled) -> list[tuple[str, str, str]]:
    """Return the fields for a spreadsheet."""
    return [(field.part, field.label, value) for field, value in rows]


def _values(said: Mapping[str, Any]) -> dict[str, str]:
    terms, person, farm = said["terms"], said["person"], said["farm"]
    commune = find_commune(farm["commune"]) if farm["commune"] else None
    body = {f"prescriber-{name}": said["prescriber"][name]
            for name in ("name", "address", "number", "signatory")}  # fmt: skip
    beside = {
        f"{who}-{what}": terms[f"{who}_{what}"]
        for who in ("representative", "emergency", "tutor")
        for what in ("name", "phone")
    }
    phones = {name: telephone(value) if value else "" for name, value in beside.items()
              if name.endswith("-phone")}  # fmt: skip
    return {
        **body,
        **beside,
        **phones,
        "prescriber-kind": str(label("prescriber-kind", said["prescriber"]["kind"])),
        "person-first-name": person["first_name"],
        "person-last-name": person["last_name"],
        "person-phone": telephone(person["phone"]) if person["phone"] else "",
        "farm-name": farm["name"],
        "farm-hosts": farm["hosts"],
        "farm-phone": telephone(farm["phone"]) if farm["phone"] else "",
        "tutor-job": terms["tutor_job"],
        "place": in_a_row(filter(None, [farm["address"], commune.label if commune else ""])),
        **{f"{each}-day": _day(said[f"{each}_day"]) for each in ("first", "last")},
        "hours": in_a_row(f"{weekday(number)} {terms[name]}"
                          for number, name in enumerate(HOURS, start=1) if terms[name]),
        "weekly-hours": hours_said(said["weekly"]),
        "purpose": str(label("purpose", said["purpose"])),
        **{name: terms[name] for name in ("equipment", "trade", "tasks", "goals")},
    }  # fmt: skip


def _day(written: str) -> str:
    return format_date(date.fromisoformat(written), "dd/MM/yyyy")
