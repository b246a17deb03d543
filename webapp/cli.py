"""The commands of the application: `flask --app webapp …`, or `python3 run.py flask …`."""

import click
from email_validator import EmailNotValidError, validate_email
from flask import Flask, current_app
from flask.cli import with_appcontext

from webapp.errors import RuleBroken
from webapp.extensions import db
from webapp.jobs.worker import run_worker
from webapp.models import EmailLinkPurpose, Role
from webapp.services import email_links, users
from webapp.wording.account_messages import link_address


@click.command("work")
def work() -> None:
    """Run jobs until asked to end: messages, rounds, reminders, upkeep."""
    run_worker(current_app._get_current_object())  # type: ignore[attr-defined]


@click.command("create-coordinator")
@click.option("--email", prompt="E-mail address", help="Where messages reach them.")
@click.option("--name", prompt="First and last name", help="How the pages call them.")
@click.option("--language", default="fr", type=click.Choice(["fr", "en"]), show_default=True)
@with_appcontext
def create_coordinator(email: str, name: str, language: str) -> None:
    """Add a coordinator, and print the link that opens their account once, for 7 days."""
    try:
        validate_email(email, check_deliverability=False)
        user = users.add_user(db, Role.COORDINATOR, email, name, language=language)
    except EmailNotValidError as error:
        raise click.BadParameter(str(error), param_hint="--email") from None
    except RuleBroken:
        raise click.ClickException("Someone with this e-mail address is here already.") from None
    link = email_links.make_link(db, user, EmailLinkPurpose.INVITATION)
    db.commit()
    click.echo(f"Open this link within 7 days to choose a password:\n{link_address(link)}")


def init_app(app: Flask) -> None:
    """Add the commands to the application."""
    app.cli.add_command(work)
    app.cli.add_command(create_coordinator)
