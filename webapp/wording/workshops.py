"""Workshops in words: their kinds, how a seat stands, and what a rule does not allow."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from webapp.ground.errors import RuleBroken
from webapp.models import Seat, WorkshopKind
from webapp.wording.days import clock_time, short_day
from webapp.wording.lists import listed

ABSENCE_REASONS: dict[str, Any] = {
    "appointment": _l("An appointment"),
    "course": _l("A course"),
    "health-self-said": _l("Health, as they say themselves"),
    "childcare": _l("Nobody for the children"),
    "transport": _l("No way to get there"),
    "language": _l("The language"),
    "work": _l("Work"),
    "group": _l("The group"),
    "place": _l("The place"),
    "lost-touch": _l("They had no news from us"),
    "other": _l("Something else"),
}
OF_WORKSHOPS: dict[str, dict[str, Any]] = {
    "workshop-kind": {
        "guests": _l("People who go to a farm"),
        "farmers": _l("Farms that receive"),
        "staff": _l("Those who accompany"),
        "village": _l("Neighbours in the village"),
    },
    "seat-state": {
        "wished": _l("would like another date"),
        "signed-up": _l("has a place"),
        "waiting": _l("waiting for a place"),
        "attended": _l("was there"),
        "excused": _l("was excused"),
        "absent": _l("was absent"),
        "unknown": _l("not noted"),
        "cancelled": _l("given back"),
    },
    "prepared-by": {
        "guests": _l("Every adult, before a file is ready"),
        "farmers": _l("One adult of a farm, before it is approved"),
    },
    "presence": {
        "present": _l("There"),
        "excused": _l("Excused"),
        "absent": _l("Absent"),
        "unknown": _l("Not noted"),
    },
    "review-state": {
        "flagged": _l("to talk about"),
        "talk-planned": _l("talk planned"),
        "talked": _l("talked about"),
        "remedied": _l("something helps"),
        "place-given-on": _l("place given on"),
    },
    "remedy": {
        "other-group": _l("Another group"),
        "other-dates": _l("Other dates"),
        "other-place": _l("At another place"),
        "transport": _l("A way to get there"),
        "childcare": _l("Somebody for the children"),
        "interpreter": _l("An interpreter"),
        "companion": _l("Somebody comes along"),
        "call-before": _l("A call the day before"),
        "none": _l("Nothing special"),
    },
    "talk-try": {
        "call": _l("I called in vain"),
        "message": _l("I wrote in vain"),
        "meeting": _l("They did not come to the meeting"),
    },
    "absence-reason": {
        **ABSENCE_REASONS,
        "left": _l("They take part no more"),
        "over": _l("The workshop is over"),
        "twice": _l("They had a place already, under another file"),
        "workshop-cancelled": _l("The workshop did not take place"),
    },
    "absence-cause": {
        **ABSENCE_REASONS,
        "unknown": _l("They do not know, or would rather not say"),
    },
}

ACTS: Final = {
    "workshop.added": _l("Workshop added"),
    "workshop.changed": _l("Workshop changed"),
    "series.opened": _l("Group of a workshop opened"),
    "series.changed": _l("Group of a workshop changed"),
    "sitting.added": _l("Date of a workshop added"),
    "sitting.changed": _l("Date of a workshop changed"),
    "sitting.cancelled": _l("Date of a workshop cancelled"),
    "sitting.noted": _l("Who was at a workshop: noted"),
    "sitting.counted": _l("How many came to a workshop: noted"),
    "sitting.roll-read": _l("Who has a place at a workshop: read"),
    "sitting.sheet-read": _l("Attendance sheet of a workshop: read"),
    "seat.missed-said": _l("Why somebody was not at a workshop: said"),
    "seat.missed-noted": _l("Why somebody was not at a workshop: noted by the association"),
    "seat.contested": _l("Somebody says that they were not absent"),
    "seat.contest-withdrawn": _l("Nobody contests an absence any more"),
    "seat.wished": _l("Would like another date of a workshop"),
    "seat.signed-up": _l("Signed up for a workshop"),
    "seat.waits": _l("Waits for a place at a workshop"),
    "seat.kept": _l("Place at a workshop kept for the next in line"),
    "seat.accepted": _l("Place at a workshop taken"),
    "seat.passed-on": _l("Place at a workshop kept in vain"),
    "seat.cancelled": _l("Place at a workshop given back"),
    "seat.undone": _l("Sign-up for a workshop undone"),
    "absence.flagged": _l("Absence to talk about"),
    "absence.talk-planned": _l("Talk about an absence planned"),
    "absence.tried": _l("Talk about an absence tried in vain"),
    "absence.talked": _l("Talked about an absence"),
    "absence.remedied": _l("What helps after an absence noted"),
    "absence.signed": _l("Place to be given on: first of two"),
    "absence.signature-withdrawn": _l("Place to be given on: first of two taken back"),
    "absence.try-undone": _l("Talk about an absence: attempt taken back"),
    "absence.left": _l("Places left with them: no of the second person"),
    "absence.given-on": _l("Place given on after a talk, by two"),
    "seat.concluded": _l("Workshop over: how it went"),
    "seat.attestation-issued-again": _l("Attestation of a workshop under a corrected name"),
}
"""What the audit says of workshops."""

SENTENCES: dict[str, Callable[[RuleBroken], Any]] = {
    "workshop-begun": lambda _rule: _("It has begun already, or does not take place any more."),
    "party-not-prepared": lambda _rule: _(
        "Somebody has not been at a workshop yet: sign them up, or write why they need none."
    ),
    "farm-not-prepared": lambda _rule: _(
        "Nobody of the farm has been at a workshop yet: invite them to one, or write why they need "
        "none."
    ),
    "workshop-for-adults": lambda _rule: _("Nobody of this file is eighteen."),
    "workshop-not-for-them": lambda _rule: _("This workshop is for others."),
    "seat-taken-already": lambda _rule: _("They are signed up already, or wait for a place."),
    "seat-decided": lambda _rule: _("Something was decided about this place already."),
    "seat-not-kept": lambda _rule: _("This place is not kept any more: it went to the next."),
    "no-workshop-to-come": lambda _rule: _(
        "There is no workshop for guests to come: nothing was sent."
    ),
    "workshops-sent-today": lambda _rule: _(
        "The workshops to choose from were sent today already: send them again tomorrow."
    ),
    "sign-up-stands": lambda _rule: _(
        "Somebody has been told, or something else was decided since: give each place back instead."
    ),
    "absence-put-right": lambda _rule: _(
        "They are not noted as absent any more: there is nothing left to do here."
    ),
    "talk-before-absence": lambda _rule: _(
        "This day is before the absence: enter the day on which you talked about it."
    ),
    "nothing-to-leave": lambda _rule: _(
        "Nobody proposes to give these places on any more: they stay theirs."
    ),
    "signed-by-you": lambda _rule: _("You have said so already: a second person must too."),
    "seats-held": lambda rule: ngettext(
        "%(num)d person has a place already: give it that many at least.",
        "%(num)d people have a place already: give it that many at least.",
        int(str(rule.facts["held"])),
    ),
    "sitting-to-come": lambda _rule: _(
        "It has not begun yet: who was there is noted from its first minute on."
    ),
    "sitting-cancelled": lambda _rule: _("This date is cancelled already."),
    "sitting-overlaps": lambda rule: _(
        "This group is there already from %(starts)s to %(ends)s on this day: choose other hours.",
        starts=clock_time(rule.facts["starts"]),  # type: ignore[arg-type]
        ends=clock_time(rule.facts["ends"]),  # type: ignore[arg-type]
    ),
    "day-in-the-past": lambda _rule: _("This day is over: choose a later one"),
    "sitting-in-the-past": lambda _rule: _("This hour is over: choose a later one."),
    "workshop-has-seats": lambda _rule: _(
        "Somebody has signed up already: for whom it is stays as it is. Make another workshop."
    ),
}


def how_many_are_told(kind: WorkshopKind, count: int) -> Any:
    """Say how many read of a change at a workshop of this kind."""
    if kind is WorkshopKind.FARMERS:
        return ngettext("%(num)d farm is told.", "%(num)d farms are told.", count)
    if kind is WorkshopKind.STAFF:
        return ngettext("%(num)d colleague is told.", "%(num)d colleagues are told.", count)
    return ngettext("%(num)d household is told.", "%(num)d households are told.", count)


def places_gone(gone: Sequence[Seat]) -> str:
    """Return which places went to the next in line: each workshop with its next day."""
    if not gone:
        return str(_("Two people have said so: there was no place to give on."))
    what = listed(
        f"{seat.series.workshop.title} ({short_day(seat.series.next.day)})"
        if seat.series.next is not None
        else seat.series.workshop.title
        for seat in gone
    )
    return str(
        ngettext("%(num)d place went on: %(what)s.", "%(num)d places went on: %(what)s.",
                 len(gone), what=what)
    )  # fmt: skip
