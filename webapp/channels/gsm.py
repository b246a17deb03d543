"""The telephones' own alphabet (GSM 03.38): a text that keeps to it holds 160 signs, not 70."""

import unicodedata

ALPHABET = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
    "^{}\\[~]|€"
)
"""The last nine take two places."""
SIMPLER = str.maketrans("’‘“”«»–—", '\'\'""""--') | {ord("œ"): "oe", ord("Œ"): "OE"}


def fold(text: str) -> str:
    """Return a text in this alphabet if all of it can be, with letters that lose their accent.

    A text in another script stays as it is: one sign beyond the alphabet makes all of it long.
    """
    folded = "".join(_folded(sign) for sign in text.translate(SIMPLER))
    return folded if ALPHABET.issuperset(folded) else text


def _folded(sign: str) -> str:
    if sign in ALPHABET:
        return sign
    parts = unicodedata.normalize("NFKD", sign)
    return "".join(part for part in parts if not unicodedata.combining(part))
