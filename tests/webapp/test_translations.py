"""Every text of the screens, in every language that needs it."""

import re
from collections import Counter
from collections.abc import Sequence

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from local.check import WEBAPP, extracted, is_translated, wrong_translations
from local.guest_words import CODE, KINDS, OF_OTHERS, drawn, imported, of_guests, pages
from tests.webapp.visible_words import (
    TEMPLATES,
    inside_a_string,
    untranslated,
    untranslated_code,
)
from webapp.ground.languages import TRANSLATIONS
from webapp.wording.labels import LABELS

pytestmark = pytest.mark.xdist_group("translations")
"""What is found in code and templates is found once."""

LANGUAGES = sorted(path.parts[-3] for path in TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"))
LABELLED = re.compile(
    r"""(?:\blabels?\(|\bchoices\(|\bkind = )\s*"([a-z-]+)"(?:.*? else "([a-z-]+)")?"""
)
"""A kind of label where it is asked for, or where one of two is chosen."""
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sdif]|%%|\{\w*\}")
UNSAID = {"ar": {0, 1, 2}}
"""Plural forms that name their number in words: none, one and two in Arabic."""

EVERY_LANGUAGE_AT_ONCE = {"errors/500.html", "errors/503.html", "errors/plain.html"}
"""Pages for when nothing works: no catalogue either."""
INVENTED_NAMES = {"public/show_style.html"}


@pytest.fixture(scope="module", params=LANGUAGES)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    with (TRANSLATIONS / request.param / "LC_MESSAGES" / "messages.po").open("rb") as readable:
        return read_po(readable, locale=request.param)


def strings(text: str | Sequence[str] | None) -> list[str]:
    """Return the one text, or the plural forms, of a message."""
    return [text or ""] if text is None or isinstance(text, str) else list(text)


def messages(catalogue: Catalog) -> list[Message]:
    return [each for each in catalogue if each.id and any(strings(each.string))]


def placeholders(text: str) -> Counter[str]:
    return Counter(PLACEHOLDER.findall(text))


def test_every_language_has_every_sentence_a_guest_can_meet_and_french_all_of_them() -> None:
    assert wrong_translations() == []


def test_a_guest_meets_the_pages_of_their_visit_and_its_notes_and_nothing_of_staff() -> None:
    met = {text for _place, _line, text, _comments, _context in of_guests(extracted())}
    met = {text if isinstance(text, str) else text[0] for text in met}
    assert met >= {
        "Yes, I come",  # on a page
        "This is not the code. %(num)d try is left.",  # told by a view
        "You share the room with someone you do not know",  # between them and the farm
        "Sheep and goats",  # the label of a code
        "This visit no longer awaits an answer. Call the association: it can help.",  # a rule
        "Sillon: your code is %(digits)s. Good for 10 minutes; tell it to nobody.",  # a note
    }
    assert not met & {
        "Your next guests, by month",
        "Residence title until",
        "Would you like to receive, %(days)s?",
        "Choose somebody of your association who can sign in.",
    }


def test_what_a_guests_page_calls_by_its_label_is_said_in_their_languages() -> None:
    """Add the kind to `guest_words.KINDS`, or here where only farms or staff read it."""
    of_others = {"farm-missed", "farm-outcome", "farm-question", "signer"}
    places = [*drawn(), *imported(), *(each for each in CODE if each.endswith(".py"))]
    sources = [(WEBAPP / place).read_text("utf-8") for place in places]
    sources += [path.read_text("utf-8") for path in (WEBAPP / "portals/visit_page").glob("*.py")]
    named = {kind for source in sources for match in LABELLED.findall(source) for kind in match}
    assert named & LABELS.keys() - of_others <= {*KINDS}


def test_a_new_page_behind_a_link_is_a_guests_until_somebody_else_is_named() -> None:
    assert {"visit_page/show_interest.html", "visit_page/tell_missed.html"} <= {*pages()}
    missing = [each for each in OF_OTHERS if not (WEBAPP / "templates" / each).exists()]
    assert missing == [], "Take these out of guest_words.OF_OTHERS"


def test_a_language_of_which_a_sentence_is_missing_is_found() -> None:
    assert all(
        not is_translated(Catalog(locale="ti"), text, context)
        for *_place, text, _comments, context in of_guests(extracted())
    )


def test_no_translation_is_a_guess(catalogue: Catalog) -> None:
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


def test_a_translation_keeps_the_places_of_its_names_and_numbers(catalogue: Catalog) -> None:
    wrong = []
    for message in messages(catalogue):
        alone, wanted = (placeholders(strings(message.id)[end]) for end in (0, -1))
        for number, form in enumerate(strings(message.string)):
            unsaid = (
                {"%(num)d", "%(minutes)s"}
                if number in UNSAID.get(str(catalogue.locale), set())
                else set()
            )
            unsaid |= set(wanted - alone) if number == 0 else set()
            found = placeholders(form)
            if any(found[each] != wanted[each] for each in {*found, *wanted} - unsaid):
                wrong.append(form)
    assert wrong == []


def test_a_counted_text_has_every_plural_form(catalogue: Catalog) -> None:
    assert {
        len([form for form in strings(message.string) if form])
        for message in messages(catalogue)
        if message.pluralizable
    } == {catalogue.num_plurals}


def test_a_translation_begins_and_ends_as_its_text_does(catalogue: Catalog) -> None:
    assert [
        message.id
        for message in messages(catalogue)
        for first in strings(message.id)[:1]
        for form in strings(message.string)
        if (first[:1].isspace(), first[-1:].isspace()) != (form[:1].isspace(), form[-1:].isspace())
    ] == []


def test_french_keeps_its_signs_beside_their_words() -> None:
    with (TRANSLATIONS / "fr" / "LC_MESSAGES" / "messages.po").open("rb") as readable:
        french = read_po(readable, locale="fr")
    torn = re.compile(r" [:;?!»]|« |[^\s\u00a0\u202f(\[][;?!](?=\s|$)|'")
    assert [
        form
        for message in messages(french)
        for form in strings(message.string)
        if torn.search(form)
    ] == []


def test_no_template_shows_a_word_that_is_not_translated() -> None:
    templates = {path.relative_to(TEMPLATES).as_posix(): path for path in TEMPLATES.rglob("*.html")}
    assert [
        (name, words)
        for name, path in sorted(templates.items())
        if name not in EVERY_LANGUAGE_AT_ONCE | INVENTED_NAMES
        for words in untranslated(path.read_text(encoding="utf-8"))
    ] == []


def test_no_code_shows_a_word_that_is_not_translated() -> None:
    sources = [path for path in WEBAPP.rglob("*.py") if "demo" not in path.parts]
    assert [
        (path.relative_to(WEBAPP).as_posix(), phrase)
        for path in sources
        for phrase in untranslated_code(path.read_text(encoding="utf-8"))
    ] == []


def test_no_text_hides_from_the_catalogues_inside_another_string() -> None:
    with (TRANSLATIONS / "fr" / "LC_MESSAGES" / "messages.po").open("rb") as readable:
        known = read_po(readable, locale="fr")
    hidden = {each for path in WEBAPP.rglob("*.py") for each in inside_a_string(path.read_text())}
    assert sorted(each for each in hidden if each not in known) == []


@pytest.mark.parametrize(
    "template",
    [
        "<p>Two beds</p>",
        '<img alt="A farm">',
        '<td data-label="State">{{ state }}</td>',
        '{{ note("Good to know") }}',
        "{% if late %}Too late{% endif %}",
    ],
)
def test_words_in_one_language_are_found(template: str) -> None:
    assert len(untranslated(template)) == 1


@pytest.mark.parametrize(
    "template",
    [
        '<p class="Two beds">{{ _("Two beds") }} {{ 12 }} km · {{ day | dateformat("d MMM") }}</p>',
        '{# Two beds #}<img alt="{{ _("A farm") }}"><script>let beds = 2</script>',
    ],
)
def test_translated_words_names_units_and_patterns_are_not(template: str) -> None:
    assert untranslated(template) == []


def test_a_label_or_a_flashed_message_in_one_language_is_found() -> None:
    assert untranslated_code('StringField("First name"); flash("Well done"); _("Well done")') == [
        "First name",
        "Well done",
    ]
