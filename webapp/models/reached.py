"""How a household is reached: its telephone, its mailbox, and which of the two takes messages."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from webapp.ground.clock import now
from webapp.ground.encryption import FINGERPRINT_OF, Cipher, Encrypted
from webapp.ground.errors import RuleBroken
from webapp.ground.telephones import takes_texts
from webapp.ground.vocabulary import WHATSAPP

BY_NUMBER = frozenset({"sms", WHATSAPP})
"""Ways that end on a mobile number, and that a STOP ends."""


class Reached:
    """The ways to the contact person of a household, and the one they wish."""

    phone: Mapped[str | None] = mapped_column(Encrypted("parties.phone"))
    phone_fingerprint: Mapped[str | None] = mapped_column(
        index=True, info={FINGERPRINT_OF: "phone"}
    )
    email: Mapped[str | None] = mapped_column(Encrypted("parties.email"))
    """A mailbox of theirs; written to only if it is how they wish to be reached."""
    phone_shared: Mapped[bool] = mapped_column(default=False, server_default="false")
    """Whether others read this telephone too: messages to it say nothing, and links ask a proof."""
    language: Mapped[str] = mapped_column(default="fr")
    """The screen language of messages and pages."""
    channel: Mapped[str] = mapped_column(default="sms")
    agreed_word: Mapped[str | None] = mapped_column(Encrypted("parties.agreed_word"))
    """One of `vocabulary.AGREED_WORDS`, agreed with them: each message to them begins with it."""
    texts_stopped_at: Mapped[datetime | None]
    """When they wrote STOP; who is reached by text message again has agreed to it since."""

    def set_phone(self, number: str | None) -> None:
        """Keep a telephone number (E.164), and the fingerprint by which it is found."""
        self.phone = number
        self.phone_fingerprint = Cipher.fingerprint(number) if number else None
        self.call_where_no_text_arrives()

    def call_where_no_text_arrives(self) -> None:
        """Let nobody wait for a text message on a number that takes none: they are called."""
        if self.channel in {*BY_NUMBER, None} and self.phone and not takes_texts(self.phone):
            self.channel = "phone-call"

    def stop_texts(self) -> None:
        """Record that they want no text message any more: they are called instead."""
        self.channel, self.texts_stopped_at = "phone-call", now()

    @property
    def reads_mail(self) -> bool:
        """Whether messages go to their mailbox, and not to their telephone."""
        return self.channel == "email" and self.email is not None

    @property
    def refuses_texts(self) -> bool:
        """Whether they wrote STOP, and nobody has agreed with them on text messages since."""
        return self.texts_stopped_at is not None and self.channel not in BY_NUMBER

    @property
    def takes_texts(self) -> bool:
        """Whether a text message to them may leave, and can arrive."""
        return not self.refuses_texts and takes_texts(self.phone)

    @property
    def can_be_written_to(self) -> bool:
        """Whether a message can arrive, even if they wish to be called."""
        return self.reads_mail or self.takes_texts

    @property
    def reads_messages(self) -> bool:
        """Whether messages are how they are reached, and can arrive; the others are called."""
        return self.reads_mail or (self.channel in BY_NUMBER and self.takes_texts)

    def require_messages(self) -> None:
        """Raise `RuleBroken`, with what to do instead, unless messages are how they are reached."""
        if self.refuses_texts and not self.reads_mail:
            raise RuleBroken("interest-texts-stopped")
        if not self.can_be_written_to:
            raise RuleBroken("no-message-arrives")
        if not self.reads_messages:
            raise RuleBroken("interest-by-telephone")
