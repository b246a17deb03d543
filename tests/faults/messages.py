"""Send many messages through carriers that fail, and count: `python -m tests.faults.messages`.

Wrong are those whose state is another than what became of them; lost, those that nobody has and
that nobody is told of; told twice, letters that came twice under two names.
"""

import argparse
import logging
import random
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_farm, a_farmer, a_party, a_slot, a_visit, an_offer
from tests.databases import Database, Databases, a_cluster
from tests.faults.carriers import (
    AFTER_TAKING,
    BEFORE_TAKING,
    DELIVERED,
    FAILED,
    OF_MAIL,
    RECEIPTS,
    REFUSED,
    Carriers,
    Drawn,
    Post,
    gateway_of,
    serve,
)
from tests.keys import DATA_KEY, SECRET_KEY
from tests.ports import free_ports
from webapp import create_app
from webapp.channels import sender_for
from webapp.channels.delivery import deliver, may_succeed_later
from webapp.ground import logs
from webapp.ground.config import Config
from webapp.ground.database import EVERYONE, set_scope
from webapp.models import Message, MessageState
from webapp.services.records import outbox
from webapp.wording import compose

MOST_FAULTS = 3
TRIES = MOST_FAULTS + 1
STATES = MessageState


@dataclass
class Sums:
    """What was counted."""

    messages: int
    wrong: list[str]
    lost: list[str]
    told_twice: list[str]
    left_twice: int
    """Taken twice by a carrier, because its acknowledgement was lost and no receipt came."""
    faults: Counter[str]

    def __str__(self) -> str:
        met = ", ".join(f"{count} {fault}" for fault, count in sorted(self.faults.items()))
        return (
            f"{self.messages} messages: {len(self.wrong)} in a wrong state, {len(self.lost)} lost, "
            f"{len(self.told_twice)} told twice; {self.left_twice} left twice under one name.\n"
            f"{met}\n" + "\n".join([*self.wrong, *self.lost, *self.told_twice][:20])
        )


def main() -> None:
    """Send, count, and end with 1 where anything is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.messages", description=__doc__)
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    logs.configure(logging.ERROR)  # a line for each receipt would bury the figures
    with a_cluster() as cluster:
        databases = Databases(cluster, "faults")
        sums = run(databases.make(), options.messages, options.seed)
    print(sums)
    sys.exit(bool(sums.wrong or sums.lost or sums.told_twice))


def run(database: Database, count: int, seed: int) -> Sums:
    """Send so many messages, half of them texts, until each has arrived or failed for good."""
    carriers = Carriers(random.Random(seed))
    with a_sillon(database, carriers) as app, app.extensions["sessions"]() as session:
        set_scope(session, EVERYONE)
        written = [write(session, carriers, number) for number in range(count)]
        session.commit()
        for _ in range(TRIES):
            send_all(app, session, [message for message, _ in written])
            bring_receipts(app, carriers, late=False)
        bring_receipts(app, carriers, late=True)
        session.expire_all()
        return count_up(session, carriers, written)


@contextmanager
def a_sillon(database: Database, carriers: Carriers) -> Iterator[Flask]:
    """An application whose carriers are these."""
    gateway, [port] = gateway_of(carriers), free_ports(1)
    thread = serve(gateway)
    post = Controller(Post(carriers), hostname="127.0.0.1", port=port)
    post.start()
    config = Config(
        database.url,
        SECRET_KEY,
        DATA_KEY,
        mode="test",
        mail_url=f"smtp://127.0.0.1:{port}?from=bonjour@sillon.example&tls=none",
        sms_url=f"kannel://a:b@127.0.0.1:{gateway.server_port}",
    )
    app = create_app(config)
    try:
        yield app
    finally:
        app.extensions["sessions"].kw["bind"].dispose()
        post.stop()
        gateway.shutdown()
        thread.join()
        gateway.server_close()


def write(session: Session, carriers: Carriers, number: int) -> tuple[Message, Drawn]:
    """Write one message to a reader of its own, and draw what happens to it."""
    chance = carriers.chance
    faults = chance.randrange(MOST_FAULTS + 1)
    if number % 2:
        farm = a_farm(session)
        a_farmer(session, farm, email=f"farm-{number}@sillon.example")
        visit = a_visit(session, slot=a_slot(session, an_offer(session, farm)))
        drawn = Drawn(chance.choices(OF_MAIL, k=faults))
        carriers.drawn[f"farm-{number}@sillon.example"] = drawn
        return outbox.write_to_farm(session, visit, "visit-link", key=f"f{number}"), drawn
    telephone = f"+336{10_000_000 + number:08d}"
    visit = a_visit(session, a_party(session, number=telephone))
    kinds = chance.choices((*BEFORE_TAKING, *AFTER_TAKING), k=faults)
    drawn = Drawn(kinds, chance.choice([*RECEIPTS.values()]))
    carriers.drawn[telephone.lstrip("+")] = drawn
    return outbox.write_to_party(session, visit, "visit-link", key=f"p{number}"), drawn


def send_all(app: Flask, session: Session, messages: list[Message]) -> None:
    """Let each message that is to leave be tried once, as its job does."""
    config = app.extensions["config"]
    for message in messages:
        session.refresh(message)
        if message.state is STATES.QUEUED or may_succeed_later(message):
            with app.app_context():
                deliver(session, message.id, compose, lambda each: sender_for(each, config))
        session.commit()


def bring_receipts(app: Flask, carriers: Carriers, *, late: bool) -> None:
    """Let the gateway call, in the order of each text and mixed between them."""
    now = [each for each in carriers.told if late or not each[2]]
    carriers.told = [each for each in carriers.told if each not in now]
    client = app.test_client(use_cookies=False)
    for address, number, _ in now:
        client.get(urlsplit(address).path, query_string={"type": number})


def count_up(session: Session, carriers: Carriers, written: list[tuple[Message, Drawn]]) -> Sums:
    """Compare what Sillon says of each message with what became of it."""
    session.scalars(select(Message)).all()
    wrong = [
        f"{message.id}: {message.state} ({message.failure}), {drawn}"
        for message, drawn in written
        if message.state not in states_of(drawn)
    ]
    lost = [f"{message.id}: {drawn}" for message, drawn in written if is_lost(message, drawn)]
    told_twice = [
        f"{message.id}: {drawn}"
        for message, drawn in written
        if not drawn.receipts and message.channel == "email" and len(drawn.names) > 1
    ]
    twice = sum(drawn.taken > 1 for _, drawn in written)
    return Sums(len(written), wrong, lost, told_twice, twice, carriers.met)


def states_of(drawn: Drawn) -> set[MessageState]:
    """Return what Sillon may say of a message that was taken, as its network told."""
    if not drawn.taken:
        return {STATES.FAILED}
    if DELIVERED in drawn.receipts:
        return {STATES.DELIVERED}
    if {FAILED, REFUSED} & set(drawn.receipts):
        return {STATES.FAILED}
    return {STATES.ACCEPTED} if drawn.receipts else {STATES.SENT}


def is_lost(message: Message, drawn: Drawn) -> bool:
    """Whether nobody has it, and nobody is told so."""
    return not drawn.taken and message.state is not STATES.FAILED


if __name__ == "__main__":
    main()
