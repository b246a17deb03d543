"""The codes that engine, forms, data and screens share; their labels are made by `wording`."""

from dataclasses import fields
from typing import Final

import matching

FRENCH_LEVELS: Final = matching.FRENCH_LEVELS
"""Functional, oral French: what the person can do, not what a certificate says."""

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

FEATURES: Final = tuple(need for need in NEEDS if need != "women-only-group")
"""What a farm can offer; `women-only-group` is a rule on a group, not a feature of a place."""

HAZARDS: Final = (
    "birthing-period", "dogs", "dust-pollen", "heights", "cold", "bees", "heavy-animals",
    "machines", "mud-slopes",
)  # fmt: skip

SEXES: Final = ("man", "woman", "not-said")

ENGAGEMENT_KINDS: Final = ("course", "appointment", "work", "other")

CHANNELS: Final = ("sms", "phone-call")
"""How a party is reached; a call is made by its caseworker, from the to-do board."""

OUTCOMES: Final = (
    "farm-work", "farm-training", "other-work", "other-training", "moved", "own-wish", "unknown",
)  # fmt: skip
"""What became of a party that left; *unknown* always counts."""

WEIGHT_CRITERIA: Final = tuple(
    each.name for each in fields(matching.Weights) if each.name != "person"
)
"""What counts beside the number of people, as the engine names it."""

DECLINE_REASONS: Final = {
    "party": (
        "course", "appointment", "family", "too-far", "production", "animals", "lodging",
        "not-alone", "personal", "other",
    ),
    "farm": ("busy", "family", "lodging-taken", "season", "other"),
}  # fmt: skip
"""Why a side declines, as picture choices; nobody is asked what is personal."""

OTHER_DATES: Final = ("sooner", "weeks-later", "months-later", "week-end", "holidays", "call")
"""When a side could, which would come on other dates."""

CANCEL_REASONS: Final = (
    "personal", "transport", "course", "family", "farm-work", "lodging", "weather", "safety",
    "programme", "other",
)  # fmt: skip
"""Why a visit is cancelled, ends early or does not take place."""

WITHDRAWAL_REASONS: Final = ("busy", "family", "lodging-taken", "season", "mistake", "other")
"""Why a farm takes a date back."""
