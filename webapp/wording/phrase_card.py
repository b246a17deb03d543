"""Sentences that guests show to their hosts, where the two have no language in common."""

from typing import Final

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from webapp.ground import languages

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


def phrase_card() -> list[tuple[str, str]]:
    """Return each sentence in the language of the page, and in French."""
    own = [str(each) for each in TO_SHOW]
    with force_locale(languages.DEFAULT.locale):
        return list(zip(own, map(str, TO_SHOW), strict=True))
