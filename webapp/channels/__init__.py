"""How a message leaves: console, e-mail, SMS, WhatsApp. Which one is a setting; by default none."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from webapp.ground.config import Config
from webapp.ground.errors import SillonError
from webapp.models import Channel

if TYPE_CHECKING:
    from webapp.channels.gateways import Gateway
    from webapp.channels.sms import Sms


@dataclass(frozen=True)
class Letter:
    """A message as it leaves.

    Parameters
    ----------
    to
        E-mail addresses, or one telephone number in E.164.
    subject
        Empty for a text message.
    key
        The same at every attempt, so that whoever received it twice can tell.
    receipt
        What a receipt of this attempt names; whoever carries the letter gives it back.
    calendar
        A calendar file (RFC 5545) that goes along with an e-mail, or nothing.
    number
        What an answer by e-mail names: nobody else can.
    """

    to: tuple[str, ...]
    subject: str
    body: str
    key: str
    language: str
    receipt: str = ""
    calendar: bytes = b""
    number: str = ""


class NotSentError(SillonError):
    """A letter that did not leave; the code says why, without address or text."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Sender(Protocol):
    """Whoever takes letters out of the house.

    Parameters
    ----------
    gives_receipts
        Whether what becomes of a letter is told later.
    """

    gives_receipts: bool

    def send(self, letter: Letter) -> None:
        """Hand the letter over, or raise `NotSentError`."""
        ...


def sender_for(channel: Channel, config: Config) -> Sender:
    """Return who takes the letters of a channel in this installation.

    Raises
    ------
    NotSentError
        In production, where a letter that only the log saw must not count as sent.
    """
    from webapp.channels.console import Console  # noqa: PLC0415 (each knows this package's words)
    from webapp.channels.email import Mail  # noqa: PLC0415
    from webapp.channels.whatsapp import WhatsApp  # noqa: PLC0415

    if channel is Channel.EMAIL and config.mail_url:
        return Mail(config.mail_url)
    if channel is Channel.SMS and config.sms_url:
        return _carrier_of_texts(config)
    if channel is Channel.WHATSAPP and config.whatsapp_url:
        return WhatsApp(config.whatsapp_url)
    if config.is_production:
        raise NotSentError("not-set-up")
    return Console(shows_text=config.demonstration)


def pace_of(config: Config) -> timedelta:
    """Return how far apart text messages leave: as set, or as Apprise does with the provider."""
    if config.sms_seconds is not None or not config.sms_url:
        return timedelta(seconds=config.sms_seconds or 0)
    return _carrier_of_texts(config).every


def check_texts(config: Config) -> None:
    """Raise `ConfigurationError` if no message can leave by an address that is set."""
    if config.sms_url:
        _carrier_of_texts(config).check()
    if config.whatsapp_url:
        from webapp.channels.whatsapp import WhatsApp  # noqa: PLC0415

        WhatsApp(config.whatsapp_url).check()


def _carrier_of_texts(config: Config) -> "Gateway | Sms":
    from webapp.channels.gateways import gateway_at  # noqa: PLC0415
    from webapp.channels.sms import Sms  # noqa: PLC0415

    return gateway_at(config.sms_url, config.public_url) or Sms(config.sms_url)
