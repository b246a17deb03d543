"""What an operator has to see to, by which way messages leave, and what programs are told."""

from typing import Any

from flask_babel import lazy_gettext as _l

OF_OPERATIONS: dict[str, dict[str, Any]] = {
    "worry": {
        "no-worker": _l("No worker runs: nothing leaves, and no round is solved. Start one."),
        "jobs-late": _l(
            "Tasks wait for more than ten minutes. Start another worker, or wait for the round "
            "that is being solved."
        ),
        "jobs-failed": _l("Tasks were given up. The log says why, at “job-stopped”."),
        "email-down": _l(
            "E-mails do not leave: one failed, and none has left since. Look at the mail server."
        ),
        "sms-down": _l(
            "Text messages do not leave: one failed, and none has left since. Look at the provider."
        ),
        "programs-untold": _l(
            "A program could not be told of something for sixteen hours, and that was given up. "
            "The page of its address says why."
        ),
        "programs-left": _l(
            "A program reads or is told nothing any more: the coordinator who answers for it is "
            "shut out. Take its key or its address over."
        ),
        "backup-late": _l("No backup was written since yesterday. Look at the nightly backup."),
        "restore-untried": _l("No restore of a backup was tried for three months. Try one."),
        "restore-failed": _l(
            "The last restore that was tried did not give all back. Find out why today."
        ),
        "replica-away": _l(
            "Reports are read from the database itself: the replica for them is away, or lags."
        ),
        "migrations": _l("The tables are not as new as the program. Run the migrations."),
        "audit-fault": _l("The chain of the audit is broken: its page says where."),
        "audit-late": _l("The audit was not checked last night. Look whether a worker runs."),
    },
    "webhook-kind": {
        "visit.confirmed": _l("A visit is confirmed"),
        "visit.cancelled": _l("A visit is cancelled"),
        "visit.completed": _l("A visit is over"),
        "visit.ended": _l("A visit ended early, or somebody did not come"),
        "series.opened": _l("A workshop is opened"),
    },
    "delivery-state": {
        "waiting": _l("Waits, and is tried again"), "told": _l("Received by the software"),
        "given-up": _l("Given up"), "not-needed": _l("Not told: it was taken back"),
    },
    "delivery-answer": {
        "not-https": _l("the address does not begin with https://"),
        "not-public": _l("the address leads into a private network"),
        "certificate": _l("its certificate is not valid"), "slow": _l("no answer in time"),
        "unreachable": _l("nothing answers there"),
    },
    "replica": {
        "none": _l("there is none"), "follows": _l("reports are read from it"),
        "far-behind": _l("too far behind"), "unreachable": _l("does not answer"),
        "not-a-replica": _l("copies another database, or none"),
    },
    "way": {"email": _l("E-mail"), "sms": _l("Text messages"), "whatsapp": _l("WhatsApp")},
    "message-fate": {
        "queued": _l("Waiting to leave"), "sent": _l("Gone out"), "accepted": _l("On the network"),
        "delivered": _l("Arrived"), "failed": _l("Not sent"), "not-needed": _l("Not needed"),
    },
}  # fmt: skip
