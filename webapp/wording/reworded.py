"""What guests read is what was accepted last, in every process within seconds."""

import time
from io import BytesIO
from typing import cast

from babel.messages.mofile import write_mo
from babel.support import Translations
from flask import Flask
from flask_babel import Domain, get_locale
from sqlalchemy.exc import SQLAlchemyError

from webapp.ground import logs
from webapp.services.records import rewordings
from webapp.services.records.rewordings import InForce
from webapp.wording.sentences import TRANSLATED, reworded_catalogue

SECONDS = 10.0
"""So often a process looks whether another one has accepted something."""


class Reworded(Domain):
    """The catalogues, with what was accepted in place of their own words."""

    def __init__(self) -> None:
        super().__init__()
        self.looked_at = 0.0
        self._in_force: InForce = {}
        self._made: dict[str, Translations] = {}

    def take(self, in_force: InForce) -> None:
        """Say these sentences from now on; the others as the catalogues say them."""
        self.looked_at = time.monotonic()
        if in_force != self._in_force:
            self._in_force, self._made = in_force, {}

    def get_translations(self) -> Translations:
        """Return the translations into the reader's language."""
        locale = str(get_locale())
        if locale not in self._made:
            language = next((each for each in TRANSLATED if each.locale == locale), None)
            said = self._in_force.get(language.code, {}) if language else {}
            if language is None or not said:
                return cast(Translations, super().get_translations())
            file = BytesIO()
            write_mo(file, reworded_catalogue(language, said))
            file.seek(0)
            self._made[locale] = Translations(file)
        return self._made[locale]


def look_again(app: Flask, domain: Reworded) -> None:
    """Learn what other processes have accepted, now and then; what cannot be read waits.

    Not in a test of ours, whose session is its own.
    """
    if app.testing or time.monotonic() - domain.looked_at < SECONDS:
        return
    domain.looked_at = time.monotonic()
    try:
        with app.extensions["sessions"]() as session:
            domain.take(rewordings.in_force(session))
    except SQLAlchemyError as error:
        logs.log.warning("rewordings-unread", **logs.describe(error))
