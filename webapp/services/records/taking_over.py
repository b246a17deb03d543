"""Keys and addresses of programs whose coordinator was shut out: another takes them over."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from webapp.ground.clock import today
from webapp.models import ApiKey, User, Webhook
from webapp.services.records import audit, webhooks


def of(session: Session, user: User) -> Sequence[ApiKey | Webhook]:
    """Return what somebody answers for, and what stops when they are shut out."""
    keys = select(ApiKey).where(ApiKey.made_by_id == user.id, *_live_keys())
    hooks = select(Webhook).where(Webhook.made_by_id == user.id, *_live_hooks())
    return [
        *session.scalars(keys.order_by(ApiKey.id)), *session.scalars(hooks.order_by(Webhook.id)),
    ]  # fmt: skip


def left(session: Session) -> int:
    """Count the keys and addresses for which nobody answers any more."""
    shut_out = User.suspended_at.is_not(None)
    keys = select(func.count(ApiKey.id)).join(ApiKey.made_by).where(shut_out, *_live_keys())
    hooks = select(func.count(Webhook.id)).join(Webhook.made_by).where(shut_out, *_live_hooks())
    return (session.scalar(keys) or 0) + (session.scalar(hooks) or 0)


def take_over_key(session: Session, key: ApiKey, by: User) -> None:
    """Let another coordinator answer for a key, which opens again what it opened."""
    session.refresh(key, with_for_update={"of": ApiKey})
    key.take_over(by)
    audit.record(session, "api-key.taken-over", key)


def take_over_address(session: Session, hook: Webhook, by: User) -> int:
    """Let another coordinator answer for an address; return how much it is told of meanwhile.

    Its secret stays, so that nothing changes at the program.
    """
    session.refresh(hook, with_for_update={"of": Webhook})
    since = hook.left_since
    hook.take_over(by)
    audit.record(session, "webhook.taken-over", hook)
    return webhooks.tell_missed(session, hook, since) if since else 0


def come_back(session: Session, user: User) -> None:
    """Tell the addresses of somebody who is let in again what happened meanwhile."""
    since, user.suspended_at = user.suspended_at, None
    for thing in of(session, user):
        if isinstance(thing, Webhook) and since is not None:
            webhooks.tell_missed(session, thing, since)


def _live_keys() -> tuple[ColumnElement[bool], ...]:
    return ApiKey.ended_at.is_(None), ApiKey.last_day >= today()


def _live_hooks() -> tuple[ColumnElement[bool], ...]:
    return (Webhook.ended_at.is_(None),)
