"""What staff call messages: their kinds, their ways, and why one did not arrive."""

from typing import Any

from flask_babel import lazy_gettext as _l

from webapp.wording.agreed_words import OF_AGREED_WORDS
from webapp.wording.house_rules import OF_HOUSES
from webapp.wording.thread_labels import OF_THREADS
from webapp.wording.ticket_labels import OF_TICKETS

OF_MESSAGES: dict[str, dict[str, Any]] = {
    **OF_THREADS, **OF_AGREED_WORDS, **OF_HOUSES, **OF_TICKETS,
    "message-kind": {
        "shared-telephone": _l("On a telephone that others read too"),
        "visit-proposed": _l("Proposal"), "visit-reminder": _l("Reminder to answer"),
        "visit-confirmed": _l("Confirmation"), "visit-declined": _l("It will not take place"),
        "visit-expired": _l("Time to answer is over"), "visit-cancelled": _l("Cancellation"),
        "visit-soon": _l("Reminder before arrival"), "visit-arrival": _l("Arrived?"),
        "path-link": _l("Their path"), "party-interest": _l("Still interested?"),
        "request-call": _l("Please call us"), "request-dates": _l("Tell us your days"),
        "agreement-to-sign": _l("An agreement to sign"), "agreement-code": _l("Code"),
        "agreement-over": _l("An agreement that does not stand any more"),
        "transfer-asked": _l("Another association?"),
        "transfer-done": _l("Another association accompanies them"),
        "transfer-offered": _l("A file is offered"),
        "transfer-settled": _l("What became of a file to be handed over"),
        "file-ends-soon": _l("Their file ends"),
        "visit-evening": _l("All well on the first evening?"),
        "visit-link": _l("New link"), "visit-feedback": _l("How was it?"),
        "thread-news": _l("A new message about a visit"),
        "visit-missed": _l("Why did nobody come?"),
        "seat-missed": _l("Why were they not at the workshop?"),
        "visit-relationship-asked": _l("Stay in contact?"),
        "visit-relationship-open": _l("In contact"),
        "visit-follow-up": _l("What has become of it?"),
        "household-code": _l("Code"),
        "visit-code": _l("Code"), "visit-changed": _l("Something has changed"),
        "visit-as-before": _l("All is as before"),
        "visit-hour-asked": _l("Hour of arrival: a question"),
        "visit-hour-agreed": _l("Hour of arrival: agreed"),
        "farm-stopped": _l("The farm is stopped: whom to call"),
        "guests-to-call-now": _l("Guests to call now"),
        "local-visit-given": _l("A visit to look after"),
        "local-visit-changed": _l("A visit to look after has changed"),
        "local-visit-taken": _l("A visit to look after no more"),
        "local-visit-open": _l("No local referent any more"),
        "visit-restored": _l("It takes place after all"),
        "help-unanswered": _l("A call for help that nobody took"),
        "farm-note-answered": _l("The answer to a note"),
        "correction-answered": _l("What became of a correction"),
        "help-withdrawn": _l("A call for help that is no longer needed"),
        "silence-unanswered": _l("No word on the first evening, and nobody sees to it"),
    },
    "failure": {
        "no-address": _l("no telephone number or e-mail address is known"),
        "no-mobile": _l("no text message can reach this number: call, or enter a mobile number"),
        "address-refused": _l("the address was refused"),
        "mail-refused": _l("the mail server refused it"),
        "mail-disconnected": _l("the mail server hung up"),
        "mail-unreachable": _l("the mail server cannot be reached"),
        "sms-refused": _l("the text message provider refused it"),
        "not-set-up": _l("the way to send it is not set up yet"),
        "sms-unreachable": _l("the text message gateway cannot be reached"),
        "sms-setting": _l("the text message provider is not set up"),
        "whatsapp-refused": _l("WhatsApp refused it, or gave no answer"),
        "whatsapp-language": _l("WhatsApp is not set up in their language: choose another way"),
        "whatsapp-long": _l("it is too long for WhatsApp: choose another way"),
        "texts-stopped": _l("they asked for no more text messages: call them"),
        "number-unknown": _l("the network knows no such number: see whether it is right"),
        "not-delivered": _l("the telephone was not reached: it is off, full or out of reach"),
        "network-refused": _l("the telephone network refused it"),
        "address-unknown": _l("there is no such address: see whether it is right"),
        "mailbox-full": _l("the mailbox is full"),
        "mail-returned": _l("the reader’s mail server sent it back"),
        "unexpected": _l("something unexpected went wrong"),
    },
    "reply-meaning": {"yes": _l("yes"), "no": _l("no"), "stop": _l("no more text messages")},
    "visit-note": {
        "reached": _l("I called about their arrival and reached somebody"),
        "not-reached": _l("I called about their arrival and reached nobody"),
        "note": _l("Something to know"),
    },
    "channel": {
        "sms": _l("By SMS"), "email": _l("By e-mail"), "whatsapp": _l("By WhatsApp"),
        "phone-call": _l("By a call from their caseworker"),
    },
    "message-channel": {
        "email": _l("E-mail"), "sms": _l("Text message"), "whatsapp": _l("WhatsApp"),
        "letter": _l("Letter"),
    },
}  # fmt: skip
