"""Every act of the audit in words, for whoever reads what was done in the programme."""

from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.models import Event
from webapp.wording import visit_history
from webapp.wording.history import OF_OTHERS
from webapp.wording.labels import LABELS

FARMS: Final = {
    "farm.applied": _l("Asked to host"), "farm.changed": _l("Farm changed"),
    "farm.checked": _l("Checklist filled in"), "farm.charter-signed": _l("Charter signed"),
    "farm.contact-logged": _l("Call or visit to the farm noted"),
    "farm.contact-put-back": _l("Call or visit put back into the log"),
    "farm.host-put-back": _l("Adult of the farm put back on the list"),
    "farm.contact-removed": _l("Call or visit taken out of the log"),
    "farm.host-added": _l("Adult of the farm noted"),
    "farm.host-changed": _l("Adult of the farm noted anew"),
    "farm.host-removed": _l("Adult of the farm taken off"),
    "farm.calendar-renewed": _l("New address of the calendar"),
    "farm.insurance-sent": _l("Certificate of insurance sent"),
    "farm.insurance-read": _l("Certificate of insurance read"),
    "farm.insurance-paper-deleted": _l("Certificate of insurance deleted"),
    "farm.assessed": _l("Questions before and after answered"),
    "farm.interest-asked": _l("Asked whether it is still interested"),
    "farm.interest-unasked": _l("Still interested or not: question taken back"),
    "farm.interest-said": _l("Still interested or not: said"),
    "farm.interest-talked": _l("Still interested or not: talked about"),
    "farm.requested": _l("Asked for something by message"),
    "farm.request-taken-back": _l("A message that asked for something was taken back"),
    "farm.anonymised": _l("Made anonymous"),
    "farm.preparation-waived": _l("Spared a workshop"),
    "farm.month-limit": _l("Guests a month changed"),
    "farm.rests": _l("Days of rest added"), "farm.rest-ended": _l("Days of rest taken away"),
    "photo.added": _l("Photo added"), "photo.changed": _l("Photo changed"),
    "photo.removed": _l("Photo removed"), "photo.hidden": _l("Photo hidden"),
    "photo.unhidden": _l("Photo shown again"),
    "offer.created": _l("Offer made"), "offer.changed": _l("Offer changed"),
    "offer.dates-opened": _l("Dates opened"),
    "slot.changed": _l("Date changed"),
}  # fmt: skip

ROUNDS: Final = {
    "round.opened": _l("Round opened"), "round.changed": _l("Round changed"),
    "round.queued": _l("Round sent to be solved"), "round.solved": _l("Round solved"),
    "round.failed": _l("Round failed"), "round.cancelled": _l("Round given up"),
    "round.published": _l("Round sent to both sides"), "round.plan-ended": _l("Plan ended"),
    "round.taken-back": _l("Sending taken back"), "round.read": _l("Round read"),
    "round.put-back": _l("Deleted round put back"),
    "template.put-back": _l("Kept settings put back"),
    "round.removed": _l("Round deleted"),
    "round.exported": _l("Round saved as a file"),
    "template.kept": _l("Settings of a round kept under a name"),
    "template.renamed": _l("Kept settings renamed"),
    "template.removed": _l("Kept settings forgotten"),
    "round.advice-stopped": _l("Looking for places stopped"),
    "round.advice-asked": _l("Places to look for worked out"),
    "round.pin": _l("Pair kept"), "round.forbid": _l("Pair set aside"),
    "round.undone": _l("Word on a pair taken back"), "round.lifted": _l("Pair declared safe"),
}  # fmt: skip

ACCOUNTS: Final = {
    "user.anonymised": _l("Made anonymous"),
    "user.added": _l("Account added"), "user.link-sent": _l("Link sent by e-mail"),
    "user.link-used": _l("Link of an e-mail opened"),
    "user.invitation-accepted": _l("Invitation accepted"),
    "user.invitation-revoked": _l("Invitation taken back"),
    "user.password-set": _l("Password chosen"), "user.profile-edited": _l("Account changed"),
    "user.away-said": _l("Said when they are away"),
    "user.naming-said": _l("Said whether guests and farms read their first name"),
    "user.mailbox-changed": _l("Mailbox changed"),
    "user.incidents": _l("Looks after incidents, or no more"),
    "user.proved-again": _l("Code given to see guests again"),
    "user.provider-linked": _l("Identity linked"),
    "user.provider-unlinked": _l("Identity unlinked"),
    "user.came-by-provider": _l("Came by the identity provider"),
    "user.password-not-used": _l("Password asked for, but not used any more"),
    "user.signed-in": _l("Signed in"), "user.signed-out": _l("Signed out"),
    "user.session-ended": _l("Session ended"),
    "user.second-factor-set": _l("Telephone for codes set up"),
    "user.second-factor-passed": _l("Code of the telephone given"),
    "user.recovery-code-used": _l("Recovery code used"),
    "user.recovery-codes-renewed": _l("New recovery codes"),
    "organisation.added": _l("Association added"),
    "organisation.changed": _l("Association changed"),
    "organisation.taken-over": _l("Association looked after by a coordinator"),
    "organisation.visits-read": _l("Visits of an association read"),
}  # fmt: skip

REST: Final = {
    "api-key.made": _l("Key of a program made"), "api-key.ended": _l("Key of a program taken back"),
    "api-key.taken-over": _l("Key of a program taken over"),
    "api-key.read": _l("Figures read by a program"),
    "webhook.made": _l("Address of a program kept"),
    "webhook.taken-over": _l("Address of a program taken over"),
    "webhook.ended": _l("Address of a program taken back"),
    "funder.added": _l("Funder noted"), "funder.changed": _l("What a funder is told changed"),
    "report.opened": _l("Report opened"), "report.frozen": _l("Report frozen"),
    "report.sent": _l("Report sent"), "report.removed": _l("Draft of a report taken away"),
    "report.downloaded": _l("Report saved as a file"),
    "sitting.roll-shown": _l("Link and code for animators shown"),
    "sitting.roll-renewed": _l("New link and code for animators"),
    "sitting.roll-opened": _l("Roll opened by an animator"),
    "incident.told": _l("Incident told of"), "incident.read": _l("Incident read"),
    "incident.measure-taken": _l("What was done about an incident noted"),
    "incident.authority-told": _l("Authority told of an incident"),
    "incident.reader-named": _l("Somebody named to read an incident"),
    "incident.reader-left": _l("Somebody reads an incident no more"),
    "visit.read": _l("Visit read"), "visit.sheet-kept": _l("Visit sheet kept on a telephone"),
    "visit.thread-read": _l("Thread of a visit read"),
    "visit.help-read": _l("Call for help read"),
    "visit.unmade": _l("Taken back, as if it had never been"),
    "visit.may-be-proposed-again": _l("May be proposed again"),
    "visit.guests-to-call": _l("Guests are to be called"),
    "visit.guests-to-call-read": _l("Guests to call read"),
    "visit.follow-up-read": _l("Follow-up read"),
    "visit.attestation-read": _l("Attestation read"),
    "party.attestations-read": _l("Attestations of workshops read behind the link"),
    "party.code-sent": _l("Code sent to a household"),
    "party.code-refused": _l("Wrong code of a household"),
    "party.own-proved": _l("Year of birth given on a telephone that others read"),
    "party.own-refused": _l("Another year of birth given on a telephone that others read"),
    "party.telephone-told": _l("Said who reads their telephone"),
    "party.opened": _l("Code of a household given"),
    "visit.feedback-read": _l("Feedback read"),
    "visits.list-printed": _l("List of visits printed"),
    "visits.exported": _l("Visits saved as a table"),
    "parties.exported": _l("Files saved as a table"),
    "farms.exported": _l("Farms saved as a table"),
    "referral.received": _l("Somebody sent to an association"),
    "referral.contacted": _l("Somebody sent was reached"),
    "referral.interested": _l("Somebody sent would like to"),
    "referral.enrolled": _l("Somebody sent has a file"),
    "referral.ended": _l("Somebody sent does not go on"),
    "referral.taken-up": _l("Somebody sent taken up again"),
    "referral.exported": _l("Count of those who were sent saved as a table"),
    "organisation.referral-link-renewed": _l("New address of the form for prescribers"),
    "import.uploaded": _l("Table sent"), "import.started": _l("Import begun"),
    "import.done": _l("Import done"), "import.undone": _l("Import undone"),
    "import.given-up": _l("Import given up"),
    "timetable.loaded": _l("Timetable of trains and coaches loaded"),
    "services.loaded": _l("Services around loaded"),
    "services.unloaded": _l("Services around forgotten"),
    "timetable.unloaded": _l("Timetable of trains and coaches forgotten"),
    "programme.ways-in": _l("How staff sign in changed"),
    "programme.clock-moved": _l("The clock of the demonstration moved"),
    "programme.changed": _l("Settings of the programme changed"),
    "centre.added": _l("Centre noted"), "centre.changed": _l("Centre changed"),
    "centre.put-back": _l("Removed centre put back"),
    "report.put-back": _l("Draft of a report put back"),
    "centre.removed": _l("Centre removed"),
    "duty.added": _l("Days of duty added"), "duty.changed": _l("Days of duty changed"),
    "duty.removed": _l("Days of duty taken away"),
    "audit.key-changed": _l("Another audit key"),
    "speaker-link.made": _l("Link for a speaker made"),
    "speaker-link.ended": _l("Link for a speaker ended"),
    "speaker-link.spoken": _l("Phrase said behind a speaker’s link"),
    "speaker-link.asked-again": _l("A speaker asked to say a phrase again"),
    "recording.kept": _l("Phrase recorded"), "recording.removed": _l("Recording removed"),
    "voice.judged": _l("Voice judged by a speaker"),
    "rewording.proposed": _l("Better words proposed"),
    "rewording.accepted": _l("Better words accepted"),
    "rewording.declined": _l("Better words declined"),
    "audit.checked": _l("Audit checked"), "audit.exported": _l("Audit saved as a table"),
    "job.taken-up": _l("Forgotten task taken up"), "job.given-up": _l("Task given up"),
    "data-key.rotated": _l("Data sealed with a new key"),
    "backup.made": _l("Backup written"), "backup.restored": _l("Restore of a backup tried"),
}  # fmt: skip

KINDS: Final = {
    "party": _l("Files"), "visit": _l("Visits"), "farm": _l("Farms"),
    "offer": _l("Offers and dates"), "round": _l("Rounds"), "user": _l("Accounts"),
    "workshop": _l("Workshops"), "committee": _l("Committees"),
    "gathering": _l("Gatherings"),
    "agreement": _l("Immersions"),
    "organisation": _l("Associations"), "import": _l("Imports"),
    "report": _l("A report for a funder"),
    "programme": _l("The programme and Sillon itself"),
}  # fmt: skip
"""What acts are about, by the kinds of `services.records.audit_search`."""

ACTORS: Final = {
    "user": _l("Somebody signed in"), "party": _l("The people welcomed, by their link"),
    "farm": _l("The farm, by its link"), "job": _l("Sillon itself"),
    "animator": _l("An animator, by the link of a workshop"),
    "speaker": _l("A speaker, by the link of a language"), "nobody": _l("Nobody signed in"),
}  # fmt: skip

ACTS: Final[dict[str, Any]] = {
    **{act: title for act, (title, _icon) in visit_history.ACTS.items()},
    **LABELS["party-act"],
    **{f"farm.{act}": words for act, words in LABELS["farm-act"].items()},
    **OF_OTHERS,
    **FARMS,
    **ROUNDS,
    **ACCOUNTS,
    **REST,
}
"""What was done, by the act's own name."""


def act_in_words(act: str) -> str:
    """Return what was done; an act of a former version, which has no words any more, as it is."""
    return str(ACTS.get(act, act))


def actor_in_words(event: Event, names: dict[int, str]) -> str:
    """Return who acted: by name where somebody was signed in."""
    if event.actor == "user":
        return names.get(event.actor_id or 0) or _("An account that is gone")
    return str(ACTORS[event.actor])
