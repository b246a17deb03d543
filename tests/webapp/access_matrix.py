"""Who may open what: every route, every kind of person.

A portal says what each kind of person meets on its pages; a route says only what differs.
Meetings: OPENS (it answers), ANSWERS (it answers, perhaps by leading to sign-in or code), SIGN_IN
(leads to the sign-in page), CODE (leads to the one-time code), HIDDEN (404, or 410 for an e-mail's
link), DEPENDS (a page that a visit's link has at some of its stages only), NO_KEY (401: people are
no programs).
"""

from typing import Final

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

OF_A_VISIT: Final = """
    download_farm_sheet download_guest_sheet
    cancel_visit choose_local_referent choose_rooms end_visit keep_visit lift_on_visit
    prepare_journey record_absence
    record_answer record_arrival renew_links repeat_message report_incident
    restore_visit show_attestations show_relationship end_relationship
    download_attestation download_rights withdraw_attestation restore_attestation
    correct_attestation take_back_arrival
    show_visit swap_visit swap_with undo_act"""
"""The views of one visit, which coordinators have where an association has nobody of its own."""

AFTER_A_VISIT: Final = """show_relationship end_relationship note_tie tell_since give_feedback
    show_thanks download_thanks"""

HOUSEHOLDS: Final = """
    answer_workshop ask_household_correction show_path show_workshops show_interest say_interest
    download_agreement send_agreement_code show_agreement sign_agreement"""

OF_AGREEMENTS: Final = "download_agreement send_agreement_code sign_agreement"
EXCEPTIONS: Final[dict[str, Row]] = {
    **{f"coordinator.{view}": {"coordinator": HIDDEN} for view in OF_A_VISIT.split()},
    "api.describe": row(OPENS),
    "api.publish_inclusion": row(OPENS),
    "public.show_farm_calendar": row(HIDDEN),  # no token of this world is of a calendar
    "public.refer_person": row(HIDDEN),  # no token of this world is of a referral
    "public.show_referral": row(HIDDEN),
    "public.show_security_contact": row(HIDDEN),  # nobody is named in this world
    "public.show_outbox": row(HIDDEN),  # only in a demonstration
    "visit_page.show_visit": row(HIDDEN, holder=OPENS),
    "visit_page.answer_visit": row(HIDDEN, holder=OPENS),
    # No token of this world is of a household, nor of a signature.
    **{f"visit_page.{view}": row(HIDDEN) for view in HOUSEHOLDS.split()},
    "visit_page.ask_correction": {
        "holder of the party's link": OPENS,
        "holder of the farm's link": HIDDEN,
    },
    "visit_page.report_incident": row(HIDDEN, holder=OPENS),
    "coordinator.download_report": {"coordinator": HIDDEN},  # a draft has no files, nor
    "coordinator.download_minutes": {"coordinator": HIDDEN},  # a committee that meets
    "caseworker.print_case": {"caseworker": HIDDEN},  # nor what is open
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
    "caseworker.download_agreement": {"caseworker": HIDDEN},  # that of the world is a draft
    "farmer.download_sheet": {"farmer": HIDDEN},  # nobody has answered the visit of the world
    "farmer.download_stay_legal": {"farmer": HIDDEN},
    "caseworker.repeat_to_household": {"caseworker": HIDDEN},  # that of the world is of a visit
    "coordinator.show_absence": {"coordinator": HIDDEN},  # an association of several needs none
    "coordinator.give_place_on": {"coordinator": HIDDEN},
    "coordinator.leave_places": {"coordinator": HIDDEN},
    "caseworker.download_attestation": {"caseworker": HIDDEN},
    "caseworker.download_farm_sheet": {"caseworker": HIDDEN},
    "caseworker.download_guest_sheet": {"caseworker": HIDDEN},
    "caseworker.act_on_many": {"caseworker": HIDDEN, "caseworker of another association": HIDDEN},
    "caseworker.remove_search": {"caseworker": HIDDEN, "caseworker of another association": HIDDEN},
    "caseworker.propose_again": {"caseworker": HIDDEN},  # the visit of the world is not over
    "account.end_session": {
        "farmer of another farm, not yet vetted": HIDDEN,
        "caseworker": HIDDEN,
        "caseworker of another association": HIDDEN,
        "coordinator": HIDDEN,
        "local referent": HIDDEN,
        "local referent of another visit": HIDDEN,
    },  # the session of the farmer
    **{
        f"account.{view}": {"farmer": HIDDEN, "farmer of another farm, not yet vetted": HIDDEN}
        for view in ("renew_recovery_codes", "change_telephone")
    },  # of staff only
}
"""What differs on single routes from what their portal says."""

ROUTES: Final = {
    "static": "",
    "public": """
        refer_person show_referral report_incident show_reported check_attestation
        ask_link search_communes send_link show_credits show_farm_calendar show_home
        show_hosting show_link_sent show_matching show_outbox show_privacy show_sheet show_style
        show_gathering show_security_contact""",
    "health": "live ready",
    "api": """
        describe list_offers list_rounds list_slots list_visits list_workshops publish_inclusion
        show_metrics""",
    "gateway": "take_event take_receipt take_text",
    "auth": """
        ask_to_host forget_password give_code give_password link_sent open_link send_link
        set_up_code sign_in sign_out""",
    "account": """
        change_mailbox change_password change_telephone edit_profile end_session leave_everywhere
        prove_mailbox renew_recovery_codes show_account""",
    "farmer": OF_AGREEMENTS
    + """
        accept_seat list_workshops return_seat sign_up_adult take_seat_up
        give_feedback tell_since show_relationship end_relationship note_tie show_thanks
        report_arrival report_incident say_well show_seekers
        add_photo edit_photo list_photos put_photo_first remove_photo show_picture
        renew_calendar send_charter_code send_insurance show_calendar sign_charter
        add_rest add_room choose_days close_offer confirm_slot copy_offer copy_season create_offer
        edit_description edit_guests edit_household edit_identity edit_lodging edit_place
        edit_pace edit_room edit_slot edit_station edit_welcome end_rest list_offers
        list_rooms open_offer pause_offer preview_offer
        answer_visit ask_help give_reason list_visits propose_hour show_help show_visit
        download_sheet download_season_legal download_stay_legal prove_again send_proof_code
        withdraw_help write_note answer_gathering list_gatherings show_gathering download_poster
        download_thanks remove_room reopen_slot show_charter show_farm show_legal show_offer
        show_todo withdraw_slot""",
    "caseworker": OF_A_VISIT
    + """
        choose_remedy give_place_on leave_places list_absences log_attempt note_talk plan_talk
        show_absence take_signature_back undo_attempt add_usual_step edit_goal edit_step end_step
        note_goal note_obstacles print_path send_path show_path note_attendance send_workshops
        show_sheet download_attendance_sheet waive_preparation accept_seat choose_for_series
        join_series list_workshops repeat_to_household return_seat show_series sign_up take_seat_up
        undo_sign_up list_follow_ups show_follow_up add_person edit_availability edit_companions
        edit_contact edit_engagements edit_home edit_needs edit_notice edit_person edit_referent
        edit_refusals edit_wishes list_parties change_availability change_engagement act_on_many
        choose_parties remove_search hand_over log_contact make_party_ready pause_party read_reply
        remove_contact answer_correction erase_party list_ending print_file save_file
        begin_agreement cancel_agreement edit_agreement_beside edit_agreement_frame
        edit_agreement_hours edit_agreement_work list_agreements show_agreement ask_again_to_sign
        ask_for_signatures change_agreement decide_agreement download_agreement sign_for_association
        record_departure record_party record_return remove_availability remove_engagement
        remove_person list_party_rounds propose_again remove_refusal separate_party show_party
        show_todo ask_for_advice cancel_round decide_pair edit_round end_plan export_round
        lift_exclusion list_free_places list_round_visits list_rounds show_advice
        show_advice_progress ask_again list_visits settle_help_call show_help_call take_help_call
        make_guest_call add_measure list_incidents show_incident list_urgent_readings
        open_file_urgently show_file_urgently see_urgent_reading merge_parties undo_merge
        contact_referral end_referral interest_referral list_referrals renew_referral_link
        show_funnel export_funnel take_referral_up note_interest answer_farm_note choose_columns
        download_form export_table give_import_up list_imports show_import stop_import undo_import
        fill_place lift_on_free_place show_free_place list_unmatched open_round preview_publication
        publish_round run_round show_comparison take_sending_back remove_round preview_messages
        show_beside show_health show_pair show_progress show_round show_round_calendar
        show_round_map list_cases open_case show_case decide_case edit_case_decision
        remove_case_decision close_case take_up_case sign_case print_case begin_agreement
        cancel_agreement edit_agreement_beside edit_agreement_frame edit_agreement_hours
        edit_agreement_work list_agreements show_agreement""",
    "coordinator": OF_A_VISIT
    + """
        approve_farm change_approval decide_farm edit_checklist list_farms show_farm
        ask_for_advice cancel_round decide_pair edit_round end_plan export_round lift_exclusion
        list_free_places list_round_visits list_rounds show_advice show_advice_progress
        list_unmatched open_round preview_publication publish_round run_round show_comparison
        take_sending_back remove_round preview_messages show_beside
        show_health show_pair show_progress show_round show_round_calendar show_round_map
        edit_host edit_organisation list_hosts remove_host list_farm_dates log_farm_contact
        remove_farm_contact note_interest change_mailbox edit_user invite_to_farm prove_mailbox
        add_duty edit_duty list_duties remove_duty repeat_duty
        add_sitting add_workshop cancel_sitting edit_series edit_sitting edit_workshop
        list_workshops open_series show_series show_workshop
        accept_seat join_series note_attendance return_seat show_sheet take_seat_up
        download_attendance_sheet waive_farm_preparation
        accept_rewording decline_rewording download_catalogue list_languages propose_rewording
        show_language upload_catalogue
        add_organisation edit_programme invite_caseworker invite_coordinator invite_farmer
        invite_local_referent list_organisations list_visits_left
        add_prescriber edit_prescriber list_prescribers
        list_users resend_invitation reset_second_factor restore_user revoke_invitation show_todo
        settle_help_call show_help_call show_user suspend_user take_help_call
        list_photos show_insurance show_picture hide_photo unhide_photo show_funnel export_funnel
        choose_columns export_table give_import_up list_imports show_import stop_import undo_import
        list_feedback show_feedback see_to_word show_follow_ups show_funnel export_funnel
        add_funder download_report edit_funder freeze_report list_reports open_report
        remove_report send_report show_indicators show_report take_up_committee
        add_committee_line begin_committee call_committee list_committees remove_committee
        change_committee_line remove_committee_line
        show_committee write_decision close_committee download_minutes sign_committee
        add_gathering open_farm list_gatherings show_gathering edit_gathering cancel_gathering
        add_measure close_incident count_came download_poster download_sheets end_api_key
        end_reading end_webhook export_visits judge_incident list_api_keys list_incidents
        list_urgent_readings list_visits list_webhooks look_after_incidents make_api_key
        make_guest_call make_webhook name_reader open_file_urgently see_urgent_reading
        show_commune show_file_urgently show_operations show_webhook take_over_api_key
        take_over_webhook take_sheets_back type_sheets note_notice reopen_incident report_at_farm
        show_incident show_notice leave_places give_place_on show_absence show_retention show_texts
        list_events export_events""",
    "local_referent": """
        ask_help list_visits report_arrival take_back_arrival say_away show_help show_visit
        withdraw_help write_note""",
    "visit_page": HOUSEHOLDS
    + """
        answer_question ask_question write_word show_attestation show_rights
        download_attestation download_rights
        answer_relationship show_relationship keep_outcome tell_since thank_farm take_thanks_back
        answer_visit ask_code ask_correction ask_help ask_reason download_calendar download_sheet
        give_code give_reason report_arrival report_incident say_hour say_well send_code show_help
        show_picture show_visit withdraw_help""",
}
"""Every view, by portal. A new one belongs here, and in EXCEPTIONS if its portal's row is wrong."""


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
