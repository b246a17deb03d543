"""Letters that come back: read by POP3 out of the mailbox that they were sent from.

Of a mailbox only what the mail servers of readers sent back is taken out (RFC 3464), and only of
our letters; what people write stays there for whoever reads it.
"""

import poplib
import re
from email import message_from_bytes, message_from_string, policy
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from sqlalchemy.orm import Session

from webapp.channels.email import RECEIPT
from webapp.channels.receipts import take_receipt
from webapp.models import MessageState

SECONDS = 20
MOST = 200
"""Letters that are looked at in one go, the newest first."""
LARGEST = 512 * 1024
WHY = ((re.compile(r"5\.1\.\d+"), "address-unknown"), (re.compile(r"[45]\.2\.2"), "mailbox-full"))
"""Enhanced status codes (RFC 3463) that say what can be done; the others say less."""


def read_bounces(session: Session, url: str) -> int:
    """Keep which letters came back, and take what told so out of the mailbox; return how many.

    The caller's transaction is committed before the mailbox is closed, which removes: what is read
    twice says nothing new.

    Parameters
    ----------
    url
        `pop3s://name:password@host`, or `pop3://` for a server on this machine.
    """
    box = _open(url)
    try:
        _, listed, _ = box.list()
        sizes = [tuple(map(int, each.split()[:2])) for each in listed]
        ours = [number for number, size in sizes[-MOST:] if size <= LARGEST
                and _keep(session, b"\r\n".join(box.retr(number)[1]))]  # fmt: skip
        session.commit()
        for number in ours:
            box.dele(number)
        box.quit()
    finally:
        box.close()
    return len(ours)


def _open(url: str) -> poplib.POP3:
    parts = urlsplit(url)
    host, encrypted = parts.hostname or "localhost", parts.scheme == "pop3s"
    kind = poplib.POP3_SSL if encrypted else poplib.POP3
    box = kind(host, parts.port or (995 if encrypted else 110), timeout=SECONDS)
    box.user(unquote(parts.username or ""))
    box.pass_(unquote(parts.password or ""))
    return box


def _keep(session: Session, mail: bytes) -> bool:
    told = what_came_back(mail)
    return told is not None and take_receipt(session, told[0], MessageState.FAILED, told[1])


def what_came_back(mail: bytes) -> tuple[str, str] | None:
    """Return the receipt of a letter that came back for good, and why; none of any other mail."""
    report = message_from_bytes(mail, policy=policy.default)
    if report.get_content_type() != "multipart/report":
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
