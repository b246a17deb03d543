"""A mail that anybody may have written, read within bounds.

The library takes minutes over headers and nestings that nobody's program writes: time grows with
the square of their length. A worker looks at hundreds of mails in one go.
"""

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import EmailPolicy
from typing import Final

LONGEST_HEADER: Final = 1000
LONGEST_REFERENCES: Final = 2000
MOST_PARTS: Final = 50
"""Parts of a mail, one within or beside the other; an answer with its files has a dozen."""
A_PART: Final = re.compile(rb"^Content-Type:", re.IGNORECASE | re.MULTILINE)
A_LINE_BETWEEN: Final = re.compile(rb"^--", re.MULTILINE)
MOST_LINES_BETWEEN: Final = 1000


class _Bounded(EmailPolicy):
    """Looks at the beginning of a long header; what it names last, of those before it."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        if name.lower() == "references":
            return name, value[-LONGEST_REFERENCES:]
        return name, value[:LONGEST_HEADER]


def read_mail(content: bytes) -> EmailMessage | None:
    """Return a mail; none where it has more parts than people send."""
    parts, lines = len(A_PART.findall(content)), len(A_LINE_BETWEEN.findall(content))
    if parts > MOST_PARTS or lines > MOST_LINES_BETWEEN:
        return None
    mail = message_from_bytes(content, policy=_Bounded())
    return mail if isinstance(mail, EmailMessage) else None
