"""From where messages come, as far as this installation knows it."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from webapp.channels.email import sender_of
from webapp.ground.config import Config
from webapp.models import Programme


@dataclass(frozen=True)
class Senders:
    """What a telephone or a mailbox shows of who writes; empty where that is not known.

    Parameters
    ----------
    links
        How every link of ours begins.
    """

    texts: str
    mailbox: str
    links: str


def senders(session: Session, config: Config) -> Senders:
    """Return from where our messages come."""
    programme = session.get(Programme, 1)
    home = urlsplit(config.public_url)
    return Senders(
        texts=(programme.texts_from if programme else None) or "",
        mailbox=sender_of(config.mail_url) if config.mail_url else "",
        links=f"{home.scheme}://{home.netloc}/",
    )
