"""Agreements are signed in any order: each by a link and a code, or with an account."""

import hmac
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from webapp.ground import languages
from webapp.ground.clock import now, today
from webapp.ground.database import Scope, seeing_everyone, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import (
    Agreement,
    AgreementSignature,
    AgreementState,
    AgreementVersion,
    Farm,
    Message,
    MessageState,
    Party,
    Person,
    Prescriber,
    Signer,
    Site,
    User,
)
from webapp.services.agreements import drafting, hours, limits, standing
from webapp.services.records import audit, outbox, tokens
from webapp.services.visits import links

TO_SIGN: Final = "agreement-to-sign"
CODE: Final = "agreement-code"
CODE_LIFE: Final = timedelta(minutes=10)
WRITTEN_TO: Final = (Signer.PERSON, Signer.REPRESENTATIVE, Signer.FARM, Signer.PRESCRIBER)
"""Who is asked by a message; the association has the agreement before it."""


def missing(agreement: Agreement) -> list[str]:
    """Return what it cannot be signed without, by name."""
    found = drafting.missing(agreement)
    person, terms = agreement.person, agreement.terms
    if person is None:
        return [*found, "person"]
    if not hours.weekly(terms):
        found.append("hours")
    if limits.needs_representative(agreement):
        who = ("representative_name", "representative_phone")
        found += [name for name in who if not terms[name]]
    body = agreement.prescriber
    if body is not None and not body.covers(agreement.first_day, agreement.last_day):
        found.append("delegation")
    return found


def ask(session: Session, agreement: Agreement) -> None:
    """Freeze what it says, and ask everybody to sign that.

    Raises
    ------
    RuleBroken
        When something is missing without which nobody can sign.
    """
    drafting.hold(session, agreement)
    agreement.require_draft()
    if gaps := missing(agreement):
        raise RuleBroken("agreement-not-ready", missing=gaps)
    standing.require(session, agreement)
    agreement.make_ready(facts(agreement), signers_of(agreement))
    session.flush()
    audit.record(session, "agreement.asked", agreement, version=agreement.version)
    for signature in agreement.signatures:
        if signature.signer in WRITTEN_TO:
            outbox.write_to_signer(session, signature, TO_SIGN, key=f"to-sign-{signature.id}")


def ask_again(session: Session, agreement: Agreement) -> int:
    """Send the link once more to whoever has not signed, at most once a day; return to how many."""
    drafting.hold(session, agreement)
    standing.require(session, agreement)
    keys = {
        f"to-sign-{each.id}-{today()}": each
        for each in agreement.signatures
        if each.is_awaited and each.signer in WRITTEN_TO
    }
    today_s = Message.idempotency_key.in_(keys)
    outbox.close_failed(session, today_s)
    sent = select(Message.idempotency_key).where(today_s, Message.state != MessageState.NOT_NEEDED)
    known = set(session.scalars(sent))
    anew = {key: each for key, each in keys.items() if key not in known}
    for key, signature in anew.items():
        outbox.write_to_signer(session, signature, TO_SIGN, key=key)
    if anew:
        audit.record(session, "agreement.asked-again", agreement, people=len(anew))
    return len(anew)


def signers_of(agreement: Agreement) -> dict[Signer, str]:
    """Return who signs it, and in which language it is written to each."""
    party, usual = agreement.party, languages.DEFAULT.code
    farm = next((user.language for user in agreement.farm.users), usual)
    alone = not limits.needs_representative(agreement)
    return {
        Signer.PERSON: party.reads_in.code,
        **({} if alone else {Signer.REPRESENTATIVE: usual}),
        Signer.FARM: farm,
        Signer.PRESCRIBER: usual,
        Signer.ASSOCIATION: usual,
    }


def facts(agreement: Agreement) -> dict[str, Any]:
    """Return all that the paper of an agreement is made of, as codes, days and words."""
    person, farm, terms = agreement.person, agreement.farm, agreement.terms
    return {
        "purpose": agreement.purpose.value,
        "first_day": agreement.first_day.isoformat(),
        "last_day": agreement.last_day.isoformat(),
        "terms": terms,
        "weekly": hours.weekly(terms),
        "person": _of_person(person, agreement.party),
        "farm": _of_farm(farm, agreement.stands_at),
        "prescriber": _of_prescriber(agreement.prescriber),
        "association": _of_association(agreement.party),
        "made_at": now().isoformat(),
    }  # fmt: skip


def _of_person(person: Person | None, party: Party) -> dict[str, Any]:
    names = {name: getattr(person, name, "") for name in ("name", "first_name", "last_name")}
    return {**names, "phone": party.phone or "", "born": person.birth_year if person else None}


def _of_farm(farm: Farm, place: Farm | Site) -> dict[str, str]:
    hosts = {"hosts": farm.host_names or "", "phone": farm.phone or ""}
    where = {"address": place.address or "", "commune": place.commune or ""}
    return {"name": farm.name, **hosts, **where}


def _of_prescriber(body: Prescriber | None) -> dict[str, str]:
    if body is None:
        return {}
    paper = {"number": body.number, "until": body.valid_until.isoformat()}
    return {"name": body.name, "kind": body.kind, "address": body.address,
            "signatory": body.signatory, **paper}  # fmt: skip


def _of_association(party: Party) -> dict[str, str]:
    return {"name": party.organisation.name, "phone": party.organisation.phone or ""}


def change(session: Session, agreement: Agreement) -> None:
    """Write it again; links and codes of the version before open nothing any more."""
    drafting.hold(session, agreement)
    standing.tell_signers(session, agreement)
    agreement.change()
    audit.record(session, "agreement.taken-back", agreement, version=agreement.version)


def find(session: Session, token: str) -> AgreementSignature | None:
    """Return what a link lets its reader sign, with the session's scope set to it."""
    number = tokens.read_numbered(token)
    if number is None:
        return None
    set_scope(session, Scope("signature", number))
    whole = joinedload(AgreementSignature.agreement)
    query = select(AgreementSignature).where(AgreementSignature.id == number).options(whole)
    found = session.scalar(query)
    return found if found and tokens.proves_signature(token, found) else None


def version_of(session: Session, agreement: Agreement, number: int) -> AgreementVersion | None:
    """Return what an agreement said under a number."""
    of = AgreementVersion.agreement_id == agreement.id, AgreementVersion.number == number
    return session.scalar(select(AgreementVersion).where(*of))


def signer_name(signature: AgreementSignature, said: dict[str, Any]) -> str:
    """Return who signs behind a link, as the version names them."""
    names: dict[Signer, str] = {
        Signer.PERSON: said["person"]["name"],
        Signer.REPRESENTATIVE: said["terms"]["representative_name"],
        Signer.PRESCRIBER: said["prescriber"].get("signatory", ""),
    }
    return names.get(signature.signer, "")


def send_code(session: Session, signature: AgreementSignature) -> None:
    """Send a fresh code; the one before is worth nothing from now on."""
    _hold(session, signature)
    if signature.at is None and not standing.may_sign(session, signature):
        raise RuleBroken("nothing-to-sign")
    signature.code_at, signature.tries = now(), 0
    session.flush()
    key = f"sign-code-{signature.id}-{signature.code_at.timestamp()}"
    outbox.write_to_signer(session, signature, CODE, key=key, is_code=True)


def code_is_good(signature: AgreementSignature) -> bool:
    """Whether a code was asked for that may still be typed."""
    fresh = signature.code_at is not None and signature.code_at + CODE_LIFE > now()
    return fresh and signature.may_be_read and signature.tries < links.CODE_TRIES


def prove(session: Session, signature: AgreementSignature, digits: str) -> links.Taken:
    """Take the code that was typed, once. The caller commits in any case: a wrong try counts."""
    _hold(session, signature)
    if not code_is_good(signature):
        spent = signature.tries >= links.CODE_TRIES
        return links.Taken(refused=links.Refused.SPENT if spent else links.Refused.OVER)
    signature.tries += 1
    if not hmac.compare_digest(digits.encode(), tokens.signature_digits(signature).encode()):
        left = links.CODE_TRIES - signature.tries
        refused = links.Refused.WRONG if left else links.Refused.SPENT
        return links.Taken(refused=refused, tries_left=left)
    signature.code_at = None
    session.flush()
    return links.Taken(secret="proved")  # noqa: S106 (no secret: that it was the code)


def sign_proved(session: Session, signature: AgreementSignature, name: str) -> None:
    """Sign as somebody who has read it behind their link, opened by their code."""
    _hold(session, signature)
    if not standing.may_sign(session, signature):
        raise RuleBroken("nothing-to-sign")
    _sign(session, signature, name, None)


def sign_by_code(
    session: Session, signature: AgreementSignature, digits: str, name: str, by: User | None = None
) -> links.Taken:
    """Sign with the code that was typed. The caller commits in any case: a wrong try counts."""
    if not standing.may_sign(session, signature):
        raise RuleBroken("nothing-to-sign")
    taken = prove(session, signature, digits)
    if not taken.refused:
        if not standing.may_sign(
            session, signature
        ):  # it was changed, or signed, before its row was held
            raise RuleBroken("nothing-to-sign")
        _sign(session, signature, name, by)
    return taken


def sign_for_association(session: Session, agreement: Agreement, by: User) -> None:
    """Sign with one's own account, for the association."""
    drafting.hold(session, agreement)
    standing.require(session, agreement)
    own = [each for each in agreement.signatures if each.signer is Signer.ASSOCIATION]
    if not own:
        raise RuleBroken("nothing-to-sign")
    _hold(session, own[0])
    _sign(session, own[0], by.name, by)


def _hold(session: Session, signature: AgreementSignature) -> None:
    drafting.hold(session, signature.agreement)
    session.refresh(signature, with_for_update={"of": AgreementSignature})


def _sign(session: Session, signature: AgreementSignature, name: str, by: User | None) -> None:
    agreement, role = signature.agreement, signature.signer.value
    with seeing_everyone(session):
        session.expire(agreement, ["all_signatures"])
        agreement.sign(signature, name, now())
        signature.user_id = by.id if by else None
        session.flush()
    audit.record(session, "agreement.signed", agreement, signer=role, version=signature.version)


def decide(
    session: Session, agreement: Agreement, result: AgreementState, on: Any, why: str, by: User
) -> None:
    """Note what the State decided, on a day: under a number, or with a reason."""
    drafting.hold(session, agreement)
    if result is AgreementState.ACCEPTED:
        agreement.accept(why, on)
    elif result is AgreementState.SENT_BACK:
        agreement.send_back(why, on)
        standing.tell_signers(session, agreement)
    else:
        agreement.reject(why, on)
        standing.tell_signers(session, agreement)
    agreement.decided_by_id = by.id
    audit.record(session, f"agreement.{result.value}", agreement)


def farms_are_to_sign() -> Select[AgreementSignature]:
    """Ask for what farms have not signed."""
    theirs = AgreementSignature.signer == Signer.FARM, AgreementSignature.at.is_(None)
    return select(AgreementSignature).where(*theirs)


def of_farm(session: Session, farm: Farm) -> list[AgreementSignature]:
    """Return what a farm is to sign now."""
    own = AgreementSignature.agreement.has(Agreement.farm_id == farm.id)
    query = farms_are_to_sign().where(own).order_by(AgreementSignature.id)
    found = session.scalars(query.options(joinedload(AgreementSignature.agreement)))
    return [each for each in found if each.is_awaited]
