"""Jobs that keep the house safe: the audit is chained and checked, strangers are forgotten.

Whoever may be in two files is proposed.
"""

from pathlib import Path

from flask import current_app
from sqlalchemy import select

from webapp.ground import logs
from webapp.jobs import SOON, jobs
from webapp.models import Organisation
from webapp.services.accounts import users
from webapp.services.parties import alike, identities, referrals
from webapp.services.records import audit_chain, audit_heads, expiry
from webapp.services.retention import running
from webapp.services.visits import misfits
from webapp.web.extensions import db


@jobs.periodic(cron="*/10 * * * *")
@jobs.task(name="chain_audit", queueing_lock="chain_audit", retry=SOON)
def chain_audit(timestamp: int) -> None:
    """Every ten minutes: chain the audit rows that have settled."""
    while audit_chain.extend(db) == audit_chain.AT_ONCE:
        db.commit()
    db.commit()
    if file := _audit_file():
        audit_heads.keep(db, file)


@jobs.periodic(cron="40 3 * * *")
@jobs.task(name="check_audit", queueing_lock="check_audit", retry=SOON)
def check_audit(timestamp: int) -> None:
    """Every night: check the whole chain; its page says what was found, the log where it breaks."""
    fault = audit_chain.check(db, _audit_file())
    db.commit()
    if fault is not None:
        what = "audit-changed" if fault.key is None else "audit-key-missing"
        logs.log.error(what, event_id=fault.event_id, key=fault.key)


def _audit_file() -> Path | None:
    """Return where the head of the chain is kept outside the database, if anywhere."""
    named: str = current_app.extensions["config"].audit_file
    return Path(named) if named else None


@jobs.periodic(cron="20 4 * * *")
@jobs.task(name="look_at_visits", queueing_lock="look_at_visits", retry=SOON)
def look_at_visits(timestamp: int) -> None:
    """Every night: judge every standing visit by the rules of a round."""
    misfits.look_at_all(db)
    db.commit()


@jobs.periodic(cron="0 4 * * *")
@jobs.task(name="know_all_again", queueing_lock="know_all_again", retry=SOON)
def know_all_again(timestamp: int) -> None:
    """Every night: know persons again by the present key, and say in the log who is twice away."""
    twice = identities.know_all_again(db)
    db.commit()
    if twice:
        logs.log.warning("persons-on-two-visits", person_ids=twice)


@jobs.periodic(cron="40 4 * * *")
@jobs.task(name="compare_files", queueing_lock="compare_files", retry=SOON)
def compare_files(timestamp: int) -> None:
    """Every night: compare the files of each association, and propose those of one person."""
    for organisation in db.scalars(select(Organisation.id).order_by(Organisation.id)).all():
        alike.compare(db, organisation)
        db.commit()


@jobs.periodic(cron="10 4 * * *")
@jobs.task(name="forget_unconfirmed", queueing_lock="forget_unconfirmed", retry=SOON)
def forget_unconfirmed(timestamp: int) -> None:
    """Every night: forget those who asked to host and never opened the link."""
    users.forget_unconfirmed(db)
    db.commit()


@jobs.periodic(cron="5 * * * *")
@jobs.task(name="end_files", queueing_lock="end_files", retry=SOON)
def end_files(timestamp: int) -> None:
    """Every hour: tell of the files that end soon, and make anonymous whose time is over."""
    running.announce(db)
    db.commit()
    ended = running.make_anonymous(db)
    db.commit()
    if any(ended.values()):
        logs.log.info("made-anonymous", **ended)


@jobs.periodic(cron="50 3 * * *")
@jobs.task(name="forget_leftovers", queueing_lock="forget_leftovers", retry=SOON)
def forget_leftovers(timestamp: int) -> None:
    """Every night: remove attempts, sessions, codes and links that are long over."""
    expiry.forget(db)
    referrals.forget(db)
    db.commit()
