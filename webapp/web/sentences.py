"""The sentences of each language: a catalogue is read once, and looked up once a request."""

from typing import Any

from flask import g
from flask_babel import Babel, Domain


class Sentences(Domain):
    """Translations as Flask-Babel finds them, kept beside the language they are of.

    A page says hundreds of sentences, and need not ask the request for its language at each.
    """

    def get_translations(self) -> Any:
        """Return the translations of the present language, also inside `force_locale`."""
        try:
            here = g.get("_flask_babel")
        except RuntimeError:  # outside of any application
            return super().get_translations()
        locale = getattr(here, "babel_locale", None)
        kept = getattr(here, "sentences", None)
        if kept is not None and kept[0] is locale:
            return kept[1]
        found = super().get_translations()
        here = g.get("_flask_babel")
        if here is not None:
            here.sentences = here.babel_locale, found
        return found

    def say(self, sentence: str) -> str:
        """Return a sentence of a template in the reader's language."""
        said: str = self.get_translations().ugettext(sentence)
        return said

    def count(self, one: str, several: str, number: int) -> str:
        """Return a sentence of a template that counts."""
        said: str = self.get_translations().ungettext(one, several, number)
        return said


SENTENCES = Sentences()


class Tongues(Babel):
    """Flask-Babel with one domain for good: a fresh one each request reads its catalogue anew."""

    @property
    def domain_instance(self) -> Domain:
        """The sentences of this process."""
        return SENTENCES
