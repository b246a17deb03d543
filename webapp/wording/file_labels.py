"""The labels of what happens in a file: acts, topics, contacts."""

from typing import Any

from flask_babel import lazy_gettext as _l

OF_FILES: dict[str, dict[str, Any]] = {
    "party-act": {
        "party.recorded": _l("Recorded"), "party.changed": _l("File changed"),
        "party.made-ready": _l("Ready to take part"), "party.paused": _l("Paused"),
        "party.left": _l("Left the programme"),
        "party.came-back": _l("Came back into the programme"), "party.read": _l("File read"),
        "party.opened-urgently": _l("Opened in an emergency to somebody of elsewhere"),
        "party.urgent-reading-seen": _l("Reading in an emergency looked at"),
        "party.chosen": _l("Chosen for a round, or left out of it"),
        "party.entrusted": _l("Given to a colleague"),
        "party.interest-asked": _l("Asked whether they are still interested"),
        "party.interest-said": _l("Still interested or not: said"),
        "party.interest-talked": _l("Still interested or not: talked about"),
        "party.texts-stopped": _l("No more text messages, they wrote"),
        "party.text-read": _l("Text message read"),
        "party.contact-logged": _l("Contact noted"),
        "party.contact-removed": _l("Contact taken out of the log"),
        "party.correction-asked": _l("They ask to have something corrected"),
        "party.correction-answered": _l("Told what became of a correction"),
        "party.printed": _l("All that is kept, printed for them"),
        "party.end-told": _l("End of the file announced"),
        "party.saved": _l("All that is kept, saved for them"),
        "party.erasure-asked": _l("Erased because they asked for it"),
        "party.anonymised": _l("Made anonymous"),
        "party.merged": _l("Made one with another file"),
        "party.merge-undone": _l("Parted from another file again"),
        "party.preparation-waived": _l("Spared a workshop"),
        "party.workshops-shown": _l("Workshops to choose from sent"),
        "party.message-repeated": _l("Message sent again"),
        "party.link-asked-for": _l("Link asked for by telephone number"),
        "party.goal-noted": _l("Goal noted"), "party.goal-changed": _l("Goal changed"),
        "party.obstacles-noted": _l("What stands in the way noted"),
        "party.step-added": _l("Step added"), "party.step-changed": _l("Step changed"),
        "party.step-ended": _l("Step done, dropped or taken up again"),
        "party.path-printed": _l("Path printed for them"),
        "party.language-chosen": _l("Language chosen on their page"),
    },
    "correction": {"corrected": _l("Corrected"), "not-possible": _l("Not possible")},
    "contact": {
        "call": _l("Call"), "message": _l("Message"), "meeting": _l("Meeting"), "note": _l("Note"),
    },
    "many-files": {
        "ready": _l("Ready to take part"), "pause": _l("Pause"),
        "hand-over": _l("Give to a colleague"), "course": _l("Add a course or an appointment"),
        "leave-out": _l("Leave out of a round"), "take-along": _l("Take along in a round again"),
        "merge": _l("The same people: make two files one"),
    },
    "party-topic": {
        "people": _l("People"), "contact": _l("How to reach them"), "home": _l("Home and travel"),
        "availability": _l("Days they can be away"), "engagements": _l("Courses and appointments"),
        "notice": _l("How long before they must know"),
        "needs": _l("Practical needs"), "wishes": _l("Wishes"),
        "companions": _l("Travelling together"), "refusals": _l("Farms not to be paired with"),
        "referent": _l("Who accompanies them"),
        "merge": _l("Made one with another file"),
        "merge-undone": _l("Parted from another file again"),
    },
}  # fmt: skip
