"""Plain texts are broken and written as fpdf2 does, byte for byte, and few times measured."""

from datetime import UTC, datetime

import pytest

from webapp.ground import languages
from webapp.pdf import PdfDocument, tagged

WORDS = (
    "Bienvenue à la ferme",
    "Prêt\u00a0: l’accueil – « 12\u202f% » de 3\u00a0€",
    "Une phrase bien trop longue pour tenir sur la seule ligne de sa page, " * 3,
    "deux\nlignes",
    "deux  blancs, et un mot qui n’a pas sa place : " + "Wagga" * 60 + " fin",
    "Ласкаво просимо на ферму, тут чекають на вас, і ми приїдемо по вас на вокзал о дев’ятій. " * 2,
    "cou\u00adpure",
    " un blanc devant",
    "un arabe مرحبا au milieu",
    "",
)
LATIN, ARABIC = (each for each in languages.PUBLIC if each.code in {"fr", "ar"})


def written(language: languages.Language) -> bytes:
    made_at = datetime(2027, 3, 1, tzinfo=UTC)
    document = PdfDocument(language, "Bilan", foot="Sillon", made_at=made_at)
    for text in WORDS:
        document.paragraph(text)
        document.paragraph(text, language=LATIN)
    for length in range(8, 40):  # from what fits its cell to what does not, and what nearly does
        document.table(["Qui", "Combien"], [["Accueil " + "m" * length, f"{length}\u00a0%"]])
    return document.content()


@pytest.mark.parametrize("language", [LATIN, ARABIC], ids=lambda each: each.code)
def test_a_plain_text_gives_the_same_file_as_when_fpdf2_breaks_it(
    language: languages.Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    quickly = written(language)
    monkeypatch.setattr(tagged, "PLAIN", frozenset())
    assert written(language) == quickly
