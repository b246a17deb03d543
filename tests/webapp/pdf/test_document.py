"""Documents to print, in every language of guests."""

import re

import pytest
import segno
from babel.messages.pofile import read_po

from tests.webapp.pdf.reading import bare, boxes, opened, text_of
from webapp.ground.isolates import isolated, left_to_right
from webapp.ground.languages import ALL, TRANSLATIONS, Language, find
from webapp.pdf import PdfDocument, unprintable

ADDRESS = "https://sillon.example/v/3Kd9xQ"


def language(code: str) -> Language:
    found = find(code)
    assert found
    return found


def sentences(spoken: Language) -> list[str]:
    """Return a page of a catalogue's sentences, those with a part to fill in aside.

    Arabic without vowel marks or Latin letters: readers turn round what is drawn from the left, and
    the one of these tests breaks its line at a mark.
    """
    if spoken.code == "en":
        return ["The farm fetches you at the station."]
    with (TRANSLATIONS / spoken.locale / "LC_MESSAGES" / "messages.po").open("rb") as catalogue:
        said = [str(each.string) for each in read_po(catalogue) if each.id and each.string]
    right = spoken.direction == "rtl"
    mixed = re.compile(r"[%(\nA-Za-z«»\u064b-\u0655\u0670]" if right else r"[%(\n]")
    return [each for each in said if len(each) < 75 and not mixed.search(each)][:28]


@pytest.mark.parametrize("spoken", ALL, ids=lambda each: each.code)
def test_every_sentence_can_be_copied_in_the_order_in_which_it_is_read(spoken: Language) -> None:
    document, written = PdfDocument(spoken, "Sillon"), sentences(spoken)
    for each in written:
        document.facts([(each, "")])
    copied = bare(text_of(document.content()))
    lost = [each for each in written if bare(each) not in copied]
    assert lost == []


def test_marks_stand_on_their_letter() -> None:
    """Cut off from it, as fpdf2 cuts, a tanwin stood low and beside it."""
    document = PdfDocument(language("ar"), "ا")
    document.paragraph("جداً:")
    drawn = dict(boxes(document.content()))
    mark, alif = drawn["\u064b"], drawn["ا"]
    assert alif[0] < (mark[0] + mark[2]) / 2 < alif[2]
    assert mark[1] > alif[3]


def test_numbers_and_latin_names_run_from_left_to_right_within_arabic() -> None:
    document = PdfDocument(language("ar"), "ا")
    number, name = left_to_right("06 12 34 56 78"), isolated("Gare de Cahors")
    document.paragraph(f"اتصلوا {number} في {name}")
    drawn = boxes(document.content())
    across = sorted((box[0], letter) for letter, box in drawn if letter.strip() and box[1] < 760)
    line = "".join(letter for _left, letter in across)
    assert "0612345678" in line
    assert "GaredeCahors" in line


def test_a_letter_that_no_font_has_is_said_not_left_out() -> None:
    document = PdfDocument(language("fr"), "Sillon")
    document.paragraph("Bonjour 界 Zoé, سلام")
    copied = text_of(document.content())
    assert "Bonjour ? Zoé" in copied
    assert bare("سلام") in bare(copied)


def test_arrows_signs_of_mathematics_and_ticks_are_drawn() -> None:
    words = "✅ oui → P-009 ; ☎ 06 ; ≥ 2 € ≠ ≤ ⇒\tfin"
    document = PdfDocument(language("fr"), "Sillon")
    document.paragraph(words)
    assert bare("✓ oui → P-009 ; ☎ 06 ; ≥ 2 € ≠ ≤ ⇒ fin") in bare(text_of(document.content()))
    assert unprintable(words) == []
    assert unprintable("🚜 à Caen 🚜 你") == ["🚜", "你"]


def test_a_table_says_its_heads_on_each_page_and_leaves_room_to_sign() -> None:
    document = PdfDocument(language("fr"), "Présences", foot="Accueil 46")
    document.table(["Nom", "Signature"], [(f"Invité {n}", "") for n in range(40)], row_height=14)
    content = document.content()
    with opened(content) as read:
        pages = [page.get_textpage().get_text_bounded() for page in read]
    assert len(pages) == 3
    for number, page in enumerate(pages, 1):
        assert "Signature" in page
        assert "Accueil 46" in page
        assert f"{number} / 3" in page
    assert all(f"Invité {n}" in text_of(content) for n in range(40))


@pytest.mark.parametrize("count", range(10, 40))
def test_the_last_rows_of_a_table_stand_together_below_its_heads(count: int) -> None:
    document = PdfDocument(language("en"), "Attendance")
    document.table(["Who", "Signature"], [[f"n{each}.", ""] for each in range(count)],
                   row_height=14)  # fmt: skip
    with opened(document.content()) as read:
        pages = [page.get_textpage().get_text_bounded() for page in read]
    for number, page in enumerate(pages[1:], start=1):
        assert "Who" in page
        assert page.count("n") >= 3, f"page {number} of {count} rows"
    assert all(f"n{each}." in "".join(pages) for each in range(count))


@pytest.mark.parametrize("before", range(0, 26, 5))
def test_a_row_taller_than_a_page_goes_on_over_it(before: int) -> None:
    """Whatever stands above it; its heads are said again, and nothing is written at the foot."""
    document, lines = PdfDocument(language("fr"), "Haut"), [f"mot{n}." for n in range(130)]
    document.table(["Quoi", "Décision"], [["haut", f"avant{n}"] for n in range(before)]
                   + [["longue", "\n".join(lines)], ["après", ""]])  # fmt: skip
    content = document.content()
    with opened(content) as read:
        pages = [page.get_textpage().get_text_bounded() for page in read]
    whole = "".join(pages)
    assert [whole.count(line) for line in lines] == [1] * len(lines)
    assert "après" in pages[-1]
    for number, page in enumerate(pages):
        assert "Décision" in page
        assert len(page.split()) > 5, f"page {number} has its heads alone"
        lowest = min(
            box[1] for letter, box in boxes(content, number) if letter.strip() and box[1] > 40
        )
        assert lowest > 44


def test_a_paragraph_longer_than_a_page_goes_on_over_it() -> None:
    document, words = PdfDocument(language("fr"), "Long"), [f"mot{n}" for n in range(700)]
    document.paragraph(" ".join(words))
    copied = text_of(document.content())
    assert all(re.search(rf"\b{word}\b", copied) for word in words)


def test_the_qr_code_is_the_address_and_has_its_quiet_border() -> None:
    document = PdfDocument(language("fr"), "Q")
    document.qr(ADDRESS, "Votre page", side=60)
    with opened(document.content()) as read:
        picture = read[0].render(scale=4).to_pil().convert("L")
    code = [bytes(row) for row in segno.make(ADDRESS, error="m", micro=False).matrix_iter(border=4)]
    dots = 4 * 72 / 25.4
    dark = [x for x in range(int(18 * dots), int(78 * dots)) if _column_dark(picture, x)]
    step = 60 * dots / len(code)
    left = min(dark) - 4 * step
    rows = [y for y in range(picture.height) if picture.getpixel((min(dark) + 3, y)) < 128]
    top = min(y for y in rows if y > 32 * dots) - 4 * step
    seen = [
        bytes(
            int(picture.getpixel((left + (x + 0.5) * step, top + (y + 0.5) * step)) < 128)
            for x in range(len(code))
        )
        for y in range(len(code))
    ]
    assert seen == code


def _column_dark(picture: object, x: int) -> bool:
    return any(picture.getpixel((x, y)) < 60 for y in range(400, 1200))  # type: ignore[attr-defined]


def test_it_says_its_language_its_title_and_what_each_part_is() -> None:
    document = PdfDocument(language("prs"), "برگه")
    document.heading("خانه")
    document.paragraph("Le chien reste dehors.", language=language("fr"))
    content = document.content()
    for said in (
        b"/Lang (prs)",
        b"/Marked true",
        b"/S /H1",
        b"/S /H2",
        b"/S /P",
        b"/DisplayDocTitle",
    ):
        assert said in content, said
    with opened(content) as read:
        assert read.get_metadata_value("Title") == "برگه"
    assert "Le chien reste dehors." in text_of(content)
