"""Who may open what: every route, every kind of person.

A portal says what each kind of person meets on its pages; a route says only what differs.
Meetings: OPENS (it answers), ANSWERS (it answers, perhaps by leading to sign-in or code), SIGN_IN
(leads to the sign-in page), CODE (leads to the one-time code), HIDDEN (404, or 410 for an e-mail's
link), DEPENDS (a page that a visit's link has at some of its stages only), NO_KEY (401: people are
no programs).
"""

from typing import Final

from tests.webapp.access_routes import (
    AFTER_A_VISIT,
    HOUSEHOLDS,
    OF_A_VISIT,
    OF_AGREEMENTS,
    ROUTES,
    STATE_FORM,
)

OPENS, ANSWERS, SIGN_IN, CODE, HIDDEN = "opens", "answers", "sign-in", "code", "hidden"
NO_KEY = "no-key"
DEPENDS = "depends"

KINDS: Final = (
    "anonymous",
    "farmer",
    "farmer of another farm, not yet vetted",
    "suspended farmer",
    "caseworker",
    "caseworker before the second factor",
    "caseworker of another association",
    "coordinator",
    "local referent",
    "local referent of another visit",
    "holder of the party's link",
    "holder of the farm's link",
)

Row = dict[str, str]


def row(meeting: str, **others: str) -> Row:
    """Return a row where everyone meets `meeting`, but for the kinds named by their first words."""
    made = dict.fromkeys(KINDS, meeting)
    for start, other in others.items():
        named = [kind for kind in KINDS if kind.replace(" ", "_").startswith(start)]
        assert named, f"No kind of person begins with {start!r}."
        made |= dict.fromkeys(named, other)
    return made


NOT_SIGNED_IN = {"anonymous": SIGN_IN, "suspended": SIGN_IN, "holder": SIGN_IN}

PORTALS: Final = {
    "static": row(OPENS),
    "public": row(OPENS),
    "health": row(OPENS),
    "gateway": row(HIDDEN),
    "api": row(NO_KEY),
    "auth": row(ANSWERS),
    "account": row(OPENS, **NOT_SIGNED_IN, caseworker_before=CODE),
    "farmer": row(HIDDEN, **NOT_SIGNED_IN, farmer=OPENS),
    "caseworker": row(HIDDEN, **NOT_SIGNED_IN, caseworker=OPENS, caseworker_before=CODE),
    "coordinator": row(HIDDEN, **NOT_SIGNED_IN, coordinator=OPENS),
    "local_referent": row(HIDDEN, **NOT_SIGNED_IN, local=OPENS),
    "visit_page": row(HIDDEN, holder=DEPENDS),
}
"""What each kind of person meets in a portal."""

OTHERS_OBJECT: Final = {
    "farmer": {"farmer of another farm, not yet vetted": HIDDEN},
    "caseworker": {"caseworker of another association": HIDDEN},
    "local_referent": {"local referent of another visit": HIDDEN},
}
"""What changes in a portal as soon as a route names an object, which belongs to someone else."""

EXCEPTIONS: Final[dict[str, Row]] = {
    **{f"coordinator.{view}": {"coordinator": HIDDEN} for view in OF_A_VISIT.split()},
    "api.describe": row(OPENS),
    "api.publish_inclusion": row(OPENS),
    "public.show_farm_calendar": row(HIDDEN),  # no token of this world is of a calendar
    "public.refer_person": row(HIDDEN),  # no token of this world is of a referral
    **{
        f"public.{view}": row(HIDDEN)
        for view in (
            "show_referral",
            "show_roll",
            "note_roll",
            "hear_phrase",
            "list_phrases",
            "say_phrase",
            "take_phrase_back",
        )
    },
    "public.show_security_contact": row(HIDDEN),  # nobody is named in this world
    "public.show_outbox": row(HIDDEN),  # only in a demonstration
    **{f"coordinator.{view}": {"coordinator": HIDDEN} for view in ("move_clock", "show_clock")},
    "visit_page.show_visit": row(HIDDEN, holder=OPENS),
    "visit_page.give_keeper": row(OPENS),  # a script of ours, the same for everybody
    "visit_page.leave_telephone": row(ANSWERS),  # leads anybody away
    "visit_page.answer_visit": row(HIDDEN, holder=OPENS),
    # No token of this world is of a household, nor of a signature.
    **{f"visit_page.{view}": row(HIDDEN) for view in HOUSEHOLDS.split()},
    "visit_page.ask_correction": {
        "holder of the party's link": OPENS,
        "holder of the farm's link": HIDDEN,
    },
    "visit_page.report_incident": row(HIDDEN, holder=OPENS),
    "visit_page.report_line": row(HIDDEN),  # nobody has written in this world
    "farmer.report_line": {"farmer": HIDDEN},
    "caseworker.settle_line": {"caseworker": HIDDEN},
    "coordinator.download_report": {"coordinator": HIDDEN},  # a draft has no files, nor
    "coordinator.download_minutes": {"coordinator": HIDDEN},  # a committee that meets
    "caseworker.print_case": {"caseworker": HIDDEN},  # nor what is open
    "caseworker.answer_transfer": {
        "caseworker": HIDDEN,
        "caseworker of another association": OPENS,
    },  # it is offered to them
    "account.leave_everywhere": row(ANSWERS, **NOT_SIGNED_IN, caseworker_before=CODE),
    "coordinator.list_visits_left": {"coordinator": HIDDEN},  # the association has its people
    **{f"farmer.{view}": {"farmer": HIDDEN} for view in AFTER_A_VISIT.split()},  # nor is it over
    **{
        f"caseworker.{view}": {"caseworker of another association": OPENS}
        for view in (
            "choose_for_series",
            "download_attendance_sheet",
            "join_series",
            "note_attendance",
            "show_series",
            "show_sheet",
            "sign_up",
            "undo_sign_up",
        )
    },  # a workshop is for all associations, each with its own people on it
    **{
        f"farmer.{view}": {"farmer": HIDDEN}
        for view in ("accept_seat", "return_seat", "sign_up_adult", "take_seat_up")
    },  # the seat of the world is a guest's
    "farmer.say_well": {"farmer": HIDDEN},
    "farmer.report_arrival": {"farmer": HIDDEN},  # the visit of the world has not begun
    **{
        f"caseworker.{view}": row(HIDDEN, **NOT_SIGNED_IN, caseworker_before=CODE)
        for view in ("add_measure", "show_incident")
    },  # nobody of theirs is named to read it
    "caseworker.show_file_urgently": {
        "caseworker": HIDDEN,
        "caseworker of another association": OPENS,
    },  # it was opened to them, in an emergency
    "coordinator.show_file_urgently": {"coordinator": HIDDEN},
    "coordinator.see_urgent_reading": {"coordinator": HIDDEN},  # its association looks at it
    "coordinator.look_after_incidents": {"coordinator": HIDDEN},  # a farmer does not
    **{f"farmer.{view}": {"farmer": HIDDEN} for view in OF_AGREEMENTS.split()},
    **{f"caseworker.{view}": {"caseworker": HIDDEN} for view in STATE_FORM.split()},
    "caseworker.download_agreement": {"caseworker": HIDDEN},  # that of the world is a draft
    "farmer.show_phrases": {"farmer": HIDDEN},
    "farmer.download_sheet": {"farmer": HIDDEN},  # nobody has answered the visit of the world
    "farmer.download_stay_legal": {"farmer": HIDDEN},
    "caseworker.repeat_to_household": {"caseworker": HIDDEN},  # that of the world is of a visit
    "coordinator.show_absence": {"coordinator": HIDDEN},  # an association of several needs none
    "coordinator.give_place_on": {"coordinator": HIDDEN},
    "coordinator.leave_places": {"coordinator": HIDDEN},
    "caseworker.download_attestation": {"caseworker": HIDDEN},
    "caseworker.download_workshop_attestation": {"caseworker": HIDDEN},  # it is of a visit
    "caseworker.correct_workshop_attestation": {"caseworker": HIDDEN},
    "caseworker.download_farm_sheet": {"caseworker": HIDDEN},
    "caseworker.download_guest_sheet": {"caseworker": HIDDEN},
    "caseworker.act_on_many": {"caseworker": HIDDEN, "caseworker of another association": HIDDEN},
    "coordinator.act_on_farms": {"coordinator": HIDDEN},
    "coordinator.remove_search": {"coordinator": HIDDEN},
    "caseworker.remove_search": {"caseworker": HIDDEN, "caseworker of another association": HIDDEN},
    "caseworker.propose_again": {"caseworker": HIDDEN},  # the visit of the world is not over
    "account.put_back": {
        kind: HIDDEN
        for kind in KINDS[1:10]
        if kind not in {"suspended farmer", "caseworker before the second factor"}
    },  # somebody else removed it
    "account.forget_form": {
        kind: HIDDEN
        for kind in KINDS[1:10]
        if kind not in {"suspended farmer", "caseworker before the second factor"}
    },  # somebody else keeps it
    "account.end_session": {
        "farmer of another farm, not yet vetted": HIDDEN,
        "caseworker": HIDDEN,
        "caseworker of another association": HIDDEN,
        "coordinator": HIDDEN,
        "local referent": HIDDEN,
        "local referent of another visit": HIDDEN,
    },  # the session of the farmer
    **{
        f"account.{view}_provider": {kind: HIDDEN for kind in KINDS if kind[:2] in {"fa", "lo"}}
        for view in ("link", "unlink")
    },  # of associations and the programme only
    **dict.fromkeys(("auth.ask_provider", "auth.come_back", "auth.leave_provider"), row(HIDDEN)),
    "account.show_identity": row(HIDDEN, **NOT_SIGNED_IN, caseworker_before=CODE),  # none is set up
    **{
        f"account.{view}": {"farmer": HIDDEN, "farmer of another farm, not yet vetted": HIDDEN}
        for view in ("renew_recovery_codes", "change_telephone")
    },  # of staff only
}
"""What differs on single routes from what their portal says."""


def declared() -> set[str]:
    """Return every endpoint that this matrix decides on."""
    views = {f"{portal}.{view}" for portal, names in ROUTES.items() for view in names.split()}
    return views | {"static"}


def decided(endpoint: str, kind: str, *, names_an_object: bool) -> str:
    """Return what a kind of person is to meet at a route."""
    portal = endpoint.partition(".")[0]
    decision = dict(PORTALS[portal])
    if names_an_object:
        decision |= OTHERS_OBJECT.get(portal, {})
    decision |= EXCEPTIONS.get(endpoint, {})
    return decision[kind]
