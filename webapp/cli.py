"""The commands of the application: `flask --app webapp …`, or `python3 run.py flask …`."""

import click
from flask import Flask, current_app

from webapp.jobs.worker import run_worker


@click.command("work")
def work() -> None:
    """Run jobs until asked to end: messages, rounds, reminders, upkeep."""
    run_worker(current_app._get_current_object())  # type: ignore[attr-defined]


def init_app(app: Flask) -> None:
    """Add the commands to the application."""
    app.cli.add_command(work)
