"""What was decided about a thing since its page was opened: an act is done to what was shown.

Each form carries the last decision about the thing that its address names. Where there is another
by the time it is sent, nothing is done: the page says which, by whom, and is sent once more.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from flask import g, request
from flask_babel import gettext as _
from markupsafe import Markup

from webapp.ground.errors import RuleBroken
from webapp.models import Event
from webapp.services.records import audit, history
from webapp.web.extensions import db
from webapp.wording.history import in_words

SHOWN: Final = "decided"
"""The hidden field that says what was shown."""
OF_MANY: Final = "decided_of_many"
"""The same of a page about many things: the last decision about any of them."""
SUBJECTS: Final = {
    "visit_id": "visits",
    "party_id": "parties",
    "farm_id": "farms",
    "offer_id": "offers",
    "user_id": "users",
    "slot_id": "slots",
    "incident_id": "incidents",
    "guest_call_id": "guest_calls",
    "sitting_id": "sittings",
    "seat_id": "seats",
    "review_id": "absence_reviews",
    "committee_id": "committees",
    "gathering_id": "gatherings",
    "agreement_id": "agreements",
    "case_id": "case_meetings",
}
"""What an address names by its number, and under what the audit knows it."""
DECISIONS: Final = {
    "visits": (
        "answered reason-given parted expired cancelled taken-back restored begun arrived "
        "not-arrived completed evaluated ended-early missed lifted links-renewed no-longer-fits "
        "kept-all-the-same local-referent-given local-referent-left"
    ),
    "parties": "made-ready paused left came-back entrusted merged merge-undone",
    "farms": (
        "approved reviewed prolonged shortened declined reconsidered suspended resumed removed "
        "on-hold released"
    ),
    "offers": "opened paused closed",
    "users": "suspended restored second-factor-reset provider-unlinked",
    "slots": "withdrawn reopened confirmed",
    "incidents": "judged closed reopened",
    "guest_calls": "made",
    "sittings": "changed cancelled noted counted",
    "absence_reviews": "talked remedied signed signature-withdrawn left given-on",
    "committees": "begun closed taken-up",
    "case_meetings": "closed taken-up",
    "gatherings": "changed answered cancelled",
    "agreements": "asked taken-back signed cancelled accepted sent-back rejected called-off",
    "seats": "signed-up waits kept accepted passed-on cancelled concluded",
}
"""The acts that decide something, by what they are about; to read, or to write a word, does not."""
CHOSEN: Final = {"parties": ("party.chosen",)}
"""What else is decided of many at once, and about nothing else of each."""
UNDOABLE: Final = {
    "committees": "signed",
    "case_meetings": "signed",
    "parties": "transfer-said transfer-cancelled transfer-refused step-unnamed",
}
"""What stands in the way of whoever would undo it, and of nobody else: several sign at once."""
UNDOING: Final = {
    "coordinator.take_up_committee",
    "caseworker.take_up_case",
    "caseworker.note_transfer",
    "caseworker.cancel_transfer",
    "caseworker.note_name",
}


def field(kept: str = "") -> Markup:
    """Return the hidden field of a form on the present page; nothing where nothing is decided.

    Parameters
    ----------
    kept
        What the form carried when it came too late and was kept, if it did.
    """
    subject = _subject()
    if subject is None:
        return Markup()
    before = request.form.get(SHOWN, "") if request.method == "POST" else kept
    told = "decision_told" in g or _read(before)[:2] != subject
    value = f"{subject[0]}/{subject[1]}/{_last(subject)}" if told else before
    return Markup('<input type="hidden" name="{}" value="{}">').format(SHOWN, value)


def undecided(table: str, number: int) -> str:
    """Return what a form carries about a thing that another page lists as nobody's decision yet."""
    return f"{table}/{number}/0"


def unread() -> RuleBroken | None:
    """Return the refusal of an act on a thing of which something was decided since, if any was."""
    carried = [_read(written) for written in request.form.getlist(SHOWN)]
    about = next((each for each in carried if each[:2] == _subject()), None)
    if about is None:
        return None
    table, number, last = about
    acts = _acts(table, undoable=request.endpoint in UNDOING)
    event = audit.last_of(db, table, number, acts)
    return _told(event) if event is not None and event.id > last else None


def field_of_many(table: str, numbers: Iterable[int]) -> Markup:
    """Return the hidden field of a form on a page about many things of one kind."""
    carried = request.form.get(OF_MANY, "") if request.method == "POST" else ""
    if "decision_told" in g or not carried.isdecimal():
        last = audit.last_of_any(db, table, [*numbers], _acts_of_many(table))
        carried = str(last.id if last else 0)
    return Markup('<input type="hidden" name="{}" value="{}">').format(OF_MANY, carried)


def refuse_unread_of_many(table: str, called: Mapping[int, str]) -> None:
    """Refuse an act on many things where something was decided of one since its page was shown.

    Parameters
    ----------
    called
        What each is called, by its number.
    """
    carried = request.form.get(OF_MANY, "")
    last = audit.last_of_any(db, table, [*called], _acts_of_many(table))
    if carried.isdecimal() and last is not None and last.id > int(carried):
        raise _told(last, called[last.subject_id or 0])


def _acts_of_many(table: str) -> list[str]:
    return [*_acts(table, undoable=False), *CHOSEN.get(table, ())]


def _told(event: Event, about: str = "") -> RuleBroken:
    g.decision_told = True
    by = history.names_of_actors(db, [event])
    said = in_words(event, by)
    what = _("%(what)s: %(words)s", what=about, words=said) if about else said
    return RuleBroken("decided-meanwhile", what=what, at=event.at)


def _subject() -> tuple[str, int] | None:
    """Return what the present address is about; a side's own page has its answers' versions."""
    for name, number in (request.view_args or {}).items():
        of_side = request.blueprint == "farmer" and name == "visit_id"
        if name in SUBJECTS and not of_side:
            return SUBJECTS[name], number
    return None


def _last(subject: tuple[str, int]) -> int:
    """Return the number of the last decision about a thing; a page asks once for all its forms."""
    if "last_decision" not in g:
        event = audit.last_of(db, *subject, _acts(subject[0], undoable=True))
        g.last_decision = event.id if event else 0
    last: int = g.last_decision
    return last


def _acts(table: str, *, undoable: bool) -> list[str]:
    """Return the decisions about a kind of thing, as the audit names them, or `UNDOABLE` too."""
    named = {"parties": "party", "absence_reviews": "absence", "case_meetings": "case"}
    kind = named.get(table, table.removesuffix("s").replace("_", "-"))
    acts = f"{DECISIONS[table]} {UNDOABLE.get(table, '') if undoable else ''}"
    return [f"{kind}.{act}" for act in acts.split()]


def _read(written: str) -> tuple[str, int, int]:
    table, _sign, rest = written.partition("/")
    number, _sign, last = rest.partition("/")
    known = table in DECISIONS and number.isdecimal() and last.isdecimal()
    return (table, int(number), int(last)) if known else ("", 0, 0)
