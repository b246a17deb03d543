"""What the pages of a visit may say: each sentence with the facts in which it stands.

A specification, written down from the facts alone and independently of pages and services: in
every situation, a sentence stands on a page of its readers when its facts hold, and on none of
them when they do not. Sentences are those of the English screen.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tests.webapp.visits.situations import (
    AWAITED,
    CANCELLED,
    COMPLETED,
    CONFIRMED,
    DECLINED,
    ENDED_EARLY,
    EVALUATED,
    EXPIRED,
    FARM,
    NO,
    NO_SHOW,
    OTHER_DATES,
    PARTY,
    PROPOSED,
    UNDER_WAY,
    YES,
    Facts,
)
from webapp.models import Side


@dataclass(frozen=True)
class Sentence:
    """A sentence, who reads it, and when it stands.

    Parameters
    ----------
    pages
        Where it may stand: `link` is the page behind a link, `sheet` the same after the code,
        `farm` and `farm list` the farmer's own, `desk`, `desk list`, `board` the caseworker's,
        `round` the coordinator's,
        `letter` a message that is written to a side and true.
    when
        The facts in which it stands, for one side; staff reads of both.
    """

    words: str
    pages: str
    when: Callable[[Facts, Side], bool]

    def __str__(self) -> str:
        return self.words

    def is_read_on(self, page: str) -> bool:
        return page in self.pages.split(", ")


def _came_to_nothing_by_the_farm(facts: Facts) -> bool:
    """Whether it said no, or let the time go by when its guests had said yes."""
    silent = facts.state is EXPIRED and facts.party is YES
    return silent or (facts.state is DECLINED and facts.ended_by is FARM)


SENTENCES = (
    # Before both have answered
    Sentence(
        "The other side is still to answer",
        "link, sheet, farm",
        lambda f, me: f.is_asked and f.said(me) is YES,
    ),
    Sentence(
        "You said yes; their answer is awaited",
        "farm list",
        lambda f, me: f.is_asked and f.farm is YES,
    ),
    Sentence(
        "Your answer is awaited until",
        "farm list",
        lambda f, me: f.is_asked and f.farm is AWAITED,
    ),
    Sentence(
        "A visit is proposed to you", "link", lambda f, me: f.state is PROPOSED and me is PARTY
    ),
    Sentence(
        "Guests are proposed to you", "link, farm", lambda f, me: f.state is PROPOSED and me is FARM
    ),
    Sentence("Answer until", "link, farm", lambda f, me: f.is_asked),
    Sentence(
        "the association looks whether this visit can go on", "link, farm", lambda f, me: f.waits
    ),
    Sentence("Waits for the association", "farm list, farm board", lambda f, me: f.waits),
    Sentence(
        "Nothing to answer for now", "farm board", lambda f, me: f.waits and f.farm is AWAITED
    ),
    Sentence("is proposed to you.", "farm board", lambda f, me: f.is_asked and f.farm is AWAITED),
    Sentence(
        "Yes, I come",
        "link",
        lambda f, me: f.is_asked and me is PARTY and f.party is AWAITED,
    ),
    Sentence(
        "Yes, they are welcome",
        "link, farm",
        lambda f, me: f.is_asked and me is FARM and f.farm is AWAITED,
    ),
    Sentence("Answer awaited", "desk, desk list, round", lambda f, me: f.state is PROPOSED),
    Sentence("Answers awaited", "board", lambda f, me: f.state is PROPOSED),
    Sentence(
        "No answer was given",
        "desk, desk list, round",
        lambda f, me: not f.stands and AWAITED in (f.party, f.farm),
    ),
    # Settled
    Sentence(
        "You are expected!", "link", lambda f, me: f.settled and me is PARTY and not f.arrived
    ),
    Sentence("It is settled!", "link", lambda f, me: f.settled and me is FARM and f.begins_in > 0),
    Sentence(
        "The visit has begun", "link", lambda f, me: f.settled and me is FARM and f.begins_in <= 0
    ),
    Sentence(
        "Have a good stay!",
        "link",
        lambda f, me: f.state is UNDER_WAY and me is PARTY and f.arrived,
    ),
    Sentence("I need help", "link, sheet, farm", lambda f, me: f.settled),
    Sentence(
        "Agree on it with the farm by telephone",
        "sheet",
        lambda f, me: f.settled and me is PARTY and f.shared_language and not f.arrived,
    ),
    Sentence(
        "Ask your association to agree on it with the farm",
        "sheet",
        lambda f, me: f.settled and me is PARTY and not f.shared_language and not f.arrived,
    ),
    Sentence(
        "None is agreed yet",
        "link, sheet, farm",
        lambda f, me: f.settled and not f.arrived and f.begins_in >= 0,
    ),
    Sentence(
        "have no language in common",
        "link, sheet, farm",
        lambda f, me: f.stands and not f.shared_language,
    ),
    Sentence(
        "I have arrived",
        "link, sheet",
        lambda f, me: f.settled and me is PARTY and f.begins_in <= 0 and not f.arrived,
    ),
    Sentence(
        "You told us that you have arrived",
        "link, sheet",
        lambda f, me: f.settled and me is PARTY and f.arrived,
    ),
    Sentence(
        "Put the dates in my calendar",
        "link, sheet",
        lambda f, me: f.settled and me is PARTY and f.begins_in > 0,
    ),
    Sentence(
        "I can no longer come",
        "link, sheet",
        lambda f, me: f.state is CONFIRMED and me is PARTY and f.begins_in > 0,
    ),
    Sentence(
        "We can no longer receive",
        "link, sheet, farm",
        lambda f, me: f.state is CONFIRMED and me is FARM and f.begins_in > 0,
    ),
    Sentence(
        "No sign of arrival yet", "board", lambda f, me: f.state is UNDER_WAY and not f.arrived
    ),
    Sentence("Leave by tomorrow", "board", lambda f, me: f.state is CONFIRMED and f.begins_in <= 1),
    Sentence(
        "Soon on their way", "board", lambda f, me: f.state is CONFIRMED and 1 < f.begins_in <= 10
    ),
    # Why it is over
    Sentence(
        "You said no, and that is fine",
        "link, farm",
        lambda f, me: f.state is DECLINED and f.ended_by is me and f.said(me) is NO,
    ),
    Sentence(
        "You said: yes, but not these dates",
        "link, farm",
        lambda f, me: f.state is DECLINED and f.ended_by is me and f.said(me) is OTHER_DATES,
    ),
    Sentence(
        "Yes, after all", "link, farm", lambda f, me: f.state is DECLINED and f.ended_by is me
    ),
    Sentence(
        "This visit cannot take place",
        "link, farm",
        lambda f, me: f.state is DECLINED and f.ended_by is not me,
    ),
    Sentence(
        "The time to answer is over",
        "link, farm",
        lambda f, me: f.state is EXPIRED and f.said(me) is not YES,
    ),
    Sentence(
        "The other answer did not come in time",
        "link, farm",
        lambda f, me: f.state is EXPIRED and f.said(me) is YES,
    ),
    Sentence("This visit was cancelled", "link, farm", lambda f, me: f.state is CANCELLED),
    Sentence(
        "This visit is over. Thank you!",
        "link, farm",
        lambda f, me: f.state in {COMPLETED, EVALUATED},
    ),
    Sentence("This visit ended early", "link, farm", lambda f, me: f.state is ENDED_EARLY),
    Sentence("This visit did not take place", "link, farm", lambda f, me: f.state is NO_SHOW),
    Sentence(
        "Other guests may be proposed to you",
        "link, farm",
        lambda f, me: (
            me is FARM and (f.state is EXPIRED or (f.state is DECLINED and f.ended_by is not FARM))
        ),
    ),
    # Messages
    Sentence(
        "a visit to a farm is proposed to you",
        "letter",
        lambda f, me: f.is_asked and me is PARTY and f.party is AWAITED,
    ),
    Sentence(
        "Guests are proposed to you",
        "letter",
        lambda f, me: f.is_asked and me is FARM and f.farm is AWAITED,
    ),
    Sentence(
        "is settled", "letter", lambda f, me: f.settled and not f.arrived and f.begins_in >= 0
    ),
    Sentence(
        "begins soon",
        "letter",
        lambda f, me: f.settled and me is PARTY and not f.arrived and f.begins_in >= 0,
    ),
    Sentence(
        "your visit is cancelled", "letter", lambda f, me: f.state is CANCELLED and me is PARTY
    ),
    Sentence(
        "this visit cannot take place",
        "letter",
        lambda f, me: me is PARTY and _came_to_nothing_by_the_farm(f),
    ),
    Sentence(
        "will not take place",
        "letter",
        lambda f, me: f.state is DECLINED and me is FARM and f.ended_by is PARTY,
    ),
    Sentence(
        "the time to answer is over",
        "letter",
        lambda f, me: f.state is EXPIRED and me is PARTY and f.party is AWAITED,
    ),
)
"""What stands exactly when its facts hold."""

NEVER = (
    "invites you",
    "would like to visit your farm",
    "would like to come",
    "go back",
    "Go back",
    "in 0 days",
    "in -",
    "points",
)
"""What stands nowhere: nobody has invited before they answered, no form is kept by going back,
no day is counted backwards, nobody reads points."""

NEVER_IN = {
    "fr": ("vous invite", "aimerait venir", "aimeraient venir", "en arrière", "points", "réfugié"),
    "ar": ("تدعوكم", "نقاط", "لاجئ", "إلى الخلف"),
}
"""The same in other languages, and words for people that no page uses."""

OF_A_LANGUAGE: set[str] = {
    "Listen: part %(number)s",  # a language that takes longer to say needs more of them
    "Sentences to show",  # to hosts who speak French, in whose language nobody needs them
    "No native speaker has read these pages yet. If something is not clear, ask your association.",
}
"""What is said in one language alone: that a word is another one's, or is read aloud."""
