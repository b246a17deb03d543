"""The telephones' own alphabet (GSM 03.38): a text that keeps to it holds 160 signs, not 70."""

import unicodedata

ALPHABET = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
    "^{}\\[~]|€"
)
"""The last nine take two places."""
TWO_PLACES = frozenset("^{}\\[~]|€")
ONE_PART, MORE_PARTS = 160, 153
WIDE_PART, WIDE_PARTS = 70, 67
"""Places of a text that is one part, and of each part of a longer one."""
SIMPLER = str.maketrans("’‘“”«»–—", '\'\'""""--') | {ord("œ"): "oe", ord("Œ"): "OE", ord("ı"): "i"}


def fold(text: str) -> str:
    """Return a text in this alphabet if all of it can be, with letters that lose their accent.

    A text in another script stays as it is: one sign beyond the alphabet makes all of it long.
    """
    folded = "".join(_folded(sign) for sign in text.translate(SIMPLER))
    return folded if ALPHABET.issuperset(folded) else text


def parts(text: str) -> int:
    """Return how many parts a text leaves in, as it is sent: each of them is paid for."""
    sent = fold(text)
    if ALPHABET.issuperset(sent):
        places, one, more = (
            len(sent) + sum(sign in TWO_PLACES for sign in sent),
            ONE_PART,
            MORE_PARTS,
        )
    else:
        places, one, more = len(sent.encode("utf-16-le")) // 2, WIDE_PART, WIDE_PARTS
    return 1 if places <= one else -(-places // more)


def _folded(sign: str) -> str:
    if sign in ALPHABET:
        return sign
    parts = unicodedata.normalize("NFKD", sign)
    return "".join(part for part in parts if not unicodedata.combining(part))
