"""The labels of a path: what stands in the way, usual steps, and who does them."""

from typing import Any

from flask_babel import lazy_gettext as _l

CASE_ACTS = {
    "case.opened": _l("Case meeting opened"), "case.closed": _l("Case meeting closed"),
    "case.removed": _l("Empty case meeting taken away"),
    "case.taken-up": _l("Case meeting taken up again"), "case.signed": _l("Case meeting signed"),
}  # fmt: skip
"""What is done with a case meeting."""

OF_PATHS: dict[str, dict[str, Any]] = {
    "obstacle": {
        "french": _l("Learning French"), "mobility": _l("Getting around"),
        "childcare": _l("Somebody to look after the children"), "housing": _l("Housing"),
        "health-access": _l("Access to care"), "rights-and-papers": _l("Rights and papers"),
        "digital": _l("Telephone and internet"), "territory": _l("Knowing the region"),
        "self-confidence": _l("Confidence in oneself"),
        "codes-of-work": _l("How people work here"), "network": _l("People to turn to"),
        "money": _l("Money"),
    },
    "obstacle-level": {
        "0": _l("No obstacle"), "1": _l("A little"), "2": _l("A lot"), "3": _l("Blocks everything"),
    },
    "step": {
        "french-course": _l("Sign up for a French course"),
        "conversation-group": _l("Go to a conversation group"),
        "travel-card": _l("Ask for a travel card at a lower price"),
        "licence-exchange": _l("Ask for the driving licence to be exchanged"),
        "childcare-place": _l("Ask for a childcare place"),
        "housing-request": _l("Ask for housing"),
        "health-cover": _l("Open the right to care (health insurance)"),
        "title-renewal": _l("Renew the residence title in time"),
        "digital-help": _l("Make an appointment for help with the telephone or the computer"),
        "discover-area": _l("Discover the region together"),
        "workshop": _l("Take part in a workshop"),
        "cv": _l("Write a CV"),
        "training-centre": _l("Visit a training centre"),
        "meet-people": _l("Get to know a club or an association near home"),
        "rights-check": _l("Look which financial help there is a right to"),
        "job-centre": _l("Sign up at France Travail"),
    },
    "step-by": {
        "both": _l("Both together"), "person": _l("The person"),
        "association": _l("The association"), "others": _l("Somebody else"),
    },
    "step-by-you": {
        "both": _l("You and your association"), "person": _l("You"),
        "association": _l("Your association"), "others": _l("Somebody else"),
    },
    "step-state": {"open": _l("To do"), "done": _l("Done"), "dropped": _l("Dropped")},
    "assessed": {
        "trades": _l("I know which jobs there are in the countryside."),
        "live-there": _l("I can imagine living in the countryside."),
        "daily-french": _l("I manage in French in everyday life."),
        "people-there": _l("I know people in the countryside to whom I can turn."),
        "what-comes": _l("I am confident about what comes next for me."),
    },
    "farm-assessed": {
        "at-ease": _l("We are at ease with receiving people who come from far away."),
        "without-words": _l("We manage to understand each other without a common language."),
        "what-is-allowed": _l("We know what is allowed on a discovery visit, and what is not."),
        "village-looks": _l("People in the village look kindly on it."),
        "trade-open": _l("We can imagine one of our guests in our trade one day."),
    },
    "agreement": {
        "yes": _l("Yes"), "rather-yes": _l("Rather yes"), "rather-no": _l("Rather no"),
        "no": _l("No"), "not-said": _l("I would rather not say"),
    },
    "phase": {
        "before": _l("Before the first visit"), "after": _l("Just after"),
        "month-3": _l("After 3 months"), "month-6": _l("After 6 months"),
        "month-12": _l("After 12 months"),
    },
    "change": {
        "more": _l("More than before"), "same": _l("The same"), "less": _l("Less than before"),
        "no-word": _l("Not said both times"),
    },
    "not-asked": {
        "unreachable": _l("They could not be reached"),
        "no-interpreter": _l("No interpreter could be found"),
        "away": _l("They are away"),
        "before-it-holds": _l("They are asked before anything is done"),
    },
    "case-state": {
        "open": _l("decisions being written"), "signing": _l("to be signed"),
        "signed": _l("signed"),
    },
    "goal-state": {
        "open": _l("It stands"), "done": _l("Reached"), "dropped": _l("No longer what they want"),
    },
}  # fmt: skip
