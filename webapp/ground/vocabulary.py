"""The codes that engine, forms, data and screens share; their labels are made by `wording`."""

from dataclasses import fields
from typing import Final

import matching
from matching import codes

FRENCH: Final = "fr"
"""Among `LANGUAGES`."""
FRENCH_LEVELS: Final = matching.FRENCH_LEVELS
"""Functional, oral French: what the person can do, not what a certificate says."""

FRAMES: Final = codes.FRAMES
LANGUAGES: Final = codes.LANGUAGES
PRODUCTIONS: Final = codes.PRODUCTIONS
NEEDS: Final = codes.NEEDS

FEATURES: Final = tuple(need for need in NEEDS if need != "women-only-group")
"""What a farm can offer; `women-only-group` is a rule on a group, not a feature of a place."""

HAZARDS: Final = (
    "birthing-period", "dogs", "dust-pollen", "heights", "cold", "bees", "heavy-animals",
    "machines", "mud-slopes",
)  # fmt: skip

AGREED_WORDS: Final = (
    "apple", "bicycle", "boat", "bottle", "bread", "bridge", "carrot", "chair", "clock", "cup",
    "door", "egg", "fish", "goat", "horse", "key", "lamp", "lemon", "milk", "onion", "potato",
    "rice", "salt", "soap", "spoon", "table", "tomato", "tractor", "umbrella", "window",
)  # fmt: skip
"""Plain things, nobody's name in any language: one is agreed with people, and read in theirs."""

TICKETS_FROM: Final = ("association", "guest", "farm", "none")
"""Who sees to the tickets of a visit: they are bought, or paid back, or nobody needs any."""
TICKETS_BOUGHT: Final = frozenset({"association", "guest"})
"""Of these, who buys any."""
TICKETS_GIVEN: Final = ("telephone", "mailbox", "hand", "counter")
"""How guests get them."""

HOUSE_RULES: Final = (
    "no-smoking", "smoke-outside", "no-alcohol", "quiet-nights", "shoes-off", "ask-visitors",
    "animals-inside", "internet", "no-internet", "laundry", "kitchen",
)  # fmt: skip
"""What holds in the house of a farm, and what guests find there."""

SEXES: Final = ("man", "woman", "not-said")

CIVIC_DAY: Final = "civic-day"
"""A compulsory day of the republican integration contract: three of the four are to be attended."""
ENGAGEMENT_KINDS: Final = ("course", CIVIC_DAY, "appointment", "work", "other")

CONTACT_KINDS: Final = ("call", "message", "meeting", "note")
"""What a file's log keeps; a note is written of one's own accord."""

NOTICE_REASONS: Final = ("authorisation", "course", "childcare", "other")
"""Why a party must know of a visit long before it; what is medical has no word here."""

CHILDCARE: Final = ("relative", "household", "organised", "not-solved")
"""Who looks after the children who stay at home while an adult is away; never by name."""

PRESCRIBERS: Final = (
    "france-travail", "mission-locale", "centre", "association", "school", "self", "other",
)  # fmt: skip
"""What kind of place sends somebody to an association."""

PRESCRIBER_KINDS: Final = (
    "france-travail", "mission-locale", "cap-emploi", "insertion-structure", "department",
    "career-advice", "apprenticeship", "delegated",
)  # fmt: skip
"""What kind of body prescribes immersions (PMSMP); which of them may, `limits.csv` says."""

REFERRAL_REASONS: Final = (
    "unreachable", "not-interested", "not-now", "elsewhere", "known", "other",
)  # fmt: skip
"""Why somebody who was sent does not enrol; nobody is asked what is personal."""

PREPARED_BY: Final = ("guests", "farmers")
"""Kinds of workshops that a programme may ask for; one that is founded asks for both."""

PARTS: Final = (
    "feedback", "follow-ups", "before-after", "contact", "immersions", "case-meetings",
    "committees", "village", "reports",
)  # fmt: skip
"""What surrounds visits, beside workshops, and can be left out by a programme."""

ABSENCE_REASONS: Final = (
    "appointment", "course", "health-self-said", "childcare", "transport", "language", "work",
    "group", "place", "lost-touch", "other",
)  # fmt: skip
"""Why somebody gives a place at a workshop back, or was not there, in their own words: never a
diagnosis."""

REMEDIES: Final = (
    "other-group", "other-dates", "other-place", "transport", "childcare", "interpreter",
    "companion", "call-before", "none",
)  # fmt: skip
"""What helps somebody to come, found in a talk."""
CORRECTION_DONE: Final = ("deleted", "in-part")
CORRECTION_REFUSED: Final = ("bring-paper", "kept-by-law", "kept-elsewhere")
CORRECTION_ANSWERS: Final = (*CORRECTION_DONE, *CORRECTION_REFUSED, "we-call", "call-us")
"""What is said in their own language to who asked for a correction; the last two fit either end."""

TALK_TRIES: Final = ("call", "message", "meeting")
"""How somebody tried to talk, and reached nobody."""

OBSTACLES: Final = {
    "french": ("french-course", "conversation-group"),
    "mobility": ("travel-card", "licence-exchange"),
    "childcare": ("childcare-place",),
    "housing": ("housing-request",),
    "health-access": ("health-cover",),
    "rights-and-papers": ("title-renewal",),
    "digital": ("digital-help",),
    "territory": ("discover-area",),
    "self-confidence": ("workshop",),
    "codes-of-work": ("cv", "training-centre"),
    "network": ("meet-people",),
    "money": ("rights-check", "job-centre"),
}  # fmt: skip
"""What stands in a person's way, and the usual steps against it. Of health, only the access to
care: never a diagnosis."""

STEPS: Final = tuple(step for usual in OBSTACLES.values() for step in usual)
"""Steps that have a name in every language of guests."""

STEP_BY: Final = ("both", "person", "association", "others")
"""Who does a step."""

NOT_ASKED: Final = ("unreachable", "no-interpreter", "away", "before-it-holds")
"""Why a case meeting decides about somebody who was not asked yet."""

EXPORT_REASONS: Final = ("field-work", "own-records", "asked-by-the-person", "other")
"""Why names leave the programme in a table."""

CHANNELS: Final = ("sms", "email", "phone-call")
WHATSAPP: Final = "whatsapp"
"""One more way, where the installation has it."""
"""How a party is reached; a call is made by its caseworker, from the to-do board."""

OUTCOMES: Final = (
    "farm-work", "farm-training", "other-work", "other-training", "moved", "own-wish", "unknown",
    "by-mistake",
)  # fmt: skip
"""What became of a party that left; *unknown* always counts, who was recorded by mistake never."""

WEIGHT_CRITERIA: Final = tuple(
    each.name for each in fields(matching.Weights) if each.name != "person"
)
"""What counts beside the number of people, as the engine names it."""

DECLINE_REASONS: Final = {
    "party": (
        "course", "appointment", "family", "too-far", "production", "animals", "lodging",
        "not-alone", "personal", "other",
    ),
    "farm": ("busy", "family", "lodging-taken", "season", "safety", "other"),
}  # fmt: skip
"""Why a side declines, as picture choices; nobody is asked what is personal."""

API_SCOPES: Final = ("offers", "slots", "rounds", "visits", "workshops", "reports", "metrics")
"""What a key of a program may read (`portals.api.resources`, and an operator's figures)."""

WEBHOOK_ACTS: Final = {
    "visit.confirmed": "visit.confirmed", "visit.restored": "visit.confirmed",
    "visit.cancelled": "visit.cancelled", "visit.answered": "visit.cancelled",
    "visit.completed": "visit.completed",
    "visit.ended-early": "visit.ended", "visit.missed": "visit.ended",
    "series.opened": "series.opened",
}  # fmt: skip
"""The acts of the audit that programs are told of, and as what; an answer, if it ends a visit to
which both had said yes."""
WEBHOOK_KINDS: Final = tuple(dict.fromkeys(WEBHOOK_ACTS.values()))

INCIDENT_KINDS: Final = {
    "hurt": "serious", "forced": "serious", "accident": "serious", "behaviour": "moderate",
    "lodging": "minor", "data": "moderate", "other": "moderate",
}  # fmt: skip
"""What people tell of, and how grave it is until somebody has judged it (`Severity`)."""

OTHER_DATES: Final = ("sooner", "weeks-later", "months-later", "week-end", "holidays", "call")
"""When a side could, which would come on other dates."""

CANCEL_REASONS: Final = (
    "personal", "transport", "course", "family", "farm-work", "lodging", "weather", "safety",
    "programme", "other",
)  # fmt: skip
"""Why a visit is cancelled or ends early."""

MISS_REASONS: Final = (*CANCEL_REASONS, "not-known")
"""Why a visit did not take place, as far as it is known."""

LEFT_REASONS: Final = ("left", "by-mistake")
"""Why the visits of a party that leaves are cancelled: no word against a farm or its dates."""

SWAPPED: Final = "swapped"
"""Why a visit ends whose party took the place of another who took its own: no word against it."""

WITHDRAWAL_REASONS: Final = ("busy", "family", "lodging-taken", "season", "mistake", "other")
"""Why a farm takes a date back."""
