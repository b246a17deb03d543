"""What a telephone's page and answer cost beside an empty page: `python -m tests.load.throughput`.

All is asked in this process, one after the other, so that the ratio is that of the work alone.
"""

import argparse
import cProfile
import json
import pstats
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.builders import a_party, a_programme, a_visit, an_organisation
from tests.databases import Databases, a_cluster
from tests.keys import DATA_KEY, SECRET_KEY
from webapp import create_app
from webapp.ground import logs
from webapp.ground.config import Config
from webapp.ground.database import EVERYONE, set_scope
from webapp.models import Side
from webapp.services.records.tokens import visit_token

RESULTS = Path(__file__).parent / "results"
FORM = re.compile(r'<form[^>]*action="([^"]*/answer)".*?</form>', re.DOTALL)
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
GIVEN = re.compile(r'(name|value)="([^"]*)"')
WARM = 10


def main() -> None:
    """Measure, print, and keep the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.load.throughput", description=__doc__)
    parser.add_argument("--times", type=int, default=300)
    parser.add_argument("--profile", choices=["page", "answer"], help="say where the time goes")
    options = parser.parse_args()
    with a_site(options.times + WARM) as (app, addresses):
        logs.configure(40)  # a line for each request would be measured as well
        if options.profile:
            profile(app, addresses, options.profile)
            return
        empty = a_second(lambda _: bare().get("/"), addresses)
        page = a_second(lambda each: ask(app.test_client(), each), addresses)
        answer = a_second(*answering(app, addresses))
    figures = {"empty": empty, "page": page, "answer": answer}
    shown: dict[str, float] = {name: round(each) for name, each in figures.items()}
    shown |= {f"{name}, per cent of empty": round(100 * figures[name] / empty, 1)
              for name in ("page", "answer")}  # fmt: skip
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "throughput.json").write_text(json.dumps(shown, indent=1) + "\n")
    sys.stdout.write(json.dumps(shown, indent=1) + "\n")


@contextmanager
def a_site(visits: int) -> Iterator[tuple[Flask, list[str]]]:
    """Sillon with so many proposals, and the address of each for its guests."""
    with a_cluster() as sockets:
        database = Databases(sockets, "load").make()
        config = Config(database.url, SECRET_KEY, DATA_KEY, mode="demonstration", proxies=1)
        app = create_app(config)
        with app.extensions["sessions"]() as session:
            set_scope(session, EVERYONE)
            a_programme(session)
            made = proposals(session, visits)
        yield app, [f"/v/{token}" for token in made]
        app.extensions["sessions"].kw["bind"].dispose()


def proposals(session: Session, count: int) -> list[str]:
    home = an_organisation(session)
    made = [a_visit(session, a_party(session, home)) for _ in range(count)]
    session.commit()
    return [visit_token(each, Side.PARTY) for each in made]


def bare() -> FlaskClient:
    """A client of an application that does nothing."""
    return EMPTY.test_client()


EMPTY = Flask("empty")
EMPTY.add_url_rule("/", view_func=lambda: "<!doctype html><title>Empty</title>")


def ask(client: FlaskClient, address: str) -> str:
    """Open the page of a proposal."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.status
    return answer.text


def form_of(page: str) -> tuple[str, dict[str, str]]:
    """Return where the answer of a page goes, and what its form holds already."""
    found = FORM.search(page)
    assert found is not None
    fields = [dict(GIVEN.findall(each)) for each in HIDDEN.findall(found[0])]
    return found[1], {each["name"]: each.get("value", "") for each in fields}


def answering(app: Flask, addresses: list[str]) -> tuple[Callable[[str], object], list[str]]:
    """Open every page first; what is measured is the answers alone."""
    opened = {}
    for address in addresses:
        client = app.test_client()
        opened[address] = client, *form_of(ask(client, address))

    def answer(address: str) -> None:
        client, to, fields = opened[address]
        told = client.post(to, data={**fields, "answer": "yes"})
        assert told.status_code == 302, told.text

    return answer, addresses


def a_second(act: Callable[[str], object], addresses: list[str]) -> float:
    """Return how often something is done in a second of this processor.

    What is first of its kind does not count, nor does the time in which others had the processor;
    the database has its own.
    """
    for each in addresses[:WARM]:
        act(each)
    began = time.process_time()
    for each in addresses[WARM:]:
        act(each)
    return (len(addresses) - WARM) / (time.process_time() - began)


def profile(app: Flask, addresses: list[str], what: str) -> None:
    """Print where the time of a page or an answer goes."""
    act: Callable[[str], object] = lambda each: ask(app.test_client(), each)  # noqa: E731
    if what == "answer":
        act, addresses = answering(app, addresses)
    for each in addresses[:WARM]:
        act(each)
    with cProfile.Profile(time.process_time) as told:
        for each in addresses[WARM:]:
            act(each)
    pstats.Stats(told).sort_stats("cumulative").print_stats(70)


if __name__ == "__main__":
    main()
