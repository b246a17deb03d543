"""Arabic speaks to a household as several, on every page: one form of address, never two."""

import re
from typing import Final

from babel.messages.pofile import read_po

from webapp.ground import languages

TO_ONE: Final = (
    "أنت", "لك", "عليك", "إليك", "لديك", "عندك", "عنك", "منك", "بك", "معك", "بشأنك", "يمكنك",
    "اتصل", "اضغط", "اطلب", "اقرأ", "اسأل", "قل", "خذ",
    "جمعيتك", "ملفك", "هاتفك", "اسمك", "رقمك", "زياراتك", "إجاباتك", "رابطك", "مسارك", "حقوقك",
    "مكانك", "ورشتك", "لغتك",
)  # fmt: skip
"""Words to one man, without what may be joined before them."""
STAFF: Final = "Nothing was imported"
"""How sentences of the import begin, which staff alone read."""
ALONE: Final = re.compile(rf"(?<![\u0600-\u06ff])[وفبل]?(?:{'|'.join(TO_ONE)})(?![\u0600-\u06ff])")


def test_no_sentence_speaks_to_one_man_where_the_others_speak_to_several() -> None:
    path = languages.TRANSLATIONS / "ar" / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as lines:
        catalogue = read_po(lines, locale="ar")
    said = {
        str(message.id): message.string
        if isinstance(message.string, str)
        else " ".join(message.string or ())
        for message in catalogue
        if message.id and not str(message.id).startswith(STAFF)
    }
    assert {each: words for each, words in said.items() if ALONE.search(words)} == {}
