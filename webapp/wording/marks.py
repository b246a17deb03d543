"""Words from elsewhere inside a sentence: whose language they are, and which way they run."""

from flask_babel import get_locale
from markupsafe import Markup, escape


def in_french(words: object) -> Markup:
    """Mark what stands in French wherever it is read: places, farms, what a farmer wrote.

    A reader of another language hears it in a French voice, and beside Arabic words its signs stay
    in their own order.
    """
    locale = get_locale()
    if not words or locale is None or locale.language == "fr":
        return escape(words or "")
    return Markup('<bdi lang="fr" dir="ltr">{}</bdi>').format(words)


def isolated(name: object) -> Markup:
    """Mark a name in whichever script it is written, such as an association's or a person's."""
    return Markup("<bdi>{}</bdi>").format(name) if name else Markup()
