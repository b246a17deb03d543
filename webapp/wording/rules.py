"""What to say when a rule of the programme does not allow an act."""

from collections.abc import Callable
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.ground.errors import RuleBroken
from webapp.wording import (
    after_rules,
    asking_again,
    closed_places,
    desk_rules,
    farm_rules,
    imports,
    merging,
    provider_rules,
    transfers,
    workshops,
)
from webapp.wording.days import day, format_datetime, short_day, stay_range
from webapp.wording.labels import label, labels
from webapp.wording.lists import in_a_row

Sentence = Callable[[RuleBroken], str]


def _changed(rule: RuleBroken) -> str:
    """Say what became different since the round was solved."""
    rules = labels("rule", cast(list[str], rule.facts["rules"]))
    if not rules:
        return str(_("Their file, or the place, has changed since the round was solved."))
    return str(_("Changed since the round was solved: %(rules)s.", rules=rules))


def _would_not_fit(rule: RuleBroken) -> str:
    """Say which visits a change would break, by code and days: no name is needed."""
    visits = cast(list[dict[str, Any]], rule.facts["visits"])
    asked = ngettext(
        "A visit would no longer fit: %(visits)s. Call those concerned, then agree below.",
        "%(num)d visits would no longer fit: %(visits)s. Call those concerned, then agree below.",
        len(visits),
        visits=" · ".join(map(_one_of_these, visits)),
    )
    return str(asked)


def _one_of_these(visit: dict[str, Any]) -> str:
    which = filter(None, [visit["code"], stay_range(visit["arrival"], visit["departure"])])
    rules = labels("misfit", visit["rules"])
    return str(_("%(days)s: %(rules)s", days=in_a_row(which), rules=rules))


def _facts_changed(rule: RuleBroken) -> str:
    """Say what was not yet so on the page that was answered."""
    what = labels("shown-fact", cast(list[str], rule.facts["changed"]))
    return str(
        _("Something changed since you opened this page: %(what)s. Read it again, then answer.",
          what=what)
    )  # fmt: skip


SENTENCES: dict[str, Sentence] = {
    **farm_rules.SENTENCES,
    **desk_rules.SENTENCES,
    **after_rules.SENTENCES,
    **workshops.SENTENCES,
    **closed_places.SENTENCES,
    **imports.SENTENCES,
    **merging.SENTENCES,
    **transfers.SENTENCES,
    "visits-would-not-fit": _would_not_fit,
    "nothing-is-due": lambda rule: _(
        "Nothing is due yet: the first of these visits is sent on %(day)s.",
        day=day(rule.facts["first"]),  # type: ignore[arg-type]
    ),
    "answered-meanwhile": lambda rule: _(
        "An answer was given from another page meanwhile: “%(answer)s”. Nothing is changed. If you "
        "want another answer, give it again now.",
        answer=label("answer", rule.facts["answer"]),  # type: ignore[arg-type]
    ),
    "facts-changed": _facts_changed,
    "interest-with-a-visit": lambda _rule: _(
        "A visit is proposed or agreed: answer that first, or call your association."
    ),
    "voice-lost": lambda _rule: _(
        "This page cannot be read aloud just now. Try again, or call your association."
    ),
    "nothing-would-change": lambda _rule: _("It is so already."),
    "nobody-touched": lambda _rule: _("None of the files chosen can be changed so any more."),
    "nobody-chosen": lambda _rule: _("Nothing was ticked: tick at least one line."),
    "nobody-to-ask-again": asking_again.nobody_asked_again,
    "swap-is-over": lambda _rule: _(
        "They can no longer swap: something has changed since. Look at who could now."
    ),
    "too-late-to-undo": lambda _rule: _(
        "It is too late to take this back: somebody has been told, or something has happened "
        "since. Look at the visit again."
    ),
    "too-late-to-restore": lambda _rule: _(
        "This visit can no longer be restored: its days have come, or it was not ended by hand."
    ),
    "not-from-this-state": lambda _rule: _(
        "This has changed in the meantime, so the act is no longer possible. "
        "Look at the page again."
    ),
    "changed-meanwhile": lambda _rule: _(
        "Nothing was saved: somebody, or you in another window, was changing the same thing. "
        "Look at what is there now and, if it is still needed, do it again."
    ),
    "decided-meanwhile": lambda rule: _(
        "Nothing is done yet. After you had opened this page, at %(at)s, this happened: %(what)s. "
        "Look at what is there now; if it is still right, do it once more.",
        at=format_datetime(rule.facts["at"], "HH:mm"),  # type: ignore[arg-type]
        what=rule.facts["what"],
    ),
    "already-approved-by-you": lambda _rule: _(
        "You have approved this farm already. A second person must do so now."
    ),
    "approval-already-over": lambda rule: _(
        "Choose a day after today: %(until)s is over.",
        until=day(rule.facts["until"]),  # type: ignore[arg-type]
    ),
    "approval-not-later": lambda rule: _(
        "Choose a day after %(until)s, which you have said already.",
        until=day(rule.facts["until"]),  # type: ignore[arg-type]
    ),
    "approval-not-earlier": lambda rule: _(
        "Choose a day before %(until)s, when the approval ends anyway.",
        until=day(rule.facts["until"]),  # type: ignore[arg-type]
    ),
    "nothing-to-review": lambda _rule: _(
        "Nothing has changed since you looked: a second person must do so now, if one is awaited."
    ),
    "farm-not-ready": lambda rule: _(
        "This farm cannot be approved yet. Still missing: %(missing)s.",
        missing=labels("farm-paper", rule.facts["missing"]),  # type: ignore[arg-type]
    ),
    "approval-stands-on-this": lambda rule: _(
        "The approval of this farm stands on this: %(missing)s. "
        "Suspend the farm first if it no longer holds.",
        missing=labels("farm-paper", rule.facts["missing"]),  # type: ignore[arg-type]
    ),
    "offer-without-room": lambda _rule: _("Choose at least one room before you open this offer."),
    "more-people-than-beds": lambda rule: _(
        "From %(people)s people, with beds for %(beds)s: nobody could come. Ask for fewer people, "
        "or open more beds.",
        people=rule.facts["people"],
        beds=rule.facts["beds"],
    ),
    "room-has-guests": lambda rule: _(
        "Guests are proposed or expected from %(arrival)s to %(departure)s, and need this bed. "
        "Call their association first if something comes up.",
        arrival=short_day(rule.facts["arrival"]),  # type: ignore[arg-type]
        departure=short_day(rule.facts["departure"]),  # type: ignore[arg-type]
    ),
    "slot-in-the-past": lambda rule: _(
        "%(arrival)s is over or too near: choose a later day.",
        arrival=short_day(rule.facts["arrival"]),  # type: ignore[arg-type]
    ),
    "departure-before-arrival": lambda rule: _(
        "Choose a day of departure after the arrival, %(arrival)s.",
        arrival=short_day(rule.facts["arrival"]),  # type: ignore[arg-type]
    ),
    "stay-too-long": lambda rule: _(
        "A stay lasts %(nights)s nights at most: check the day of departure.",
        nights=rule.facts["nights"],
    ),
    "slot-overlaps": lambda rule: _(
        "A stay from %(arrival)s would overlap another one, from %(other_arrival)s to "
        "%(other_departure)s.",
        arrival=short_day(rule.facts["arrival"]),  # type: ignore[arg-type]
        other_arrival=short_day(rule.facts["other_arrival"]),  # type: ignore[arg-type]
        other_departure=short_day(rule.facts["other_departure"]),  # type: ignore[arg-type]
    ),
    "slots-changed-meanwhile": lambda _rule: _(
        "Someone of your farm changed the dates at the same moment. Look at the calendar again."
    ),
    "slot-has-guests": lambda rule: ngettext(
        "%(num)d person is expected in this slot: cancel the visit first.",
        "%(num)d people are expected in this slot: cancel the visit first.",
        int(str(rule.facts["people"])),
    ),
    "no-colleague": lambda _rule: _("Choose somebody of your association who can sign in."),
    "party-is-expected": lambda _rule: _(
        "A visit is planned or under way for these people as they are. "
        "Cancel it, or wait for its end, before you change who travels."
    ),
    "party-keeps-one": lambda _rule: _("A party keeps at least one person."),
    "party-is-away": lambda _rule: _(
        "These people are on a visit: record its end before they leave the programme."
    ),
    "party-has-arrived": lambda _rule: _(
        "They have arrived: record that the stay ended early instead."
    ),
    "visit-not-begun": lambda _rule: _("The first day of this visit has not come yet."),
    "visit-waits": lambda _rule: _(
        "Your yes is not taken for now: something has changed, and the association looks whether "
        "this visit can go on. Call it if you have a question."
    ),
    "visit-no-longer-fits": lambda _rule: _(
        "This visit no longer fits: write down why it goes on all the same, or cancel it. "
        "Then a yes is recorded."
    ),
    "rooms-do-not-fit": lambda _rule: _(
        "They can no longer sleep there: somebody else came, or the farm changed its rooms."
    ),
    "answer-too-late": lambda _rule: _(
        "This visit no longer awaits an answer. Call the association: it can help."
    ),
    "other-side-declined": lambda _rule: _(
        "The other side has declined. Record its change of mind first."
    ),
    "place-is-taken": lambda _rule: _(
        "The place is not free any more. Call the association: it looks for another one with you."
    ),
    "companion-is-itself": lambda _rule: _("Choose other people: nobody is their own companion."),
    "companion-unknown": lambda _rule: _("Companions belong to the same association."),
    "round-is-empty": lambda _rule: _(
        "Nobody is ready, or no place is open on these days: there is nothing to match yet."
    ),
    "round-is-published": lambda _rule: _(
        "This round is published. Its visits are changed one by one, from the visits."
    ),
    "round-not-solved": lambda _rule: _("This round has no result yet."),
    "advice-over": lambda _rule: _("Places are not being looked for any more."),
    "deadline-is-over": lambda _rule: _(
        "The last day to answer is over: choose a later one before you publish."
    ),
    "decisions-are-waiting": lambda rule: ngettext(
        "%(num)d decision is not in this result yet: run the round again first.",
        "%(num)d decisions are not in this result yet: run the round again first.",
        int(str(rule.facts["decisions"])),
    ),
    "not-what-was-read": lambda _rule: _(
        "Nothing was sent: what would be sent is no longer what you read. "
        "Read it again below, then approve it."
    ),
    "nothing-to-publish": lambda _rule: _(
        "No pair of this result can be proposed any more: run the round again."
    ),
    "pair-changed": _changed,
    "reason-too-short": lambda _rule: _(
        "Write a whole sentence, so that whoever reads it later understands."
    ),
    "nothing-to-lift": lambda _rule: _("This pair is not excluded, or no longer."),
    "help-not-asked": lambda _rule: _("No call for help of yours waits any more."),
    "help-seen-to": lambda _rule: _(
        "Somebody was faster: look at who sees to this call, and what they do."
    ),
    "hour-missing": lambda _rule: _("Choose one of the hours."),
    "hour-closed": lambda _rule: _("An hour of arrival can no longer be agreed here: call."),
    "hour-is-another": lambda _rule: _(
        "Nothing was kept: the hour of arrival has changed since you opened this page. "
        "Read it again below."
    ),
    "asked-once-back": lambda _rule: _("These questions are asked once you are back."),
    "answer-missing": lambda _rule: _("Choose one of the answers."),
    "password-too-short": lambda rule: _(
        "Choose at least %(shortest)s characters: four or five words that only you would put "
        "together are easy to remember.",
        shortest=rule.facts["shortest"],
    ),
    "password-too-long": lambda rule: _(
        "Choose at most %(longest)s characters.", longest=rule.facts["longest"]
    ),
    "password-easy": lambda _rule: _(
        "This password is easy to guess. Leave out names, dates, rows of keys and repetition: put "
        "together four or five words that have nothing to do with each other."
    ),
    "code-wrong": lambda _rule: _(
        "This code does not fit. Wait for the next one on your telephone and enter that."
    ),
    **provider_rules.SENTENCES,
    "password-wrong": lambda _rule: _("The e-mail address and the password do not go together."),
    "email-known": lambda _rule: _("Someone with this e-mail address is here already."),
    "already-came-in": lambda _rule: _(
        "This person has come in already: there is no invitation any more."
    ),
    "left-alone": lambda rule: ngettext(
        "%(num)d visit of %(association)s is ahead or under way, and nobody else could look after "
        "it: name who takes over.",
        "%(num)d visits of %(association)s are ahead or under way, and nobody else could look "
        "after them: name who takes over.",
        int(str(rule.facts["standing"])),
        association=rule.facts["association"],
    ),
    "not-to-oneself": lambda _rule: _("Ask another coordinator to do this to your own account."),
    "nothing-to-sign": lambda _rule: _(
        "There is nothing to sign here now: it was signed, or is being changed."
    ),
    "link-over": lambda _rule: _("This link has been used or is too old. Ask for a new one."),
}


def sentence(rule: RuleBroken) -> str:
    """Return the sentence of a broken rule in the reader's language."""
    return SENTENCES[rule.code](rule)
