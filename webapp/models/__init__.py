"""Tables, their states, and the rules about one row."""

import webapp.ground.binding  # noqa: F401 (what is sealed learns its row)
from webapp.models.absences import AbsenceReview, ReviewState, TalkAttempt
from webapp.models.accreditations import Accreditation
from webapp.models.agreement_signatures import AgreementSignature, AgreementVersion, Signer
from webapp.models.agreements import HOURS, NEEDED, TERMS, Agreement, AgreementState, Purpose
from webapp.models.alike_files import AlikeFiles
from webapp.models.api_keys import ApiKey
from webapp.models.assessments import Assessment, Phase
from webapp.models.attestations import Attestation
from webapp.models.case_meetings import CaseDecision, CaseMeeting, CaseSignature, CaseState
from webapp.models.centres import Centre
from webapp.models.committees import (
    Committee,
    CommitteeLine,
    CommitteeSignature,
    CommitteeState,
    LineKind,
)
from webapp.models.directories import DirectoryLoading, DirectoryPiece
from webapp.models.events import Event, EventLink
from webapp.models.exports import Export
from webapp.models.farm_assessments import FarmAssessment
from webapp.models.farm_decisions import FarmAct, FarmDecision
from webapp.models.farm_notes import FarmNote
from webapp.models.farms import Farm
from webapp.models.feedbacks import GRIDS, NOT_SAID, PRESENT, Feedback
from webapp.models.files import Contact, FarmContact, FileChange
from webapp.models.follow_ups import (
    MONTHS,
    OUTCOMES,
    PROOFS,
    UNKNOWN,
    WAYS,
    FollowUp,
    FollowUpAttempt,
    FollowUpState,
)
from webapp.models.forms import KeptForm, SentForm
from webapp.models.gatherings import Gathering, GatheringState
from webapp.models.guest_calls import GuestCall
from webapp.models.help_calls import HelpCall, Rung
from webapp.models.hosts import Host
from webapp.models.imports import Import
from webapp.models.incidents import Incident, IncidentReader, IncidentStep, Severity, StepKind
from webapp.models.insurance_papers import InsurancePaper
from webapp.models.last_changes import LastChange
from webapp.models.local_referents import LocalReferent, NoteKind, VisitNote
from webapp.models.merges import Merge
from webapp.models.messages import (
    ASKING,
    HOPELESS,
    Channel,
    Message,
    PhoneCode,
    VisitSession,
)
from webapp.models.misfits import Misfit
from webapp.models.missed_words import MISSED_CAUSES, SEAT_CAUSES, Fault, MissedWord, fault_of
from webapp.models.offers import Offer, Slot
from webapp.models.parties import Companions, Party
from webapp.models.party_days import Availability, Engagement
from webapp.models.paths import Goal, Obstacle, PathState, Step
from webapp.models.person_stays import PersonStay
from webapp.models.persons import Person
from webapp.models.photos import Photo
from webapp.models.planned_matches import PlannedMatch
from webapp.models.prescribers import Prescriber
from webapp.models.programme import Duty, Organisation, Programme
from webapp.models.recordings import Recording, VoiceJudgement
from webapp.models.referrals import Referral
from webapp.models.refusals import Refusal
from webapp.models.relationships import MAY_SHARE, TIES, Relationship, RelationshipState, Tie
from webapp.models.replies import Correction, Reply
from webapp.models.reports import Funder, Report, ReportState
from webapp.models.rests import Rest
from webapp.models.rewordings import Rewording
from webapp.models.rooms import Room
from webapp.models.round_runs import RoundRun
from webapp.models.round_templates import RoundTemplate
from webapp.models.rounds import MatchingRound, RoundDecision
from webapp.models.saved_searches import SavedSearch
from webapp.models.seats import Attendance, Presence, Seat, SeatSide, SeatState
from webapp.models.services_around import ServiceAround, ServicesPublication
from webapp.models.signed_charters import SignedCharter
from webapp.models.sites import Site
from webapp.models.speakers import SpeakerLink, SpokenPhrase
from webapp.models.stand_ins import StandIn
from webapp.models.states import (
    HOLDING,
    LEFT,
    SHUT_OUT,
    Answer,
    DecisionKind,
    FarmState,
    Fate,
    ImportState,
    MessageState,
    OfferState,
    PartyState,
    ReferralState,
    RoundState,
    Side,
    SlotState,
    VisitState,
)
from webapp.models.thanks_cards import THANKS, ThanksCard
from webapp.models.thread_lines import ThreadLine, Writer
from webapp.models.timetables import LoadedTimetable
from webapp.models.transfers import UNDECIDED, Transfer, TransferState
from webapp.models.urgent_readings import UrgentReading
from webapp.models.users import (
    Attempt,
    EmailLink,
    EmailLinkPurpose,
    RecoveryCode,
    Role,
    User,
    UserSession,
)
from webapp.models.village_voices import (
    MOST_VOICES,
    VILLAGE_GRID,
    VILLAGE_GRIDS,
    VillageVoice,
    VoiceWay,
)
from webapp.models.visits import Visit
from webapp.models.waivers import Waiver
from webapp.models.webhooks import Delivery, DeliveryState, Webhook
from webapp.models.workshops import (
    WORKSHOP_FUNDERS,
    Series,
    Sitting,
    Workshop,
    WorkshopKind,
)

__all__ = [
    "ASKING", "GRIDS", "HOLDING", "HOPELESS", "HOURS", "LEFT", "MAY_SHARE", "MISSED_CAUSES",
    "MONTHS", "MOST_VOICES", "NEEDED", "NOT_SAID", "OUTCOMES", "PRESENT", "PROOFS", "SEAT_CAUSES",
    "SHUT_OUT", "TERMS", "THANKS", "TIES", "UNDECIDED", "UNKNOWN", "VILLAGE_GRID",
    "VILLAGE_GRIDS", "WAYS", "WORKSHOP_FUNDERS",
    "AbsenceReview", "Accreditation", "Agreement", "AgreementSignature", "AgreementState",
    "AgreementVersion", "AlikeFiles", "Answer", "ApiKey", "Assessment", "Attempt", "Attendance",
    "Attestation",
    "Availability", "CaseDecision", "CaseMeeting", "CaseSignature", "CaseState", "Centre",
    "Channel",
    "Committee", "CommitteeLine", "CommitteeSignature", "CommitteeState", "Companions", "Contact",
    "Correction", "DecisionKind", "Delivery", "DeliveryState", "DirectoryLoading", "DirectoryPiece",
    "Duty", "EmailLink",
    "EmailLinkPurpose", "Engagement", "Event", "EventLink", "Export", "Farm", "FarmAct",
    "FarmAssessment",
    "FarmContact", "FarmDecision", "FarmNote", "FarmState", "Fate", "Fault", "Feedback",
    "FileChange", "FollowUp", "FollowUpAttempt", "FollowUpState", "Funder", "Gathering",
    "GatheringState", "Goal", "GuestCall", "HelpCall", "Host", "Import", "ImportState", "Incident",
    "IncidentReader", "IncidentStep", "InsurancePaper", "KeptForm", "LastChange",
    "LineKind", "LoadedTimetable",
    "LocalReferent", "MatchingRound", "Merge", "Message", "MessageState", "Misfit", "MissedWord",
    "NoteKind", "Obstacle", "Offer", "OfferState", "Organisation", "Party", "PartyState",
    "PathState", "Person", "PersonStay", "Phase", "PhoneCode", "Photo", "PlannedMatch",
    "Prescriber", "Presence", "Programme", "Purpose", "Recording", "RecoveryCode", "Referral",
    "ReferralState", "Refusal", "Relationship", "RelationshipState", "Reply", "Report",
    "ReportState", "Rest", "ReviewState", "Rewording", "Role", "Room", "RoundDecision",
    "RoundRun", "RoundState", "RoundTemplate", "Rung", "SavedSearch", "Seat", "SeatSide",
    "SeatState", "SentForm", "Series", "ServiceAround", "ServicesPublication",
    "Severity", "Side", "SignedCharter", "Signer", "Site", "Sitting", "Slot", "SlotState",
    "SpeakerLink", "SpokenPhrase", "StandIn", "Step", "StepKind", "TalkAttempt", "ThanksCard",
    "ThreadLine", "Tie", "Transfer", "TransferState", "UrgentReading", "User", "UserSession",
    "VillageVoice", "Visit", "VisitNote", "VisitSession", "VisitState", "VoiceJudgement",
    "VoiceWay", "Waiver", "Webhook", "Workshop", "WorkshopKind",
    "Writer", "fault_of",
]  # fmt: skip
