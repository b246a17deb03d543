"""The commands of the application: `flask --app webapp …`, or `python3 run.py flask …`."""

from datetime import datetime, timedelta
from pathlib import Path

import click
from email_validator import EmailNotValidError, validate_email
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_babel import force_locale

from webapp.geography.timetables import FeedError, Timetable, read_feed
from webapp.ground.clock import now, today
from webapp.ground.database import EVERYONE, set_scope
from webapp.ground.errors import ConfigurationError, RuleBroken
from webapp.ground.languages import compile_catalogues
from webapp.ground.telephones import read_number
from webapp.ground.vocabulary import PREPARED_BY
from webapp.jobs.worker import run_worker
from webapp.models import EmailLinkPurpose, Programme, Role, ServicesPublication
from webapp.services.accounts import email_links, users
from webapp.services.around import loading as around
from webapp.services.parties import identities
from webapp.services.records import audit, resealing
from webapp.services.retention import due
from webapp.services.visits import journeys
from webapp.web import error_pages
from webapp.web.extensions import db
from webapp.wording import services_around
from webapp.wording.account_messages import link_address
from webapp.wording.rules import sentence


@click.command("work")
def work() -> None:
    """Run jobs until asked to end: messages, rounds, reminders, upkeep."""
    try:
        run_worker(current_app._get_current_object())  # type: ignore[attr-defined]
    except ConfigurationError as error:
        raise click.ClickException(str(error)) from None


@click.command("create-coordinator")
@click.option("--email", prompt="E-mail address", help="Where messages reach them.")
@click.option("--name", prompt="First and last name", help="How the pages call them.")
@click.option("--language", default="fr", type=click.Choice(["fr", "en"]), show_default=True)
@click.option("--programme", help="Name of the programme; asked for the first time only.")
@click.option("--on-duty-phone", help="Number to call at night during a visit; likewise.")
@with_appcontext
def create_coordinator(
    email: str, name: str, language: str, programme: str | None, on_duty_phone: str | None
) -> None:
    """Add a coordinator, and print the link that opens their account once, for 7 days.

    The first one makes the programme as well, without which no page of a visit opens.
    """
    try:
        validate_email(email, check_deliverability=False)
        user = users.add_user(db, Role.COORDINATOR, email, name, language=language)
    except EmailNotValidError as error:
        raise click.BadParameter(str(error), param_hint="--email") from None
    except RuleBroken:
        raise click.ClickException("Someone with this e-mail address is here already.") from None
    if db.get(Programme, 1) is None:
        db.add(_make_programme(programme, on_duty_phone))
    link = email_links.make_link(db, user, EmailLinkPurpose.INVITATION)
    db.commit()
    click.echo(f"Open this link within 7 days to choose a password:\n{link_address(link)}")


def _make_programme(name: str | None, on_duty_phone: str | None) -> Programme:
    called = name or click.prompt("Name of the programme")
    typed = on_duty_phone or click.prompt("Telephone number to call at night during a visit")
    number = read_number(typed)
    if number is None:
        raise click.BadParameter("This is no telephone number.", param_hint="--on-duty-phone")
    return Programme(name=called, on_duty_phone=number, prepares=list(PREPARED_BY))


@click.command("rotate-data-key")
@with_appcontext
def rotate_data_key() -> None:
    """Seal with SILLON_DATA_KEY all that a key of SILLON_OLD_DATA_KEYS sealed.

    It may be stopped at any moment and run again, while Sillon serves.
    """
    set_scope(db, EVERYONE)
    audit.set_actor(db, audit.JOB)
    lost = [place for kind in resealing.sealed_tables() for place in _reseal(kind)]
    if lost:
        raise click.ClickException(
            f"No key given opens these rows, which are as they were: {', '.join(lost)}. "
            "Name the key that sealed them in SILLON_OLD_DATA_KEYS, then run this again."
        )
    identities.know_all_again(db)
    db.commit()
    click.echo("Everything is sealed with SILLON_DATA_KEY: SILLON_OLD_DATA_KEYS can be emptied.")


def _reseal(kind: resealing.SealedTable) -> list[str]:
    """Seal a table anew, batch by batch, say how many rows, and return those that no key opens."""
    name, last, done, lost = kind.table.name, 0, 0, list[str]()
    while batch := resealing.reseal(db, kind, last):
        last, done = batch.last, done + batch.done
        lost += [f"{name} {number}" for number in batch.lost]
        if batch.done:
            audit.record(db, "data-key.rotated", table=name, rows=batch.done)
        db.commit()
    click.echo(f"{name}: {done} rows sealed anew")
    return lost


@click.command("retention")
@with_appcontext
def retention() -> None:
    """Say which files end within a month, by code, and change nothing."""
    set_scope(db, EVERYONE)
    ending = due.ending_parties(db, now() + due.NOTICE)
    for each in ending:
        click.echo(f"{each.party.code}  last heard of {each.last_contact:%Y-%m-%d}, "
                   f"ends {each.ends_on:%Y-%m-%d}")  # fmt: skip
    click.echo(f"{len(ending)} files end within {due.NOTICE.days} days.")


@click.command("allow-passwords")
@with_appcontext
def allow_passwords() -> None:
    """Let passwords open every account again, where the identity provider alone did."""
    set_scope(db, EVERYONE)
    audit.set_actor(db, audit.JOB)
    programme = db.get(Programme, 1)
    if programme is None:
        raise click.ClickException("There is no programme yet: see create-coordinator.")
    programme.passwords_off = False
    audit.record(db, "programme.ways-in", programme, passwords_off=0)
    db.commit()
    click.echo("Passwords open every account again.")


@click.command("load-timetable")
@click.argument("feeds", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@with_appcontext
def load_timetable(feeds: tuple[Path, ...]) -> None:
    """Load the GTFS files of operators as one timetable, in the place of the one before.

    Within some minutes every visit to come is looked up in it.
    """
    set_scope(db, EVERYONE)
    audit.set_actor(db, audit.JOB)
    tables = [_read_feed(feed) for feed in feeds]
    loaded = journeys.load(db, tables)
    audit.record(db, "timetable.loaded", loaded, runs=loaded.runs)
    db.commit()
    click.echo(
        f"Loaded {loaded.runs} runs of {loaded.publisher}, from {loaded.first_day:%Y-%m-%d} "
        f"to {loaded.last_day:%Y-%m-%d}."
    )
    told = "They tell what tickets cost." if any(t.tariffs for t in tables) else "No fares in them."
    click.echo(told)


def _read_feed(feed: Path) -> Timetable:
    try:
        return read_feed(feed, today() - timedelta(days=1))
    except FeedError as error:
        raise click.ClickException(f"{feed.name}: {error} Nothing was loaded.") from None


@click.command("unload-timetable")
@with_appcontext
def unload_timetable() -> None:
    """Forget the timetable: pages say estimates again."""
    set_scope(db, EVERYONE)
    audit.set_actor(db, audit.JOB)
    journeys.unload(db)
    audit.record(db, "timetable.unloaded")
    db.commit()
    click.echo("There is no timetable any more: pages say estimates.")


@click.command("load-services")
@click.argument("structures", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("services", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--department", "departments", multiple=True, help="Keep those of this one alone.")
@click.option("--publisher", default=around.PUBLISHER, show_default=True)
@click.option("--licence", default=around.LICENCE, show_default=True)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Else as the files are called.")
@click.option("--without-wrong-lines", is_flag=True, help="Leave out lines that are wrong.")
@with_appcontext
def load_services(
    structures: Path,
    services: Path,
    departments: tuple[str, ...],
    publisher: str,
    licence: str,
    as_of: datetime | None,
    without_wrong_lines: bool,
) -> None:
    """Load the STRUCTURES and SERVICES of a directory, in the place of those of its publisher.

    As data-inclusion publishes them, CSV or JSON. Names each département that is wanted.
    """
    _begin()
    day = as_of.date() if as_of else around.day_of(structures.name, services.name)
    publication = ServicesPublication(publisher=publisher, licence=licence, as_of=day)
    files = structures, services, publication
    with force_locale("en"):
        try:
            loaded = around.load(
                db, *files, departments=departments, without_wrong_lines=without_wrong_lines
            )
        except RuleBroken as rule:
            raise click.ClickException(sentence(rule)) from None
        wrong = services_around.mistakes(loaded.mistakes, loaded.wrong)
    db.commit()
    click.echo("\n".join(wrong), nl=bool(wrong))
    click.echo(
        f"Loaded {loaded.services} services of {publication.named}, {day}: {loaded.new} are new, "
        f"{loaded.gone} are gone. Left out: {loaded.elsewhere} for other places, "
        f"{loaded.without_theme} of other themes, {loaded.wrong} wrong lines."
    )


@click.command("unload-services")
@click.option("--publisher", default=around.PUBLISHER, show_default=True)
@with_appcontext
def unload_services(publisher: str) -> None:
    """Forget the services of a publisher: those on somebody's path stay there, as gone."""
    _begin()
    count = around.unload(db, publisher)
    db.commit()
    click.echo(f"{count} services of {publisher} are found no more.")


def _begin() -> None:
    set_scope(db, EVERYONE)
    audit.set_actor(db, audit.JOB)


@click.command("draw-error-pages")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@with_appcontext
def draw_error_pages(folder: Path) -> None:
    """Write into FOLDER the pages that a proxy shows when it answers by itself."""
    compile_catalogues()
    drawn = error_pages.draw(current_app._get_current_object(), folder)  # type: ignore[attr-defined]
    click.echo(f"Drew {len(drawn)} pages in {folder}.")


def init_app(app: Flask) -> None:
    """Add the commands to the application."""
    app.cli.add_command(rotate_data_key)
    app.cli.add_command(work)
    app.cli.add_command(retention)
    app.cli.add_command(allow_passwords)
    app.cli.add_command(load_timetable)
    app.cli.add_command(unload_timetable)
    app.cli.add_command(load_services)
    app.cli.add_command(unload_services)
    app.cli.add_command(draw_error_pages)
    app.cli.add_command(create_coordinator)
