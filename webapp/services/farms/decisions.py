"""What keeping a decision about a farm comes with: the audit, and a letter to the farm's people."""

from typing import Any

from sqlalchemy.orm import Session

from webapp.models import Farm, FarmAct
from webapp.services.records import audit, outbox
from webapp.services.visits.proposing import TAKEN_BACK_FOR

APPROVED, SOONER = "farm-approved", "farm-approval-shortened"

TOLD = {
    FarmAct.SHORTENED: SOONER,
    FarmAct.DECLINED: "farm-declined",
    FarmAct.RECONSIDERED: "farm-reconsidered",
    FarmAct.SUSPENDED: "farm-suspended",
    FarmAct.RESUMED: APPROVED,
    FarmAct.REMOVED: "farm-removed",
}
"""What the people of a farm are written after a decision. A yes, or a longer one, is told once two
people have given it; a look and a release change nothing for them."""

STOPS = {"farm-suspended", "farm-removed"}


def keep(session: Session, farm: Farm, **facts: Any) -> None:
    """Keep the decision that was just made, and write to the farm's people if it concerns them."""
    made = farm.decisions[-1]
    audit.record(session, f"farm.{made.act.value}", farm, **facts)
    if kind := TOLD.get(made.act):
        write(session, farm, kind)


def write(session: Session, farm: Farm, kind: str) -> None:
    """Write to everyone with an account at a farm, once for its last decision.

    What was decided by mistake can be decided otherwise before it is told, unless it stops a farm.
    """
    after = None if kind in STOPS else TAKEN_BACK_FOR
    for user in farm.users:
        # Whoever has not heard of an approval yet cannot be told that it ends sooner.
        unheard = kind == SOONER and outbox.awaits_its_turn(session, user, APPROVED)
        told = APPROVED if unheard else kind
        key = f"{told}-{farm.decisions[-1].id}-{user.id}"
        outbox.write_to_user(session, user, told, key=key, after=after)
