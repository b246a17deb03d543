"""The intake form for field teams: an XLSForm, whose answers are imported as any table is.

ODK Collect and KoboCollect ask it without network. One answer is one person; who travels with whom
is said by a word that their answers share.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from webapp.ground.clock import today
from webapp.ground.languages import find
from webapp.ground.vocabulary import (
    CHANNELS,
    FRAMES,
    FRENCH_LEVELS,
    LANGUAGES,
    NEEDS,
    PRODUCTIONS,
    SEXES,
)
from webapp.portals.caseworker import portal
from webapp.portals.caseworker.party_columns import COLUMNS
from webapp.portals.caseworker.party_forms import OLDEST
from webapp.services.imports.writing import MIMETYPES, written_sheets
from webapp.wording import label

ASKED_IN: Final = ("fr", "ar")
LISTS: Final = {
    "sex": SEXES,
    "language": LANGUAGES,
    "french": FRENCH_LEVELS,
    "need": NEEDS,
    "production": PRODUCTIONS,
    "frame": FRAMES,
    "channel": CHANNELS,
}
"""The lists of choices, each a vocabulary."""
YES_NO: Final = {"1": _l("Yes"), "0": _l("No")}


class Question(NamedTuple):
    """A question of the form: which column its answer is imported as, and how it is asked."""

    column: str
    kind: str
    required: bool = False
    constraint: str = ""
    default: str = ""


def questions() -> list[Question]:
    """Return what is asked, in order."""
    year = today().year
    return [
        Question("household", "text"),
        Question("first_name", "text", required=True),
        Question("last_name", "text"),
        Question("sex", "select_one sex", required=True),
        Question("birth_year", "integer", True, f". >= {year - OLDEST} and . <= {year}"),
        Question("languages", "select_multiple language"),
        Question("french", "select_one french"),
        Question("reads", "select_one yes_no", default="1"),
        Question("commune", "text", required=True),
        Question("postcode", "text", constraint="regex(., '^[0-9]{5}$')"),
        Question("phone", "text"),
        Question("phone_shared", "select_one yes_no"),
        Question("email", "text"),
        Question("channel", "select_one channel"),
        Question("needs", "select_multiple need"),
        Question("interpreter", "select_one yes_no"),
        Question("private", "select_one yes_no"),
        Question("wishes", "select_multiple production", constraint="count-selected(.) <= 3"),
        Question("frames", "select_multiple frame", default="discovery"),
        Question("available_from", "date"),
        Question("available_until", "date"),
    ]


@portal.get("/imports/form.xlsx")
def download_form() -> Response:
    """Give the form."""
    sheets = [("survey", _survey()), ("choices", _choices()), ("settings", _settings())]
    return Response(
        written_sheets([(name, [*map(list, rows)]) for name, rows in sheets]),
        content_type=MIMETYPES["xlsx"],
        headers={"Content-Disposition": "attachment; filename=sillon.xlsx"},
    )


def _in_each(words: Any) -> list[str]:
    """Return words in each language in which the form is asked."""
    said = []
    for code in ASKED_IN:
        language = find(code)
        assert language is not None  # noqa: S101 (it is offered to everyone)
        with force_locale(language.locale):
            said.append(str(words))
    return said


def _languages() -> list[str]:
    """Return the header of the columns of labels, as the format writes a language."""
    found = [find(code) for code in ASKED_IN]
    return [f"label::{each.name} ({each.code})" for each in found if each is not None]


def _survey() -> Iterator[list[str]]:
    yield ["type", "name", *_languages(), "required", "constraint", "default"]
    labels = {column.name: column.label for column in COLUMNS}
    for each in questions():
        asked = [each.kind, each.column, *_in_each(labels[each.column])]
        yield [*asked, "yes" if each.required else "", each.constraint, each.default]


def _choices() -> Iterator[list[str]]:
    yield ["list_name", "name", *_languages()]
    for code, words in YES_NO.items():
        yield ["yes_no", code, *_in_each(words)]
    for name, codes in LISTS.items():
        for code in codes:
            yield [name, code, *_in_each(label(name, code))]


def _settings() -> Iterator[list[str]]:
    yield ["form_title", "form_id", "version", "default_language"]
    yield ["Sillon", "sillon_party", today().strftime("%Y%m%d"), "Français (fr)"]
