"""The label of every code that engine, forms, data and screens share."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l

from webapp.wording import imports
from webapp.wording.after_labels import OF_AFTER
from webapp.wording.agreements import OF_AGREEMENTS
from webapp.wording.committees import OF_COMMITTEES
from webapp.wording.file_labels import OF_FILES
from webapp.wording.gatherings import OF_GATHERINGS
from webapp.wording.incident_labels import OF_INCIDENTS
from webapp.wording.lists import in_a_row, in_a_sentence, listed
from webapp.wording.message_labels import OF_MESSAGES
from webapp.wording.operation_labels import OF_OPERATIONS
from webapp.wording.path_labels import OF_PATHS
from webapp.wording.referrals import OF_REFERRALS
from webapp.wording.report_labels import OF_REPORTS
from webapp.wording.unmet_needs import NOT_MET
from webapp.wording.workshops import OF_WORKSHOPS

LABELS: dict[str, dict[str, Any]] = {
    **imports.LABELS, **OF_WORKSHOPS, **OF_COMMITTEES, **OF_GATHERINGS, **OF_AGREEMENTS,
    "french": {
        "A0": _l("No French yet"),
        "A1": _l("A few words"),
        "A2": _l("Simple sentences, follows a safety briefing"),
        "B1": _l("Holds a simple conversation"),
        "B2": _l("At ease"),
        "C1": _l("Fluent"),
    },
    "frame": {"discovery": _l("Discovery stay"), "immersion": _l("Work immersion (PMSMP)")},
    "language": {
        "fr": _l("French"), "en": _l("English"), "ar": _l("Arabic"), "prs": _l("Dari"),
        "ps": _l("Pashto"), "ti": _l("Tigrinya"), "uk": _l("Ukrainian"), "ru": _l("Russian"),
        "bn": _l("Bengali"), "so": _l("Somali"), "tr": _l("Turkish"), "ln": _l("Lingala"),
        "ff": _l("Fula"), "ur": _l("Urdu"), "fa": _l("Persian"), "am": _l("Amharic"),
        "om": _l("Oromo"), "sw": _l("Swahili"), "sus": _l("Susu"), "man": _l("Manding"),
        "dyu": _l("Dyula"), "bm": _l("Bambara"), "kmr": _l("Kurdish (Kurmanji)"),
        "ckb": _l("Kurdish (Sorani)"), "ta": _l("Tamil"), "ce": _l("Chechen"),
        "ka": _l("Georgian"), "sq": _l("Albanian"), "es": _l("Spanish"), "de": _l("German"),
        "pt": _l("Portuguese"), "it": _l("Italian"), "fvr": _l("Fur"),
    },
    "production": {
        "vegetables": _l("Vegetables"), "horticulture": _l("Flowers and plants"),
        "vineyard": _l("Vineyard"), "fruit": _l("Fruit"), "dairy": _l("Dairy cows"),
        "beef": _l("Beef cattle"), "mixed-cattle": _l("Dairy and beef cattle"),
        "sheep-goats": _l("Sheep and goats"), "pigs": _l("Pigs"), "poultry": _l("Poultry"),
        "cereals": _l("Cereals and field crops"), "mixed-farming": _l("Crops and livestock"),
        "bees": _l("Bees"), "other": _l("Other production"),
    },
    "need": {
        "no-dogs": _l("No dogs"), "lockable-room": _l("A room that locks"),
        "woman-host": _l("A woman host is present"),
        "women-only-group": _l("A group of women only"), "step-free": _l("No steps"),
        "quiet-place": _l("A quiet place"), "station-pickup": _l("Pick-up at the station"),
        "no-pork": _l("Meals without pork"), "halal-menu": _l("Halal meals"),
        "vegetarian": _l("Vegetarian meals"), "childcare": _l("Childcare"),
        "accompanied-trip": _l("Someone travels along"),
    },
    "hazard": {
        "birthing-period": _l("Animals give birth (keep away if you are pregnant)"),
        "dogs": _l("Dogs on the farm"), "dust-pollen": _l("Dust or pollen"),
        "heights": _l("Ladders or heights"), "cold": _l("Cold, wet weather"),
        "bees": _l("Bees"), "heavy-animals": _l("Large animals"),
        "machines": _l("Machines at work"), "mud-slopes": _l("Muddy or steep ground"),
    },
    "sex": {"man": _l("Man"), "woman": _l("Woman"), "not-said": _l("Not said")},
    "engagement": {
        "course": _l("Course"), "civic-day": _l("Civic day"), "work": _l("Work"),
        "appointment": _l("Appointment"), "other": _l("Other engagement"),
    },
    "notice-reason": {
        "authorisation": _l("leave from their centre"), "course": _l("a course to arrange"),
        "childcare": _l("childcare to arrange"), "other": _l("something else to arrange"),
    },
    "weekday": {
        "1": _l("Monday"), "2": _l("Tuesday"), "3": _l("Wednesday"), "4": _l("Thursday"),
        "5": _l("Friday"), "6": _l("Saturday"), "7": _l("Sunday"),
    },
    "outcome": {
        "farm-work": _l("Work on a farm"), "farm-training": _l("Training in agriculture"),
        "other-work": _l("Other work"), "other-training": _l("Other training"),
        "moved": _l("Moved to another region"), "own-wish": _l("Do not wish to take part any more"),
        "unknown": _l("Not known"),
        "by-mistake": _l("Nothing: this file was recorded by mistake"),
    },
    "missing": {
        "persons": _l("Who they are"), "adult": _l("An adult among them"),
        "of-age": _l("Whether the youngest adult is eighteen already"),
        "phone": _l("A telephone number"), "availability": _l("Days on which they can be away"),
        "frames": _l("Which kinds of visit they accept"),
    },
    "aside": {
        "chosen": _l("left out by choice"),
        "visit": _l("a visit is proposed or planned already"),
        "companions": _l("someone they travel with does not take part"),
        "incomplete": _l("something is missing in their file"),
    },
    **OF_AFTER,
    **OF_REPORTS,
    **OF_FILES,
    **OF_PATHS,
    "api-scope": {
        "offers": _l("Offers"), "slots": _l("Dates"), "rounds": _l("Rounds"),
        "visits": _l("Visits"), "workshops": _l("Workshops"),
        "reports": _l("Reports that are frozen"), "metrics": _l("How Sillon runs (Prometheus)"),
    },
    **OF_INCIDENTS,
    **OF_OPERATIONS,
    **OF_MESSAGES,
    **OF_REFERRALS,
    "rule": {
        "distance": _l("too far"), "dates": _l("not free on these days"),
        "language": _l("no shared language"), "places": _l("not enough beds"),
        "children": _l("children not welcomed"), "needs": _l("a need is not met"),
        "frame": _l("another kind of visit"), "women-only": _l("for women only"),
        "refused": _l("one side does not wish it"),
        "excluded": _l("set aside: by decision, for safety, a course or an immersion"),
    },
    "group": {
        "household": _l("By household"), "french": _l("By French"),
        "experience": _l("By visits before"), "men": _l("Men"), "women": _l("Women"),
        "couple": _l("Women and men together"), "family": _l("With children"),
        "first": _l("Never been away"), "again": _l("Been away before"),
    },
    "round-failure": {
        "engine-broke": _l(
            "The calculation stopped unexpectedly. Nothing is lost: run the round again, and tell "
            "the coordinators if it happens once more."
        ),
        "pins-cannot-hold": _l(
            "The last run had no result: the pairs that were kept could not all hold together."
        ),
        "too-few-moves": _l(
            "The last run had no result: with the pairs that are kept, and the minimum of each "
            "group where one is asked, more files have to move than you allowed. Let more move, "
            "take a kept pair back, or ask for no minimum."
        ),
    },
    "level": {
        "off": _l("Not counted"), "low": _l("A little"), "normal": _l("Normally"),
        "high": _l("A lot"),
    },
    "criterion": {
        "wish": _l("Wishes"), "waiting": _l("Waiting time"), "first_visit": _l("First visit"),
        "language": _l("Language"), "journey": _l("Journey"), "continuity": _l("Stability"),
        "kept": _l("Had a place before"), "soon": _l("Days that come first"),
    },
    "role": {
        "farmer": _l("Farmer"), "caseworker": _l("Caseworker"), "coordinator": _l("Coordinator"),
        "local-referent": _l("Local referent"),
    },
    "farm-state": {
        "applied": _l("Applied"), "met": _l("Met"), "approved": _l("Approved"),
        "suspended": _l("Suspended"), "removed": _l("Removed"), "declined": _l("Declined"),
    },
    "farm-act": {
        "approved": _l("Approved"), "reviewed": _l("Looked at again"),
        "prolonged": _l("Yes to a longer approval"), "shortened": _l("Shortened"),
        "declined": _l("Declined"), "reconsidered": _l("Taken up again"),
        "suspended": _l("Suspended"), "resumed": _l("Receives again"),
        "released": _l("No longer on hold"), "removed": _l("Removed"),
    },
    "farm-paper": {
        "identity": _l("name and productions"), "place": _l("place and exact address"),
        "household": _l("who lives here"), "rooms": _l("rooms and beds"),
        "welcome": _l("what is possible here"), "station": _l("station and pick-up"),
        "met_on": _l("meeting with the programme"), "charter_signed_on": _l("signed charter"),
        "insured_until": _l("valid insurance"), "lodging_seen": _l("lodging seen"),
        "references_seen": _l("references seen"), "record_seen": _l("record extract seen"),
        "host_trained_on": _l("training of the hosts"),
    },
    "photo": {"animals": _l("The animals"), "bed": _l("The bed"), "farm": _l("The farm")},
    "withdrawal": {
        "busy": _l("Too much to do in these days"), "family": _l("A family matter"),
        "lodging-taken": _l("The room is no longer free"),
        "season": _l("The season is not as expected"), "mistake": _l("I ticked it by mistake"),
        "other": _l("Something else"),
    },
    "offer-state": {
        "draft": _l("Draft"), "open": _l("Open"), "paused": _l("Paused"), "closed": _l("Closed"),
    },
    "slot-state": {
        "open": _l("Places left"), "filled": _l("Full"), "past": _l("Past"),
        "withdrawn": _l("Withdrawn"),
    },
    "party-state": {
        "enrolled": _l("Enrolled"), "ready": _l("Ready"), "paused": _l("Paused"),
        "left": _l("Left"),
    },
    "round-state": {
        "draft": _l("Draft"), "queued": _l("Queued"), "running": _l("Being solved"),
        "solved": _l("Solved"), "planned": _l("Partly sent, the rest planned"),
        "published": _l("Published"), "closed": _l("Closed"),
        "cancelled": _l("Cancelled"), "failed": _l("Failed"),
    },
    "visit-state": {
        "proposed": _l("Proposed"), "confirmed": _l("Confirmed"), "under-way": _l("Under way"),
        "completed": _l("Completed"), "evaluated": _l("Evaluated"), "declined": _l("Declined"),
        "expired": _l("Expired"), "cancelled": _l("Cancelled"),
        "ended-early": _l("Ended early"), "no-show": _l("Did not take place"),
    },
    "answer": {
        "awaited": _l("Answer awaited"), "yes": _l("Yes"),
        "other-dates": _l("Yes, but not these dates"), "no": _l("No"),
    },
    "rung": {
        "association": _l("The association"), "coordinators": _l("The coordinators"),
        "on-duty": _l("The number on duty, which the caller is told to call"),
    },
    "open": {
        "awaited": _l("An answer is awaited"), "no-sign": _l("No sign of arrival"),
        "misfit": _l("No longer fits"),
    },
    "side": {"party": _l("The people welcomed"), "farm": _l("The farm")},
    "reason": {
        "course": _l("A course"), "appointment": _l("An appointment"),
        "family": _l("A family matter"), "too-far": _l("It is too far"),
        "production": _l("Not the trade hoped for"),
        "animals": _l("The animals, or another hazard"), "lodging": _l("The lodging"),
        "not-alone": _l("No wish to go alone"), "personal": _l("Something personal"),
        "busy": _l("Too much to do on the farm"), "lodging-taken": _l("The lodging is taken"),
        "season": _l("It is not the season"), "safety": _l("Safety"),
        "other": _l("Another reason"),
        "sooner": _l("Sooner"), "weeks-later": _l("Some weeks later"),
        "months-later": _l("Some months later"), "week-end": _l("Over a weekend"),
        "holidays": _l("In the school holidays"), "call": _l("Let us talk about it by telephone"),
    },
    "end-reason": {
        "personal": _l("Something personal"), "transport": _l("Transport"),
        "course": _l("A course"), "family": _l("A family matter"),
        "farm-work": _l("Too much to do on the farm"),
        "lodging": _l("The lodging"), "weather": _l("The weather"), "safety": _l("Safety"),
        "programme": _l("A decision of the programme"), "other": _l("Another reason"),
        "not-known": _l("Not known yet"),
        "left": _l("They left the programme"), "by-mistake": _l("The file was recorded by mistake"),
        "swapped": _l("They took the place of others, who took theirs"),
    },
    "misfit": {
        "distance": _l("the farm is farther than they can travel"),
        "dates": _l("they are no longer free on all these days"),
        "immersion": _l("one of them is on an immersion on some of these days"),
        "course-hours": _l("it takes more hours of a course than visits may"),
        "language": _l("they have no language in common any more, and no interpreter is noted"),
        "places": _l("there are fewer beds than people"),
        "children": _l("children are not welcomed by this offer"),
        **{f"need:{need}": words for need, words in NOT_MET.items()},
        "frame": _l("the offer is of another kind than they asked for"),
        "women-only": _l("the offer is for women only"),
        "refused": _l("one side does not wish to meet the other"),
        "rooms": _l("the rooms no longer suit those who would share them"),
        "women-only-group": _l("someone asked for a group of women"),
        "exclusive": _l("the farm receives one household at a time"),
        "party-not-taking-part": _l("they take part no more for now"),
        "farm-not-receiving": _l("the farm may not receive until the end of the stay"),
        "farm-on-hold": _l("the farm is on hold until an incident has been looked at"),
        "child-alone": _l("a child would come without an adult"),
    },
    "shown-fact": {
        "place": _l("the place"), "address": _l("the address"), "station": _l("the station"),
        "days": _l("the days"), "production": _l("what there is to see"),
        "rooms": _l("the rooms"), "languages": _l("the languages"),
        "household": _l("who is there"), "welcome": _l("what is possible"),
        "hazards": _l("what is good to know"), "house-rules": _l("the house rules"),
        "own-rule": _l("a rule of the farm"), "sharing": _l("a shared room"),
        "companions": _l("who comes with you"), "needs": _l("what they need"),
        "people": _l("how many people come"), "fetched": _l("whether the farm fetches them"),
    },
    "message-state": {
        "queued": _l("Waiting to leave"), "sent": _l("Sent: a receipt is awaited"),
        "no-receipt": _l("Sent, no receipt"), "accepted": _l("With the telephone network"),
        "delivered": _l("Delivered"), "answered": _l("Answered"), "failed": _l("Not sent"),
        "returned": _l("Sent, but it did not arrive"), "not-needed": _l("No longer needed"),
    },
}  # fmt: skip


NAMES = {"language", "weekday"}
"""What keeps its capital letter wherever it stands."""
ROWS = {"production"}
"""What says "and" itself: several stand beside each other."""


def label(kind: str, code: str) -> Any:
    """Return the label of a code in the reader's language, such as ("production", "bees").

    What has none is shown as it is: the name of a language that was typed, or a code of earlier.
    """
    return LABELS[kind].get(code, code)


def labels(kind: str, codes: Iterable[str]) -> str:
    """Return the labels of several codes, in their order: "A quiet place, no dogs and no steps"."""
    said = [str(label(kind, code)) for code in codes]
    if kind not in NAMES:
        said[1:] = [in_a_sentence(each) for each in said[1:]]
    return in_a_row(said) if kind in ROWS else listed(said)
