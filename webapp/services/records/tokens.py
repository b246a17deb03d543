"""Links, codes and session tokens: made from a key and a row when shown, never stored.

A token proves what it names (a visit's side, an e-mail link) by an HMAC-SHA256 cut to 128 bits;
raising the row's version or using the row up ends it.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from typing import ClassVar

from webapp.models import (
    AgreementSignature,
    EmailLink,
    Farm,
    Message,
    Organisation,
    Party,
    PhoneCode,
    Referral,
    Side,
    Sitting,
    SpeakerLink,
    Visit,
)

TAG_BYTES = 16
CODE_DIGITS = 6


class Signer:
    """Signs with the installation's secret key."""

    _key: ClassVar[bytes] = b""

    @classmethod
    def use(cls, secret_key: str) -> None:
        """Take the key of this installation; called once at start."""
        cls._key = hashlib.sha256(secret_key.encode()).digest()

    @classmethod
    def digest(cls, *parts: object) -> bytes:
        """Return the HMAC of parts; each is kept apart from the next."""
        message = b"\0".join(str(part).encode() for part in parts)
        return hmac.new(cls._key, message, hashlib.sha256).digest()

    @classmethod
    def tag(cls, *parts: object) -> str:
        """Return 128 bits of the HMAC, as text for an address."""
        return urlsafe_b64encode(cls.digest(*parts)[:TAG_BYTES]).decode().rstrip("=")


def visit_token(visit: Visit, side: Side) -> str:
    """Return what stands after `/v/` for one side of a visit.

    Its version only rises: for the farm's side, as well whenever all its links end.
    """
    ended = visit.farm.links_ended if side is Side.FARM else 0
    return _of_version(visit.id, side, visit.link_version + ended)


def _of_version(number: int, side: Side, version: int) -> str:
    return f"{side.value[0]}{number}-{Signer.tag('visit', number, side.value, version)}"


def read_visit_token(token: str) -> tuple[int, Side] | None:
    """Return the visit and side that a token names, not yet proven; none if malformed."""
    head, _, tag = token.partition("-")
    side = next((side for side in Side if head[:1] == side.value[0]), None)
    number = head[1:]
    if side is None or not tag or not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    return int(number), side


def proves_visit(token: str, visit: Visit, side: Side) -> bool:
    """Whether a token was made for this visit and side at its present version."""
    return hmac.compare_digest(token.encode(), visit_token(visit, side).encode())


def proves_version(token: str, number: int, side: Side, version: int) -> bool:
    """Whether a token was made for the visit of this number, at this version of its links."""
    return hmac.compare_digest(token.encode(), _of_version(number, side, version).encode())


def email_token(link: EmailLink) -> str:
    """Return what an e-mail's link carries."""
    return f"{link.id}-{Signer.tag('email', link.id, link.purpose.value, link.user_id)}"


def calendar_token(farm: Farm) -> str:
    """Return what stands in the secret address of a farm's calendar."""
    return f"{farm.id}-{Signer.tag('calendar', farm.id, farm.calendar_version)}"


def proves_calendar(token: str, farm: Farm) -> bool:
    """Whether a token was made for this farm's calendar at its present version."""
    return hmac.compare_digest(token.encode(), calendar_token(farm).encode())


def referring_token(organisation: Organisation) -> str:
    """Return what stands in the address by which people are sent to an association."""
    tag = Signer.tag("referring", organisation.id, organisation.referral_version)
    return f"{organisation.id}-{tag}"


def proves_referring(token: str, organisation: Organisation) -> bool:
    """Whether a token was made for this association's form at its present version."""
    return hmac.compare_digest(token.encode(), referring_token(organisation).encode())


def referral_token(referral: Referral) -> str:
    """Return what stands in the address at which a prescriber hears back."""
    return f"{referral.id}-{Signer.tag('referral', referral.id, referral.created_at.timestamp())}"


def proves_referral(token: str, referral: Referral) -> bool:
    """Whether a token was made for this referral."""
    return hmac.compare_digest(token.encode(), referral_token(referral).encode())


def household_token(party: Party) -> str:
    """Return what stands in the address at which a household chooses its workshops."""
    tag = Signer.tag("household", party.id, party.link_version, party.phone_fingerprint)
    return f"{party.id}-{tag}"


def proves_household(token: str, party: Party) -> bool:
    """Whether a token was made for this household, on its present telephone."""
    return hmac.compare_digest(token.encode(), household_token(party).encode())


def own_token(party: Party) -> str:
    """Return what stands in the address at which a household proves itself; it opens nothing."""
    tag = Signer.tag("own", party.id, party.link_version, party.phone_fingerprint)
    return f"{party.id}-{tag}"


def proves_own(token: str, party: Party) -> bool:
    """Whether a token was made for this household's proof, on its present telephone."""
    return hmac.compare_digest(token.encode(), own_token(party).encode())


def hosts_token(farm: Farm) -> str:
    """Return what stands in the address at which a farm says whether it is still interested."""
    return f"f{farm.id}-{Signer.tag('hosts', farm.id, farm.links_ended)}"


def proves_hosts(token: str, farm: Farm) -> bool:
    """Whether a token was made for this farm, since its links were last ended."""
    return hmac.compare_digest(token.encode(), hosts_token(farm).encode())


def signature_token(signature: AgreementSignature) -> str:
    """Return what stands in the address at which somebody signs one version of an agreement."""
    tag = Signer.tag("signature", signature.id, signature.agreement_id, signature.version)
    return f"{signature.id}-{tag}"


def proves_signature(token: str, signature: AgreementSignature) -> bool:
    """Whether a token was made for this signature."""
    return hmac.compare_digest(token.encode(), signature_token(signature).encode())


def signature_digits(signature: AgreementSignature) -> str:
    """Return the six digits of the code that was asked for last."""
    asked = signature.code_at.timestamp() if signature.code_at else 0
    return _digits("signature", signature.id, asked)


def roll_token(sitting: Sitting) -> str:
    """Return what stands in the address at which animators note who was there."""
    return f"{sitting.id}-{Signer.tag('roll', sitting.id, sitting.roll_version)}"


def proves_roll(token: str, sitting: Sitting) -> bool:
    """Whether a token was made for this sitting's roll at its present version."""
    return hmac.compare_digest(token.encode(), roll_token(sitting).encode())


def roll_digits(sitting: Sitting) -> str:
    """Return the six digits that open it, which are told in another way than the link."""
    return _digits("roll", sitting.id, sitting.roll_version)


def speaker_token(link: SpeakerLink) -> str:
    """Return what stands in the address at which a speaker says phrases."""
    return f"{link.id}-{Signer.tag('speaker', link.id, link.language)}"


def proves_speaker(token: str, link: SpeakerLink) -> bool:
    """Whether a token was made for this link."""
    return hmac.compare_digest(token.encode(), speaker_token(link).encode())


def read_numbered(token: str) -> int | None:
    """Return the number of what a token names, not yet proven; none if malformed."""
    number, _, tag = token.partition("-")
    fits = tag and number.isascii() and number.isdigit() and len(number) < 10
    return int(number) if fits else None


def proves_email(token: str, link: EmailLink) -> bool:
    """Whether a token was made for this link."""
    return hmac.compare_digest(token.encode(), email_token(link).encode())


def receipt_token(message: Message, attempt: int, readers: tuple[str, ...]) -> str:
    """Return what a receipt of one attempt names.

    It proves the reader too: of a message that was sent again to another number, a late receipt
    from the first says nothing.
    """
    tag = Signer.tag("receipt", message.id, attempt, message.idempotency_key, *readers)
    return f"{message.id}-{attempt}-{tag}"


def read_receipt(token: str) -> tuple[int, int] | None:
    """Return the message and the attempt that a receipt names, not yet proven; none if neither."""
    number, attempt = read_numbered(token), read_numbered(token.partition("-")[2])
    return None if number is None or attempt is None else (number, attempt)


def proves_receipt(token: str, message: Message, readers: tuple[str, ...]) -> bool:
    """Whether a receipt is of a message as it was sent to these readers."""
    named = read_receipt(token)
    made = named and receipt_token(message, named[1], readers)
    return bool(made) and hmac.compare_digest(token.encode(), str(made).encode())


def answer_token(message: Message) -> str:
    """Return what an answer by e-mail names: the same at each attempt to send the letter."""
    return f"{message.id}-{Signer.tag('answer', message.id, message.idempotency_key)}"


def proves_answer(token: str, message: Message) -> bool:
    """Whether somebody answers this letter, which they must have before them."""
    return hmac.compare_digest(token.encode(), answer_token(message).encode())


def phone_digits(code: PhoneCode) -> str:
    """Return the six digits of a code."""
    return _digits("phone", code.id, code.visit_id, code.created_at.timestamp())


def email_digits(link: EmailLink) -> str:
    """Return the six digits that stand in for a link, where a code is asked."""
    return _digits("digits", link.id, link.purpose.value, link.user_id)


def _digits(*parts: object) -> str:
    number = int.from_bytes(Signer.digest(*parts)[:8])
    return f"{number % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def new_secret() -> str:
    """Return a fresh random token of 256 bits, for a cookie."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Return what is stored of a secret that a browser keeps."""
    return hashlib.sha256(secret.encode()).hexdigest()
