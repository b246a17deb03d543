"""Words of an offer that read as if hands were needed; a discovery stay never is that."""

import re

SIGNS = (
    r"\baid(?:e|er|ez|era|eront|ant)\b", r"\bcoups? de mains?\b",
    r"\bmain[- ]d['’ ]?(?:œ|oe)uvre\b",
    r"\bbras\b", r"\bbesoin d(?:e|['’])", r"\brenforts?\b", r"\bbénévol\w+", r"\bembauch\w+",
    r"\bsaisonni(?:er|ère)s?\b", r"\btravail(?:ler|lez|leur|leurs|leuse)?\b", r"\btravaux\b",
    r"\btâches?\b", r"\brémunér\w+", r"\bsalaires?\b", r"\bpayée?s?\b", r"\bvendang(?:er|eurs?)\b",
    r"\b(?:cueillette|récolte|taille|désherbage|moisson|ramassage)s? à (?:faire|finir)\b",
    r"\bà (?:ramasser|cueillir|récolter|tailler|désherber|nettoyer)\b",
    r"\bhelp(?:s|er|ers|ing)?\b", r"\bhands?\b(?![- ]?made)", r"\bwork(?:s|er|ers|ing)?\b",
    r"\blabou?r\b", r"\bworkforce\b", r"\bwages?\b", r"\bpaid\b", r"\bvolunteer\w*",
    r"\bto be (?:picked|harvested|weeded|pruned)\b",
)  # fmt: skip

_SIGN = re.compile("|".join(SIGNS), re.IGNORECASE)


def signs_of_labour(*texts: str) -> list[str]:
    """Return the words, as written and each once, that read like labour needed."""
    found = (match.group() for text in texts for match in _SIGN.finditer(text))
    return list({word.lower(): word for word in found}.values())
