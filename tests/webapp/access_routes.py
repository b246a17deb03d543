"""Every view, by portal: which words of `access_matrix` hold for it."""

from typing import Final

OF_A_VISIT: Final = """
    download_farm_sheet download_guest_sheet download_letter post_letter
    close_thread settle_line write_in_thread
    cancel_visit choose_local_referent choose_rooms end_visit keep_visit lift_on_visit
    note_call_ahead note_tickets prepare_journey record_absence correct_absence
    note_missed_word note_contest
    withdraw_contest
    record_answer record_arrival renew_links repeat_message report_incident
    restore_visit show_attestations show_relationship end_relationship remove_tie
    download_attestation download_rights withdraw_attestation restore_attestation
    correct_attestation take_back_arrival
    show_visit swap_visit swap_with undo_act"""
"""The views of one visit, which coordinators have where an association has nobody of its own."""

AFTER_A_VISIT: Final = """show_relationship end_relationship note_tie tell_since give_feedback
    show_thanks download_thanks tell_missed"""

HOUSEHOLDS: Final = """
    answer_workshop contest_seat take_seat_contest_back tell_seat_missed keep_seat_missed
    ask_household_correction show_household_who_writes tell_household_telephone
    ask_own_proof give_own_proof show_path show_workshops show_interest show_request
    say_interest
    show_transfer say_transfer
    show_workshop_attestation send_household_code give_household_code
    download_workshop_attestation
    download_agreement open_agreement send_agreement_code show_agreement sign_agreement"""

STATE_FORM: Final = "show_state_form download_state_form_csv download_state_form_json"
OF_AGREEMENTS: Final = "download_agreement send_agreement_code sign_agreement"

ROUTES: Final = {
    "static": "",
    "public": """
        refer_person show_referral report_incident show_reported check_attestation
        ask_link search_communes send_link show_credits show_farm_calendar show_home
        show_hosting show_link_sent show_matching show_outbox show_privacy show_sheet show_style
        show_gathering show_security_contact note_roll show_roll show_who_writes
        hear_phrase list_phrases say_phrase take_phrase_back""",
    "health": "live ready",
    "api": """
        describe list_offers list_reports list_rounds list_slots list_visits list_workshops
        publish_inclusion show_metrics""",
    "gateway": "take_event take_receipt take_text",
    "auth": """
        ask_provider ask_to_host come_back forget_password give_code give_password leave_provider
        link_by_mailbox link_sent open_link send_link set_up_code sign_in sign_out""",
    "account": """
        put_back list_removed lead_to_removed list_kept_forms forget_form
        change_mailbox change_password change_telephone edit_profile end_session leave_everywhere
        link_provider prove_mailbox renew_recovery_codes show_account show_identity
        unlink_provider""",
    "farmer": OF_AGREEMENTS
    + """
        accept_seat list_workshops return_seat sign_up_adult take_seat_up answer_questions
        write_in_thread report_line
        give_feedback tell_missed tell_since show_relationship end_relationship note_tie show_thanks
        report_arrival report_incident say_well show_seekers
        add_photo edit_photo list_photos put_photo_first remove_photo show_picture
        renew_calendar send_charter_code send_insurance show_calendar sign_charter
        add_rest add_room choose_days close_offer confirm_slot copy_offer copy_season create_offer
        edit_description edit_guests edit_household edit_identity edit_lodging edit_place
        edit_pace edit_room edit_slot edit_station edit_welcome end_rest list_offers
        list_rooms open_offer pause_offer preview_offer add_site edit_site list_sites remove_site
        answer_visit ask_help give_reason list_visits propose_hour show_help show_visit
        download_sheet download_season_legal download_stay_legal prove_again send_proof_code
        withdraw_help write_note answer_gathering list_gatherings show_gathering download_poster
        download_thanks remove_room reopen_slot show_charter show_farm show_legal show_offer
        show_phrases show_todo tell_farm withdraw_slot""",
    "caseworker": OF_A_VISIT
    + """
        download_large_list
        show_workshop_attestations download_workshop_attestation correct_workshop_attestation
        contest_absence withdraw_absence_contest note_absence_word
        choose_remedy give_place_on leave_places list_absences log_attempt note_talk plan_talk
        show_absence take_signature_back undo_attempt add_usual_step edit_goal edit_step end_step
        note_goal note_obstacles print_path send_path show_path note_attendance send_workshops
        list_services send_to_service print_orientation note_name take_name_back
        show_sheet download_attendance_sheet waive_preparation accept_seat choose_for_series
        join_series list_workshops repeat_to_household return_seat show_series sign_up take_seat_up
        undo_sign_up list_follow_ups note_calls show_follow_up add_person edit_availability
        edit_companions edit_civic_days edit_contact edit_engagements edit_home edit_needs
        edit_notice edit_person edit_referent
        edit_refusals edit_wishes list_parties change_availability change_engagement act_on_many
        choose_parties remove_search hand_over log_contact make_party_ready pause_party read_reply
        remove_contact answer_correction erase_party list_ending print_file save_file
        begin_agreement cancel_agreement edit_agreement_beside edit_agreement_frame
        edit_agreement_hours edit_agreement_work list_agreements show_agreement ask_again_to_sign
        ask_for_signatures change_agreement decide_agreement download_agreement sign_for_association
        call_agreement_off show_state_form download_state_form_csv download_state_form_json
        record_departure record_party record_return remove_availability remove_engagement
        remove_person list_party_rounds propose_again remove_refusal separate_party show_party
        show_their_pages show_picture show_todo ask_for_advice stop_advice cancel_round
        decide_pair edit_round end_plan export_round list_runs
        lift_exclusion list_free_places list_round_visits list_rounds list_templates keep_template
        rename_template remove_template show_advice
        show_advice_progress ask_again list_visits settle_help_call show_help_call take_help_call
        make_guest_call add_measure list_incidents show_incident list_urgent_readings
        open_file_urgently show_file_urgently see_urgent_reading merge_parties undo_merge
        list_alike compare_files tell_apart propose_alike_again
        contact_referral end_referral interest_referral list_referrals renew_referral_link
        show_funnel export_funnel take_referral_up note_interest answer_farm_note choose_columns
        show_export stop_export repeat_export download_export
        download_form export_table give_import_up list_imports show_import stop_import undo_import
        fill_place preview_place lift_on_free_place show_free_place list_unmatched open_round
        preview_publication
        publish_round run_round show_comparison take_sending_back remove_round preview_messages
        show_beside show_health show_pair show_progress show_round show_round_calendar
        show_round_map list_cases open_case show_case decide_case edit_case_decision
        answer_transfer cancel_transfer list_transfers note_transfer transfer_party
        remove_case_decision remove_case close_case take_up_case sign_case print_case
        begin_agreement cancel_agreement edit_agreement_beside edit_agreement_frame
        edit_agreement_hours edit_agreement_work list_agreements show_agreement assess_person
        list_relationships""",
    "coordinator": OF_A_VISIT
    + """
        approve_farm change_approval decide_farm edit_checklist list_farms show_farm
        ask_for_advice stop_advice cancel_round decide_pair edit_round end_plan export_round
        lift_exclusion list_free_places list_round_visits list_rounds list_templates keep_template
        rename_template remove_template show_advice show_advice_progress
        list_unmatched open_round preview_publication publish_round run_round show_comparison
        take_sending_back remove_round preview_messages show_beside list_runs
        show_health show_pair show_progress show_round show_round_calendar show_round_map
        edit_host edit_organisation list_hosts remove_host list_farm_dates log_farm_contact
        remove_search
        remove_farm_contact note_interest ask_farms unask_farms choose_farms
        act_on_farms change_mailbox edit_user
        invite_to_farm prove_mailbox
        edit_ways_in unlink_provider add_duty edit_duty list_duties remove_duty repeat_duty
        add_sitting add_workshop cancel_sitting edit_series edit_sitting edit_workshop
        list_workshops open_series show_series show_workshop
        accept_seat join_series note_attendance return_seat show_sheet take_seat_up
        download_attendance_sheet waive_farm_preparation
        accept_rewording decline_rewording download_catalogue list_languages propose_rewording
        show_language upload_catalogue
        hear_recording list_recordings record_phrase remove_recording
        add_organisation edit_programme invite_caseworker invite_coordinator invite_farmer
        invite_local_referent list_organisations list_visits_left
        add_prescriber edit_prescriber list_prescribers add_centre edit_centre list_centres
        remove_centre assess_farm add_accreditation add_farm_accreditation edit_accreditation
        list_accreditations
        remove_accreditation
        list_users resend_invitation reset_second_factor restore_user revoke_invitation show_todo
        settle_help_call show_help_call show_user suspend_user take_help_call
        list_photos show_insurance show_picture hide_photo unhide_photo show_funnel export_funnel
        show_export stop_export repeat_export download_export
        choose_columns export_table give_import_up list_imports show_import stop_import undo_import
        list_feedback show_feedback see_to_word show_follow_ups show_funnel export_funnel
        add_funder download_report edit_funder freeze_report list_reports open_report
        remove_report send_report show_indicators show_report count_report stop_counting
        show_series_of_indicators take_up_committee
        add_committee_line begin_committee call_committee list_committees remove_committee
        change_committee_line remove_committee_line
        show_committee write_decision close_committee download_minutes sign_committee
        add_gathering open_farm list_gatherings show_gathering edit_gathering cancel_gathering
        add_measure close_incident count_came download_poster download_sheets end_api_key
        count_telephones leave_telephones_out
        end_reading end_webhook export_visits judge_incident list_api_keys list_incidents
        list_urgent_readings list_visits list_webhooks look_after_incidents make_api_key
        make_guest_call make_webhook name_reader open_file_urgently see_urgent_reading
        show_commune show_file_urgently show_operations show_webhook take_over_api_key
        take_over_webhook take_sheets_back type_sheets note_notice reopen_incident report_at_farm
        show_incident show_notice leave_places give_place_on show_absence show_retention show_texts
        move_clock show_clock cancel_transfer list_transfers
        list_events export_events note_unsigned show_before_after renew_roll_link show_roll_link
        load_services stop_loading repeat_loading load_right_lines
        end_speaker_link hear_spoken list_speakers refuse_spoken take_spoken""",
    "local_referent": """
        ask_help be_named list_visits report_arrival take_back_arrival say_away show_help
        show_visit withdraw_help write_note""",
    "visit_page": HOUSEHOLDS
    + """
        report_line say_why show_thread
        answer_question ask_question write_word tell_missed keep_missed contest_missed
        take_contest_back show_attestation show_rights show_who_writes
        download_attestation download_rights
        answer_relationship show_relationship keep_outcome tell_since thank_farm take_thanks_back
        answer_visit ask_code ask_correction ask_help ask_reason download_calendar download_sheet
        give_code give_reason leave_telephone tell_telephone report_arrival report_incident
        say_hour say_well send_code show_help
        give_keeper show_kept show_phrases show_picture show_visit withdraw_help show_questions""",
}
"""Every view, by portal. A new one belongs here, and in EXCEPTIONS if its portal's row is wrong."""

TYPED: Final = {
    "caseworker.answer_transfer": {"answer": "no"},
    "caseworker.note_transfer": {"answer": "no"},
    "caseworker.log_attempt": {"how": "call"},
    "caseworker.add_usual_step": {"kind": "cv"},
    "caseworker.end_step": {"state": "done"},
    "caseworker.note_interest": {"answer": "yes"},
    "coordinator.note_interest": {"answer": "yes"},
    "farmer.answer_gathering": {"answer": "no"},
}
"""What a form says beside the objects that it names."""
