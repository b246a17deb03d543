"""The words of reports: what each indicator counts, of whom, and into what it is divided."""

from typing import Any

from flask_babel import lazy_gettext as _l

from webapp.wording.gatherings import OF_GATHERINGS
from webapp.wording.path_labels import OF_PATHS

OUTCOMES_AFTER = {
    1: _l("What became of the guests, 1 month after"),
    3: _l("What became of the guests, 3 months after"),
    6: _l("What became of the guests, 6 months after"),
    12: _l("What became of the guests, 12 months after"),
}
CHANGED = {
    "after": _l("Before and after: just after the first visit"),
    "month-3": _l("Before and after: 3 months after the first visit"),
    "month-6": _l("Before and after: 6 months after the first visit"),
    "month-12": _l("Before and after: 12 months after the first visit"),
}
FARMS_CHANGED = {
    "after": _l("Farms before and after: just after their first guests"),
    "month-3": _l("Farms before and after: 3 months after their first guests"),
    "month-6": _l("Farms before and after: 6 months after their first guests"),
    "month-12": _l("Farms before and after: 12 months after their first guests"),
}
VILLAGES = {
    "village-before": _l("What villages say before their first guests"),
    "village-after": _l("What villages say once they have had guests"),
}
ENROLLED = _l("People whose file was opened within the period.")
TOOK_PLACE = _l("Visits that went on to their last day, which lies within the period.")
PROPOSED = _l("Visits that were proposed for days that end within the period.")
FOLLOWED = _l("Visits that went on to their last day, which lies within the period, and whose "
              "day of follow-up has come.")  # fmt: skip
OF_REPORTS: dict[str, dict[str, Any]] = {
    "indicator": {
        "people-enrolled": _l("People accompanied"),
        "in-progress": _l("People in progress"),
        "being-recruited": _l("People being recruited"),
        "places": _l("Places to come"),
        "workshops-held": _l("Sittings of workshops"),
        "ways-out": _l("Ways out"),
        "visits-by-territory": _l("Visits by territory"),
        "known-by-territory": _l("What is known 6 months after, by territory"),
        "onward-by-territory": _l("Work or training 6 months after, by territory"),
        "people-prepared": _l("People prepared"),
        "people-visited": _l("People who went on a visit"),
        "visits-proposed": _l("What became of the visits proposed"),
        "no-show-fault": _l("As whose fault nobody came"),
        "visits": _l("Visits that took place"),
        "guests-again": _l("Guests who would go to a farm again"),
        "farms-again": _l("Farms that would receive guests again"),
        "in-contact": _l("Guests and farms who stayed in contact"),
        **{f"outcome-{months}": title for months, title in OUTCOMES_AFTER.items()},
        **{f"changed-{phase}": title for phase, title in CHANGED.items()},
        **{f"farms-changed-{phase}": title for phase, title in FARMS_CHANGED.items()},
        **VILLAGES,
    },
    "indicator-among": {
        "people-enrolled": ENROLLED,
        "in-progress": _l("People who had a file on the day of knowledge, and had not left."),
        "being-recruited": _l("People whom somebody sent, whoever a funder pays for, as long as it "
                              "is not decided whether they get a file."),
        "places": _l("Free places for everybody on dates after the day of knowledge, as they are "
                     "when it is counted."),
        "workshops-held": _l("Sittings that were held within the period and not cancelled; to a "
                             "funder, of the workshops that this funder pays."),
        "ways-out": _l("People whose file ended within the period, but for those recorded by "
                       "mistake."),
        "visits-by-territory": PROPOSED,
        "people-prepared": ENROLLED,
        "people-visited": ENROLLED,
        "visits-proposed": PROPOSED,
        "no-show-fault": _l("Visits that were proposed for days that end within the period. Whose "
                            "fault it was that nobody came is counted by each side’s own word "
                            "alone, of people also after a talk with them."),
        "visits": TOOK_PLACE,
        "guests-again": TOOK_PLACE,
        "farms-again": TOOK_PLACE,
        "in-contact": TOOK_PLACE,
        **dict.fromkeys(("known-by-territory", "onward-by-territory"), FOLLOWED),
        **dict.fromkeys((f"outcome-{months}" for months in OUTCOMES_AFTER), FOLLOWED),
        **dict.fromkeys(
            (f"changed-{phase}" for phase in CHANGED),
            _l("Adults whose first visit ended within the period, early or not, long enough ago "
               "to be asked the same questions again."),
        ),
        **dict.fromkeys(
            (f"farms-changed-{phase}" for phase in FARMS_CHANGED),
            _l("Farms, whichever association’s guests they had, whose first guests left within "
               "the period, early or not, long enough ago to be asked the same questions again."),
        ),
        "village-before": _l("Everybody who came to a gathering of the period, as somebody "
                             "counted, in a commune that had had no guests of the programme until "
                             "then."),
        "village-after": _l("Everybody who came to a gathering of the period, as somebody counted, "
                            "in a commune that had had guests of the programme, or had them then."),
    },
    "indicator-counted": {
        "people-prepared": _l("Of these, those who were at a workshop of preparation."),
        "people-visited": _l("Of these, those who were on a visit to its last day."),
        "visits-by-territory": _l("Of these, those that went on to their last day."),
        "known-by-territory": _l("Of these, those of whose guests it is known what became of "
                                 "them. The others are missing."),
        "onward-by-territory": _l("Of these, those whose guests found work or training. Whoever "
                                  "is missing counts among all."),
        "in-contact": _l("Of these, those after which both sides said yes to staying in contact, "
                         "whether or not they still are."),
        **dict.fromkeys(
            (f"changed-{phase}" for phase in CHANGED),
            _l("Of these, those who answered the same questions before their first visit and "
               "then: only they are compared, each with themselves. The others are missing."),
        ),
        **dict.fromkeys(
            (f"farms-changed-{phase}" for phase in FARMS_CHANGED),
            _l("Of these, those that answered the same questions before their first guests and "
               "then: only they are compared, each with itself. The others are missing."),
        ),
        **dict.fromkeys(
            VILLAGES,
            _l("Of these, those who answered three questions by telephone or on paper, of whom "
               "nothing else is kept: nobody can be compared with themselves. The others said "
               "nothing."),
        ),
    },
    "indicator-rows": {
        "parties": _l("files"), "persons": _l("people of files"), "seats": _l("workshop places"),
        "sittings": _l("workshop sittings"), "workshops": _l("workshops"), "visits": _l("visits"),
        "feedbacks": _l("feedback"), "relationships": _l("relationships"),
        "follow_ups": _l("follow-ups"), "referrals": _l("people sent"),
        "slots": _l("dates of farms"), "farms": _l("farms"),
        "missed_words": _l("what each side says of a visit to which nobody came"),
        "absence_reviews": _l("talks about absences"),
        "assessments": _l("questions before and after"),
        "farm_assessments": _l("questions to farms before and after"),
        "gatherings": _l("gatherings"), "village_voices": _l("counted answers of villages"),
    },
    "action": {
        "visits": _l("Visits"), "workshops": _l("Workshops"),
        "follow-up": _l("Follow-up after visits"),
    },
    "report-state": {
        "draft": _l("Draft"), "frozen": _l("Frozen"), "sent": _l("Sent"),
    },
    "count-failure": {
        "count-broke": _l(
            "It could not be counted: the fault is ours. Try once more; if it fails again, tell us."
        ),
    },
    "period": {"quarter": _l("Quarters"), "year": _l("Years")},
    "unit": {"person": _l("People"), "visit": _l("Visits"),
             "referral": _l("People"), "place": _l("Places"), "sitting": _l("Sittings"),
             "farm": _l("Farms"), "voice": _l("People")},
    "split": {
        "sex": _l("By sex"), "age": _l("By age"), "french": _l("By French"),
        "workshop-kind": _l("By for whom"),
        "organisation": _l("By association"), "fate": _l("By what became of them"),
        "department": _l("By département of the farm"), "commune": _l("By commune of the farm"),
        "quarter": _l("By quarter"), "year": _l("By year"),
        "opening": _l("Open or not yet"),
        "way-out": _l("By way out"),
        "again": _l("By answer"), "outcome": _l("By what became of the guests"),
        "fault": _l("By whose fault it was"),
        **OF_PATHS["assessed"], **OF_PATHS["farm-assessed"],
        **{f"village-{each}": asked for each, asked in OF_GATHERINGS["village-question"].items()},
    },
    "age-band": {
        "under-18": _l("Under 18"), "18-25": _l("18 to 25"), "26-40": _l("26 to 40"),
        "41-60": _l("41 to 60"), "over-60": _l("Over 60"),
    },
    "opening": {
        "open": _l("Open to guests"),
        "to-open": _l("To be opened: the farm or its offer is not open yet"),
    },
    "fate": {
        "took-place": _l("Took place"), "standing": _l("To come, or under way"),
        "ended-early": _l("Ended early"), "no-show": _l("Did not take place"),
        "cancelled": _l("Cancelled"), "declined": _l("Declined"),
        "expired": _l("Without an answer"),
    },
}  # fmt: skip
