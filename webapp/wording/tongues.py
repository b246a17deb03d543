"""Languages that somebody types because no list has them."""

import re

from webapp.ground.names import plain
from webapp.ground.vocabulary import LANGUAGES
from webapp.wording.labels import label

BETWEEN = re.compile(r"[,;/\n]")


def languages_named(typed: str | None) -> list[str]:
    """Return the languages that were typed, each once: its code if it has one, else its name.

    Names begin with a capital, as codes never do.
    """
    if not typed:
        return []
    codes = {plain(str(label("language", code))): code for code in LANGUAGES}
    names = [" ".join(each.split()) for each in BETWEEN.split(typed)]
    found = [codes.get(plain(name), name[:1].upper() + name[1:]) for name in names if plain(name)]
    return list(dict.fromkeys(found))
