"""Sentences that guests and hosts show each other, where the two have no language in common."""

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from webapp.ground import languages
from webapp.ground.languages import Language
from webapp.ground.tongues import understood

TO_SHOW: Final = (
    _l("Hello."),
    _l("Yes, please."),
    _l("No, thank you."),
    _l("Thank you!"),
    _l("I do not understand. Can you show me?"),
    _l("Where are the toilets, please?"),
    _l("I am hungry or thirsty."),
    _l("I do not eat this."),
    _l("I am tired and would like to rest."),
    _l("I feel ill. Please call for help."),
    _l("I would like to go home. Please call my association."),
)
"""By guests."""
BY_HOSTS: Final = (
    _l("Welcome!"),
    _l("Here is your room."),
    _l("Here are the toilets and the shower."),
    _l("Are you hungry or thirsty?"),
    _l("Do you eat this?"),
    _l("Would you like to rest?"),
    _l("I do not understand. Can you show me?"),
    _l("Careful: it is dangerous here."),
    _l("What happened?"),
    _l("Do you feel ill? Shall I call for help?"),
    _l("Thank you!"),
)
OF_A_DISCOVERY: Final = (
    _l("This is not work."),
    _l(
        "You look, you try if you like. You can go home when you like. "
        "Saying no changes nothing for you."
    ),
)
"""What hosts say beside, where the stay is no immersion with an agreement."""

Line = tuple[str, list[tuple[Language, str]]]
"""A sentence in the reader's language, and in each of the others."""


class HostCard(NamedTuple):
    """What a farm has at hand to point at: what hosts say, and what guests may wish to."""

    hosts: list[Line]
    guests: list[Line]


def phrase_card() -> list[tuple[str, str]]:
    """Return each sentence in the language of the page, and in French."""
    return [(own, french) for own, [(_language, french)] in _beside(TO_SHOW, [languages.DEFAULT])]


def host_card(spoken: Iterable[str], reader: Language, *, immersion: bool) -> HostCard | None:
    """Return the card of a farm for guests who speak these languages.

    Nothing where none of theirs is written here, but the one in which the farm reads the page.
    """
    theirs = guests_languages(spoken, reader)
    if not theirs:
        return None
    hosts = BY_HOSTS if immersion else (*BY_HOSTS, *OF_A_DISCOVERY)
    return HostCard(_beside(hosts, theirs), _beside(TO_SHOW, theirs))


def guests_languages(spoken: Iterable[str], reader: Language) -> list[Language]:
    """Return the languages of the card's other side."""
    found = (languages.find(each) for each in understood(spoken))
    return [each for each in found if each and each != reader]


def _beside(sentences: Sequence[Any], others: Sequence[Language]) -> list[Line]:
    own, said = [str(each) for each in sentences], []
    for language in others:
        with force_locale(language.locale):
            said.append([(language, str(each)) for each in sentences])
    return [(words, list(rest)) for words, *rest in zip(own, *said, strict=True)]
