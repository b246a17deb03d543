"""Who writes in the thread of a visit, and its ready sentences."""

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from webapp.ground import languages

OF_THREADS = {
    "thread-writer": {
        "party": _l("The guests"), "farm": _l("The farm"), "association": _l("The association"),
    },
    "thread-card": {
        "at-station": _l("I am at the station."),
        "late": _l("I will be late."),
        "late-train": _l("The train is late: I will be late."),
        "late-missed": _l("I missed my train or coach. I take the next one."),
        "late-rest": _l("I need a rest. I will be late."),
        "we-at-station": _l("We are at the station."),
        "we-late": _l("We will be late."),
        "we-late-train": _l("The train is late: we will be late."),
        "we-late-missed": _l("We missed our train or coach. We take the next one."),
        "we-late-rest": _l("We need a rest. We will be late."),
        "fetch": _l("I come to fetch you."),
        "wait-at-station": _l("Please wait at the station."),
        "thanks": _l("Thank you!"),
        "not-understood": _l("I do not understand. Please call the association."),
    },
}  # fmt: skip


def card_in(card: str, language: str) -> str:
    """Return a ready sentence in the language in which it was chosen."""
    with force_locale(languages.read_in(language).locale):
        return str(OF_THREADS["thread-card"].get(card, card))
