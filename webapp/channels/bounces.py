"""Letters that come back, as mail servers tell of them (RFC 3464)."""

import re
from email import message_from_string
from email.message import EmailMessage

from webapp.channels.email import RECEIPT
from webapp.channels.mails import read_mail

WHY = ((re.compile(r"5\.1\.\d+"), "address-unknown"), (re.compile(r"[45]\.2\.2"), "mailbox-full"))
"""Enhanced status codes (RFC 3463) that say what can be done; the others say less."""


def what_came_back(mail: bytes) -> tuple[str, str] | None:
    """Return the receipt of a letter that came back for good, and why; none of any other mail."""
    report = read_mail(mail)
    if report is None or report.get_content_type() != "multipart/report":
        return None
    receipt, status = "", ""
    for part in report.walk():
        kind = part.get_content_type()
        receipt = receipt or str(part.get(RECEIPT, ""))
        if kind == "text/rfc822-headers" and isinstance(part, EmailMessage):
            receipt = receipt or str(message_from_string(part.get_content()).get(RECEIPT, ""))
        if str(part.get("Action", "")).strip().lower() == "failed":
            status = status or str(part.get("Status", "")).strip() or "5.0.0"
    if not receipt or not status:
        return None
    known = (why for pattern, why in WHY if pattern.fullmatch(status.split()[0]))
    return receipt.strip(), next(known, "mail-returned")
