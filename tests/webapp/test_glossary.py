"""One word per thing on French screens: the one that the glossary gives."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from webapp.ground.languages import TRANSLATIONS

GLOSSARY = Path(__file__).parents[2] / "docs" / "glossary.md"
OTHER_WORDS = {
    r"\bapprobation|\bapprouv|\baccords?\b": "agrément",
    r"\bcouchages?\b": "lit",
    r"\bdates? (est|sont|libre|ouverte|enregistrée|retirée|à venir|tombent)": "créneau",
    r"\bséjours? (à ouvrir|ouvert|laissé)|ouvert \S+ séjour": "créneau",
    r"\b(vos|mes|ses) dates\b": "créneau",
    r"\bplaces? (que personne|de nouveau|disponible)|\baccueils? (qui|semblable|essayé)": "créneau",
    r"visites? de découverte": "séjour découverte",
    r"\bsession est fermée|\bla session\b.*connexion": "compte",
    r"\brègles? de protection": "exclusion de sécurité",
    r"\bvœux?\b": "souhait",
}
"""What was written for a thing that has a word, to that word."""
OTHER_WORDS_IN_ARABIC = {
    r"أحرار": "متفرّغ",  # of free people: who is not in prison
    r"\bكود|شفر": "رمز",
    r"منظم[ةا]": "جمعية",
    r"\bزوّ?ار\b|\bزائر": "ضيف",
    r"ترجمان": "مترجم",
    r"تلفون|جوّ?ال": "هاتف",
    r"\bنأخذكم|\bسنأخذكم": "تأتي المزرعة لأخذكم",  # the farm comes, not the association
}


def texts(language: str = "fr") -> list[str]:
    """Return every text of the screens in a language, each plural form alone."""
    with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as readable:
        strings = [message.string for message in read_po(readable, locale=language) if message.id]
    return [form for each in strings for form in ([each] if isinstance(each, str) else each or ())]


def words() -> list[str]:
    """Return the words of the glossary's column in French, without what explains them."""
    rows = re.findall(r"^\| [^|]+ \| ([^|]+) \| [^|]+ \|$", GLOSSARY.read_text(), re.MULTILINE)
    french = [re.sub(r"\(.*?\)", "", row) for row in rows[1:]]
    return [word.strip() for row in french for word in re.split(r",| ou ", row) if word.strip()]


def test_every_word_of_the_glossary_is_on_a_screen() -> None:
    shown = "\n".join(texts()).lower().replace("’", "'")
    missing = {word for word in words() if not re.search(rf"\b{re.escape(word)}s?\b", shown)}
    assert not missing


@pytest.mark.parametrize(("other", "word"), OTHER_WORDS.items())
def test_no_screen_has_another_word_for_it(other: str, word: str) -> None:
    assert word
    assert [text for text in texts() if re.search(other, text, re.IGNORECASE)] == []


@pytest.mark.parametrize(
    ("language", "other", "word"),
    [
        *(("ar", other, word) for other, word in OTHER_WORDS_IN_ARABIC.items()),
        ("bn", r"সংস্থা(?! (এটি )?ঠিক)", "সমিতি"),  # what prescribes an immersion is no association
    ],
)
def test_no_page_of_guests_has_another_word_for_it(language: str, other: str, word: str) -> None:
    shown = texts(language)
    assert any(word in text for text in shown)
    assert [text for text in shown if re.search(other, text)] == []


def test_a_warning_in_arabic_is_as_strong_as_in_french() -> None:
    """Whoever is pregnant must keep away from animals that give birth: it is no advice."""
    for language, must in (("fr", "ne pas les approcher"), ("ar", "على الحامل ألا تقترب")):
        (warned,) = {text for text in texts(language) if re.search("grossesse|الحامل", text)}
        assert must in warned
