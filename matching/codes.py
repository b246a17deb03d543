"""The codes of the published format: an engine takes any, a slip of the pen matches nobody."""

from typing import Final

FRAMES: Final = ("discovery", "immersion")

LANGUAGES: Final = (
    "fr", "en", "ar", "prs", "ps", "ti", "uk", "ru", "bn", "so", "tr", "ln", "ff", "ur", "fa",
    "am", "om", "sw", "sus", "man", "dyu", "bm", "kmr", "ckb", "ta", "ce", "ka", "sq", "es", "de",
    "pt", "it", "fvr",
)  # fmt: skip
"""ISO 639 codes of the languages that people and farms speak, the most needed first."""

PRODUCTIONS: Final = (
    "vegetables", "horticulture", "vineyard", "fruit", "dairy", "beef", "mixed-cattle",
    "sheep-goats", "pigs", "poultry", "cereals", "mixed-farming", "bees", "other",
)  # fmt: skip

NEEDS: Final = (
    "no-dogs", "lockable-room", "woman-host", "women-only-group", "step-free", "quiet-place",
    "station-pickup", "no-pork", "halal-menu", "vegetarian", "childcare", "accompanied-trip",
)  # fmt: skip
"""Practical needs of a party, never their causes: health and story are nowhere recorded."""
