"""What is in the way of a place for these people, in a sentence each."""

from collections.abc import Callable

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.ground.errors import RuleBroken

SENTENCES: dict[str, Callable[[RuleBroken], str]] = {
    "slot-is-full": lambda rule: (
        ngettext(
            "This slot has %(num)d free bed only.",
            "This slot has %(num)d free beds only.",
            int(str(rule.facts["beds_free"])),
        )
        if rule.facts["beds_free"]
        else _("Every bed of this slot is taken.")
    ),
    "party-not-ready": lambda _rule: _(
        "Something is still missing before these people can take part in a round."
    ),
    "slot-not-open": lambda _rule: _("This place is no longer open."),
    "offer-not-open": lambda _rule: _("The farm has taken this offer back for now."),
    "slot-in-doubt": lambda _rule: _(
        "The farm must first say whether this date stays open: it has said no to guests."
    ),
    "farm-is-stopped": lambda _rule: _("This farm is stopped: it receives nobody for now."),
    "farm-on-hold": lambda _rule: _(
        "An incident is open at this farm: nobody is proposed there until a coordinator closes it."
    ),
    "party-has-left": lambda _rule: _("These people have left the programme."),
    "visit-is-another": lambda _rule: _(
        "The days of this place, or who travels, have changed since: propose it anew."
    ),
    "farm-not-receiving": lambda _rule: _("The farm does not receive on these days."),
    "party-not-taking-part": lambda _rule: _("These people do not take part at the moment."),
    "party-is-taken": lambda _rule: _("Another visit is planned on these days already."),
    "party-has-a-visit": lambda _rule: _(
        "These people have another visit, proposed or planned: one visit at a time."
    ),
    "person-is-taken": lambda _rule: _(
        "One of these people, or someone of the same name and year of birth, is expected elsewhere "
        "on these days. If that is someone else, tick “Another person of the same name” in the "
        "file of this one."
    ),
    "pair-refused": lambda _rule: _("One side does not wish to meet the other again."),
    "season-is-full": lambda rule: ngettext(
        "The farm receives %(num)d visit a year at most, and that one is taken.",
        "The farm receives %(num)d visits a year at most, and they are all taken.",
        int(str(rule.facts["limit"])),
    ),
    "lift-needed": lambda _rule: _(
        "A woman alone, or a person alone whose sex is not said, is not proposed to a host "
        "who lives alone, unless a caseworker writes down why it is safe."
    ),
    "group-does-not-fit": lambda _rule: _(
        "The rooms, or the wishes of those already expected, leave no place for these people."
    ),
    "place-just-taken": lambda _rule: _(
        "Somebody was faster: there are not enough free beds left for these people."
    ),
}
