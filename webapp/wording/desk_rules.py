"""What to say to people with an account when a rule does not allow an act; no guest reads it."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.ground.errors import RuleBroken
from webapp.wording import putting_back, services_around
from webapp.wording.days import day_range, short_day
from webapp.wording.labels import labels


def noted_already(rule: RuleBroken) -> str:
    """Say what is noted already, where its name is known; the database alone knows none."""
    name = rule.facts.get("name")
    told = _("%(name)s is noted already: change what is noted there.", name=name)
    return str(told) if name else ""


def _duty_taken(rule: RuleBroken) -> str:
    days = day_range(rule.facts["first"], rule.facts["last"])  # type: ignore[arg-type]
    return str(
        _("Somebody is on duty already: %(days)s. Choose other days, or change those first.",
          days=days)
    )  # fmt: skip


def _judged_by_is_fixed(rule: RuleBroken) -> str:
    chosen = labels("judged-by", rule.facts["chosen"])  # type: ignore[arg-type]
    said = (
        _("Until now this is said: %(chosen)s.", chosen=chosen)
        if chosen
        else _("Nothing was said before it was run.")
    )
    write = _("Write below why it is judged by something else now.")
    return f"{said} {write}"


SENTENCES: dict[str, Callable[[RuleBroken], Any]] = {
    **services_around.SENTENCES,
    "more-minors-than-people": lambda _rule: _(
        "There cannot be more children than people: correct one of the two."
    ),
    "visit-is-over": lambda _rule: _("This visit is over, or does not take place."),
    "asked-once-alone": lambda _rule: _(
        "The first guests of this farm are there: these questions are asked once they have left."
    ),
    "local-referent-unknown": lambda _rule: _(
        "This person cannot look after visits: choose again."
    ),
    "local-referent-away": lambda _rule: _("They are away on these days: choose somebody else."),
    "tie-before-the-visit": lambda _rule: _(
        "Enter a day since the visit with which they met: before, nothing came of it."
    ),
    "tie-noted-already": lambda _rule: _("This is noted already, for that day."),
    "agreement-farm-away": lambda _rule: _(
        "This farm receives nobody now, or one of the two does not wish it: ask the coordination."
    ),
    "agreement-person-left": lambda _rule: _(
        "This person takes no part in the programme any more."
    ),
    "agreement-days-past": lambda _rule: _(
        "Its first day is past: an immersion is signed before it begins. Choose other days."
    ),
    "visit-first": lambda _rule: _(
        "A visit is proposed or agreed: note first, on its page, what becomes of it."
    ),
    "nothing-to-take-over": lambda _rule: _(
        "There is nothing to take over any more: somebody answers for it, or it was ended."
    ),
    "answer-does-not-fit": lambda _rule: _(
        "This sentence says another thing than what was done: choose another one, or none."
    ),
    "arrival-said-by-others": lambda _rule: _(
        "Somebody else said so too, or it was taken back: call the association."
    ),
    "note-empty": lambda _rule: _("Write in a sentence what there is to know."),
    "farm-notes-wait": lambda _rule: _(
        "Several notes of yours wait for the association already: call it instead."
    ),
    "farm-note-seen-to": lambda _rule: _("This was seen to already."),
    "gathering-begun": lambda _rule: _("It has begun, and stays as it is."),
    "gathering-in-the-past": lambda _rule: _(
        "This day and hour have gone by: choose others, to come."
    ),
    "gathering-declined": lambda _rule: _(
        "The farm said no: it does not take place, and nobody else has read of it."
    ),
    "gathering-has-voices": lambda _rule: _(
        "People have come and said something: it takes place, or took place, and stays."
    ),
    "gathering-over": lambda _rule: _("This gathering is over, or cancelled, and stays."),
    "gathering-to-come": lambda _rule: _("Nobody has come yet, or it does not take place."),
    "more-answers-than-sheets": lambda _rule: _(
        "These are more answers than sheets: count this question again."
    ),
    "gathering-visit-not-certain": lambda _rule: _(
        "This visit is not certain any more: choose another one."
    ),
    "gathering-outside-visit": lambda rule: _(
        "Choose a day while the guests are there: %(days)s.",
        days=day_range(rule.facts["first"], rule.facts["last"]),  # type: ignore[arg-type]
    ),
    "report-days": lambda _rule: _(
        "A period begins before it ends, and before the day on which it is known: look at the days."
    ),
    "report-of-the-future": lambda _rule: _(
        "Nobody knows yet what is known on this day: choose today, or a day before."
    ),
    "report-frozen": lambda _rule: _("This report is frozen, and stays."),
    "committee-known": lambda _rule: _("There is a committee on this day already: open that one."),
    **putting_back.SENTENCES,
    "interest-not-waiting": lambda _rule: _("Not ready to take part: there is nothing to ask."),
    "interest-visit-stands": lambda _rule: _("A visit is proposed or agreed."),
    "interest-asked-lately": lambda rule: _(
        "Asked on %(day)s: leave them time to answer.",
        day=short_day(rule.facts["last"]),  # type: ignore[arg-type]
    ),
    "interest-awaits-answer": lambda rule: _(
        "Asked on %(day)s, no answer yet: call them.",
        day=short_day(rule.facts["last"]),  # type: ignore[arg-type]
    ),
    "interest-said-lately": lambda rule: _(
        "Said so on %(day)s, less than two weeks ago.",
        day=short_day(rule.facts["last"]),  # type: ignore[arg-type]
    ),
    "interest-texts-stopped": lambda _rule: _("They wrote STOP: call them."),
    "interest-by-telephone": lambda _rule: _("They wish to be called: call them."),
    "interest-written-lately": lambda _rule: _(
        "Written to less than a day ago: ask them tomorrow."
    ),
    "request-made-lately": lambda _rule: _("Asked for it less than a week ago: call them."),
    "request-asked-lately": lambda _rule: _(
        "Asked or reminded less than two days ago: leave them time to answer."
    ),
    "request-no-answer-awaited": lambda _rule: _("No answer of theirs is awaited."),
    "request-farm-shut-out": lambda _rule: _("Takes no part in the programme now."),
    "request-no-paper-ends": lambda _rule: _("No paper of theirs ends soon."),
    "request-has-left": lambda _rule: _("Nothing waits to leave to them: too late to take back."),
    "interest-no-question-waits": lambda _rule: _("No question to them waits for an answer."),
    "interest-question-left": lambda _rule: _("Too late to take it back: the question has left."),
    "interest-farm-not-receiving": lambda _rule: _("May not receive for now."),
    "interest-farm-has-dates": lambda _rule: _("Has dates to come."),
    "interest-farm-rests": lambda _rule: _("Rests for now, as it told."),
    "interest-farm-without-account": lambda _rule: _("No account of it is open: call them."),
    "interest-no-farm": lambda _rule: _("Tick at least one farm that can be asked now."),
    "transfer-taken-on": lambda rule: _(
        "%(name)s has taken this file on meanwhile: it is with them now, and nothing was changed. "
        "Call them if that is not right.",
        name=rule.facts["name"],
    ),
    "template-known": lambda _rule: _(
        "Other settings have this name: give another, or, where you keep those of a round, tick "
        "that they are replaced."
    ),
    "judged-by-is-fixed": _judged_by_is_fixed,
    "nobody-was-there": lambda _rule: _("Tick who was there."),
    "committee-has-lines": lambda _rule: _(
        "Something was put on its agenda: take that off first, or leave the committee."
    ),
    "signature-still-awaited": lambda _rule: _(
        "They have signed, or can still sign: their account is open."
    ),
    "nobody-signed": lambda _rule: _(
        "Nobody would have signed these minutes: one of those who were there must."
    ),
    "line-is-decided": lambda _rule: _(
        "Something was decided of it: empty the decision before you take it off."
    ),
    "was-named-as-present": lambda _rule: _(
        "Whoever was named as present before stays: only they themselves can leave themselves out. "
        "Tick all of them."
    ),
    "signature-not-awaited": lambda _rule: _(
        "Your signature is not awaited: you have signed, or are not noted as having been there."
    ),
    "committee-to-come": lambda _rule: _("It begins on its day, when you are together."),
    "committee-has-begun": lambda _rule: _("This committee has begun, and stays."),
    "decided-with-the-incident": lambda _rule: _(
        "What is decided about an incident is written with it, where its readers alone read it."
    ),
    "agreement-not-accepted": lambda _rule: _("It is not accepted, or was called off already."),
    "agreement-off-day": lambda rule: _(
        "Choose one of its days: %(days)s.",
        days=day_range(rule.facts["first"], rule.facts["last"]),  # type: ignore[arg-type]
    ),
    "agreement-not-ready": lambda rule: _(
        "Before anybody can sign, this is still missing: %(what)s.",
        what=labels("agreement-missing", rule.facts["missing"]),  # type: ignore[arg-type]
    ),
    "centre-known": lambda rule: (
        noted_already(rule) or _("A centre of this name is noted already.")
    ),
    "centre-lived-in": lambda rule: ngettext(
        "%(num)d file is in this centre: give it another centre, or none, before you remove it.",
        "%(num)d files are in this centre: give them another centre, or none, before you remove "
        "it.",
        int(str(rule.facts["files"])),
    ),
    "organisation-known": lambda rule: (
        noted_already(rule) or _("An association of this name is here already.")
    ),
    "prescriber-known": lambda rule: (
        noted_already(rule) or _("A prescriber of this name is noted already.")
    ),
    "funder-known": lambda rule: noted_already(rule) or _("A funder of this name is here already."),
    "file-unknown": lambda _rule: _("No file has this code or number: look at it once more."),
    "file-not-one": lambda _rule: _("Several files have this number: enter the code of one."),
    "word-not-asked": lambda _rule: _(
        "Write what the person says, or choose why they were not asked."
    ),
    "asked-and-not-asked": lambda _rule: _(
        "Either they were asked, and say something, or they were not: keep one of the two."
    ),
    "something-decided": lambda _rule: _(
        "Something is decided in this meeting: take the decisions out first, each on its own."
    ),
    "nothing-decided": lambda _rule: _("Nothing is decided yet: there is nothing to sign."),
    "one-signs-alone": lambda _rule: _("Nobody decides about a person alone: tick two at least."),
    "telephone-of-several": lambda _rule: _(
        "Several adults read what comes to this telephone: give the path on paper instead."
    ),
    "path-of-a-child": lambda _rule: _(
        "They are under age: their path is not shown on a telephone."
    ),
    "asked-of-adults": lambda _rule: _("They are under age: these questions are asked of adults."),
    "path-is-empty": lambda _rule: _(
        "There is nothing to read yet: add what they want, or a step."
    ),
    "no-message-arrives": lambda _rule: _(
        "No message reaches them: enter a mobile number or a mailbox, or call them."
    ),
    "path-sent-today": lambda _rule: _("The link to their path left today already."),
    "step-says-nothing": lambda _rule: _("Choose a usual step, or write what is to be done."),
    "file-is-yours": lambda _rule: _("This file is of your association: open it as always."),
    "correction-answered": lambda _rule: _("This was answered already: read what they were told."),
    "second-of-association": lambda _rule: _(
        "Somebody else of the association may be the second person: they decide."
    ),
    "no-attempt-of-yours": lambda _rule: _("The last attempt is not one of yours."),
    "no-signature-of-yours": lambda _rule: _("You have not said so, or have taken it back."),
    "reads-already": lambda _rule: _("This person reads the incident already."),
    "last-reader": lambda _rule: _("Somebody must read it: name another person first."),
    "nothing-to-post": lambda _rule: _(
        "There is no answer of theirs to ask for any more: no letter is noted."
    ),
    "letter-noted": lambda _rule: _("This letter is noted today already."),
    "recording-unreadable": lambda _rule: _(
        "This is no sound that can be read: save it as WAV, MP3, OGG or FLAC."
    ),
    "recording-too-long": lambda _rule: _("This is longer than 20 seconds: say the phrase alone."),
    "recording-silent": lambda _rule: _("Nothing is to be heard in it: record the phrase again."),
    "rewording-is-your-own": lambda _rule: _(
        "These words are your own: another coordinator reads and accepts them."
    ),
    "duty-taken": _duty_taken,
    "clock-is-moving": lambda _rule: _("The clock goes on already: wait until it is there."),
    "clock-goes-forward": lambda _rule: _(
        "The clock only goes forward: choose a later day than the one at which it stands."
    ),
    "clock-too-far": lambda rule: _(
        "The clock goes on by %(days)s days at most: choose an earlier day.",
        days=rule.facts["days"],
    ),
    "clock-waits-for-engine": lambda _rule: _(
        "A round or an import is being worked on: move the clock when that is over."
    ),
    "mailbox-the-same": lambda _rule: _("This is the present address: enter the new one."),
    "mailbox-just-changed": lambda _rule: _(
        "The mailbox was changed a moment ago, and the former one is still being told: wait a "
        "few minutes."
    ),
    "mailbox-code-wrong": lambda _rule: _(
        "This code is wrong or too old: look at the newest e-mail, or ask for another code."
    ),
    "round-is-kept": lambda _rule: _(
        "Only a round that has found nothing, and looks for nothing, is deleted: this one is kept."
    ),
    "host-known": noted_already,
    "farm-has-seats-enough": lambda rule: _(
        "A farm signs up to %(most)s people by itself: for more, call the programme.",
        most=rule.facts["most"],
    ),
    "farm-has-left": lambda _rule: _("This farm does not take part: nobody is invited to it."),
    "erased-with-a-visit": lambda _rule: _(
        "A visit of theirs stands: cancel it first, so that the farm hears of it. Then erase."
    ),
    "erased-in-an-incident": lambda _rule: _(
        "An incident that concerns them is open: a coordinator closes it first. Until then the "
        "file is kept."
    ),
    "journey-by-ticket": lambda _rule: _(
        "Whether their journey is ready follows from what is noted of their tickets: change it "
        "there."
    ),
}
