"""The states of an agreement, walked whole: each act from each state leads on, or is refused."""

from collections.abc import Callable
from datetime import date
from itertools import permutations

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.webapp.agreements.builders import an_agreement
from webapp.ground.clock import now
from webapp.ground.errors import RuleBroken
from webapp.models import Agreement, AgreementSignature, AgreementState, Purpose, Signer

DAY = date(2027, 3, 1)
S = AgreementState
FOUR = dict.fromkeys((Signer.PERSON, Signer.FARM, Signer.PRESCRIBER, Signer.ASSOCIATION), "fr")


def sign_next(agreement: Agreement) -> None:
    waiting = [each for each in agreement.signatures if each.at is None]
    unasked = AgreementSignature(version=agreement.version, signer=Signer.FARM, language="fr")
    agreement.sign((waiting or [unasked])[0], "Anne", now())


ACTS: dict[str, Callable[[Agreement], None]] = {
    "write": lambda each: each.say(trade="Bees"),
    "make ready": lambda each: each.make_ready({}, FOUR),
    "sign": sign_next,
    "change": lambda each: each.change(),
    "accept": lambda each: each.accept("A-1", DAY),
    "send back": lambda each: each.send_back("A date is missing.", DAY),
    "reject": lambda each: each.reject("Not with this farm.", DAY),
    "cancel": lambda each: each.cancel("They found work."),
    "call off": lambda each: each.call_off("They found work.", DAY),
}
LEADS: dict[tuple[S, str], S] = {
    (S.DRAFT, "write"): S.DRAFT,
    (S.DRAFT, "make ready"): S.READY_TO_SIGN,
    (S.READY_TO_SIGN, "sign"): S.PARTLY_SIGNED,
    (S.PARTLY_SIGNED, "sign"): S.PARTLY_SIGNED,
    (S.IN_REVIEW, "accept"): S.ACCEPTED,
    (S.IN_REVIEW, "send back"): S.SENT_BACK,
    (S.IN_REVIEW, "reject"): S.REJECTED,
    (S.ACCEPTED, "call off"): S.ACCEPTED,
    **{(each, "change"): S.DRAFT
       for each in (S.READY_TO_SIGN, S.PARTLY_SIGNED, S.IN_REVIEW, S.SENT_BACK)},
    **{(each, "cancel"): S.CANCELLED
       for each in (S.DRAFT, S.READY_TO_SIGN, S.PARTLY_SIGNED, S.IN_REVIEW, S.SENT_BACK)},
}  # fmt: skip
"""Where each act leads; what is not named here is refused."""


def one_in(state: AgreementState) -> Agreement:
    """An agreement that came into a state by its own acts."""
    made = Agreement(
        state=S.DRAFT, purpose=Purpose.DISCOVER_TRADE, version=0, first_day=DAY, last_day=DAY
    )
    ways = {
        S.DRAFT: (),
        S.READY_TO_SIGN: ("make ready",),
        S.PARTLY_SIGNED: ("make ready", "sign"),
        S.IN_REVIEW: ("make ready", *["sign"] * 4),
        S.ACCEPTED: ("make ready", *["sign"] * 4, "accept"),
        S.SENT_BACK: ("make ready", *["sign"] * 4, "send back"),
        S.REJECTED: ("make ready", *["sign"] * 4, "reject"),
        S.CANCELLED: ("cancel",),
    }
    for act in ways[state]:
        ACTS[act](made)
    assert made.state is state
    return made


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", S)
def test_each_act_from_each_state_leads_on_or_is_refused(state: AgreementState, act: str) -> None:
    agreement = one_in(state)
    if (state, act) in LEADS:
        ACTS[act](agreement)
        assert agreement.state is LEADS[state, act]
    else:
        with pytest.raises(RuleBroken):
            ACTS[act](agreement)
        assert agreement.state is state


@pytest.mark.parametrize("order", [*permutations(FOUR)], ids=" ".join)
def test_in_whichever_order_they_sign_the_last_one_makes_it_whole(order: list[Signer]) -> None:
    agreement = one_in(S.READY_TO_SIGN)
    by = {each.signer: each for each in agreement.signatures}
    for signer in order:
        assert agreement.state is not S.IN_REVIEW
        agreement.sign(by[signer], "Anne", now())
    assert agreement.state is S.IN_REVIEW


def test_nobody_signs_twice_nor_a_version_that_is_no_more() -> None:
    agreement = one_in(S.PARTLY_SIGNED)
    first = agreement.signatures[0]
    with pytest.raises(RuleBroken, match="nothing-to-sign"):
        agreement.sign(first, "Anne", now())
    second = agreement.signatures[1]
    agreement.change()
    agreement.make_ready({}, FOUR)
    with pytest.raises(RuleBroken, match="nothing-to-sign"):
        agreement.sign(second, "Anne", now())


def test_a_change_after_a_signature_asks_everybody_again_and_keeps_what_was_signed() -> None:
    agreement = one_in(S.PARTLY_SIGNED)
    agreement.change()
    agreement.make_ready({"purpose": "another"}, FOUR)
    assert agreement.version == 2
    assert [each.at for each in agreement.signatures] == [None] * 4
    assert [each.number for each in agreement.versions] == [1, 2]
    assert sum(each.at is not None for each in agreement.all_signatures) == 1


@pytest.mark.parametrize(
    "changed",
    [{"state": "draft"}, {"version": 9}, {"last_day": DAY}, {"purpose": "confirm-project"}],
    ids=str,
)
def test_the_database_keeps_an_accepted_agreement_as_it_is(
    db: Session, changed: dict[str, object]
) -> None:
    agreement = an_agreement(db, state=S.ACCEPTED, decided_on=DAY)
    change = update(Agreement).where(Agreement.id == agreement.id).values(**changed)
    with pytest.raises(DBAPIError, match="stays as it is"):
        db.execute(change)
    db.rollback()


def test_the_database_lets_what_tells_of_people_be_forgotten_all_the_same(db: Session) -> None:
    agreement = an_agreement(db, state=S.ACCEPTED, decided_on=DAY)
    db.execute(text("UPDATE agreements SET told = NULL, number = NULL"))
    db.refresh(agreement)
    assert agreement.told is None
