"""The codes of what comes after a visit: questions, what may be answered, what became of it."""

from typing import Any

from flask_babel import lazy_gettext as _l

OF_AFTER: dict[str, dict[str, Any]] = {
    "part": {
        "feedback": _l("How a visit went, asked of both sides"),
        "follow-ups": _l("Follow-ups after 1, 3, 6 and 12 months"),
        "before-after": _l("The same questions before and after"),
        "contact": _l("Staying in contact after a visit"), "immersions": _l("Immersions"),
        "case-meetings": _l("Case meetings"), "committees": _l("Committees"),
        "village": _l("Evenings with the village"), "reports": _l("Reports to funders"),
    },
    "thanks": {
        "welcome": _l("Thank you for your welcome."),
        "meals": _l("Thank you for the meals that we shared."),
        "shown": _l("Thank you for all that you showed us."),
        "animals": _l("Thank you for the time with the animals."),
        "calm": _l("Thank you for the calm of your home."),
        "greetings": _l("Greetings to your whole family."),
    },
    "guest-question": {
        "welcome": _l("How was the welcome?"),
        "lodging": _l("How were the bed and the meals?"),
        "understood": _l("How well did you understand each other?"),
        "again": _l("Would you like to go to a farm again?"),
    },
    "farm-question": {
        "stay": _l("How was the stay?"),
        "understood": _l("How well did you understand each other?"),
        "receive-again": _l("Would you receive guests again?"),
    },
    "feedback-answer": {
        "good": _l("Good"), "middling": _l("So-so"), "bad": _l("Not good"),
        "yes": _l("Yes"), "perhaps": _l("Perhaps"), "no": _l("No"),
        "not-said": _l("I would rather not say"),
    },
    "guest-missed": {
        "guest": _l("We could not come"),
        "farm": _l("The farm could not receive us"),
        "transport": _l("The journey did not work"),
        "nobody": _l("It was nobody’s fault"),
        "unknown": _l("I would rather not say"),
    },
    "farm-missed": {
        "guest": _l("They did not come"), "farm": _l("We could not receive them"),
        "transport": _l("Their journey did not work"),
        "nobody": _l("It was nobody’s fault"), "unknown": _l("I do not know"),
    },
    "missed-cause": {
        "guest": _l("The people could not come"), "farm": _l("The farm could not receive them"),
        "transport": _l("The journey did not work"), "nobody": _l("It was nobody’s fault"),
        "unknown": _l("They do not know, or would rather not say"),
    },
    "fault": {
        "guest": _l("The people, by their own word"), "farm": _l("The farm, by its own word"),
        "transport": _l("The journey"), "nobody": _l("Nobody"),
        "differs": _l("Not the same is said: it stays so"), "unknown": _l("Unknown"),
        "not-missed": _l("Nothing of the kind is noted"),
    },
    "absence-word": {
        "people": _l("The people themselves, by telephone"),
        "association": _l("The association, or whoever held the workshop"),
    },
    "guest-absence": {
        "appointment": _l("I had an appointment"),
        "course": _l("I had a course"),
        "health-self-said": _l("I was not well"),
        "childcare": _l("Nobody could look after my children"),
        "transport": _l("I could not get there"),
        "language": _l("I would not have understood the language"),
        "work": _l("I was working"),
        "group": _l("I did not feel at ease in the group"),
        "place": _l("I did not find the place"),
        "lost-touch": _l("I did not know of it"),
        "other": _l("Something else happened"),
        "unknown": _l("I would rather not say"),
    },
    "guest-outcome": {
        "durable-job": _l("A job for more than six months, or a business of my own"),
        "transition-job": _l("A job for six months or less, or for a season"),
        "positive-exit": _l("A training course or an immersion"),
        "farm-contact": _l("I am still in contact with the farm"),
        "second-stay": _l("I went to a farm again"),
        "moved": _l("I have moved to another region"),
        "other": _l("Something else happened"),
        "unknown": _l("I would rather not say"),
    },
    "farm-outcome": {
        "durable-job": _l("They have a job for more than six months, or a business of their own"),
        "transition-job": _l("They have a job for six months or less, or for a season"),
        "positive-exit": _l("They are in training or in an immersion"),
        "farm-contact": _l("We are still in contact"),
        "second-stay": _l("They came again"),
        "moved": _l("They have moved to another region"),
        "other": _l("Something else happened"), "unknown": _l("I do not know"),
    },
    "follow-up-outcome": {
        "durable-job": _l("Durable job"), "transition-job": _l("Transition job"),
        "positive-exit": _l("Positive exit"),
        "farm-contact": _l("Still in contact with the farm"),
        "second-stay": _l("Second stay"), "moved": _l("Moved"),
        "other": _l("Something else happened"), "unknown": _l("Unknown"),
    },
    "outcome-meaning": {
        "durable-job": _l("A permanent contract, one of more than six months, an own business or "
                          "an own farm."),
        "transition-job": _l("A contract of six months or less, or for a season."),
        "positive-exit": _l("A training course, another insertion structure or an immersion."),
        "farm-contact": _l("No job and no training was told, but guests and farm are in touch."),
        "second-stay": _l("Guests went to a farm once more."),
        "moved": _l("They live in another region now."),
        "other": _l("Anything else that was told."),
    },
    "follow-up-state": {
        "due": _l("To do"), "attempted": _l("Not reached yet"), "reached": _l("Was reached"),
        "lost": _l("Lost"),
    },
    "follow-up-way": {
        "call": _l("Call"), "message": _l("Message"), "meeting": _l("Meeting"),
        "link": _l("By the link"), "portal": _l("In the portal"),
    },
    "follow-up-result": {"reached": _l("Was reached"), "not-reached": _l("Not reached")},
    "follow-up-proof": {"said": _l("What was said"), "seen": _l("A paper that was seen")},
    "relationship-state": {
        "proposed": _l("One has said yes"), "open": _l("In contact"), "closed": _l("Ended"),
    },
    "shared": {"phone": _l("Our telephone number"), "email": _l("Our e-mail address")},
    "tie": {
        "call": _l("A call"), "letter": _l("A letter"), "stay": _l("Another stay"),
        "immersion": _l("An immersion"), "training": _l("A training course"),
        "job": _l("A job"), "takeover-step": _l("A step towards taking over a farm"),
    },
    "feedback-told": {
        "given": _l("Has told"), "word": _l("A private word"), "unread": _l("A word to see to"),
        "missing": _l("Has not told"),
    },
}  # fmt: skip
