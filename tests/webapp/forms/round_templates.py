"""Settings of rounds that are kept under a name, for the two portals that open rounds."""

from sqlalchemy.orm import Session

from tests.webapp.forms.places import audited, is_there, newest
from tests.webapp.forms.rounds import a_draft, of
from tests.webapp.forms.row import Row, World, typed
from tests.webapp.imports.tables_made import settings_kept
from webapp.models import RoundTemplate
from webapp.portals.rounds.templates import KeepTemplateForm, TemplateNameForm
from webapp.services import rounds


def kept_settings(db: Session, portal: str) -> World:
    """A round, and settings that are kept."""
    world = a_draft(db, portal)
    world.template = settings_kept(db, world.reader.organisation)
    return world


def templates(portal: str) -> list[Row]:
    """Return the rows of settings that are kept under a name."""
    return [
        Row(
            f"{portal}.keep_template",
            of(portal, kept_settings),
            form=KeepTemplateForm,
            subject=newest(RoundTemplate),
            fields={
                "name": typed("Ombredune"),
                "replaces": typed(True, {**rounds.weights_of(rounds.USUAL)}, at="weights"),
            },
            then={audited("template.kept"): True},
        ),
        Row(
            f"{portal}.rename_template",
            of(portal, kept_settings),
            form=TemplateNameForm,
            subject="template",
            edits=True,
            fields={"name": typed("Deux semaines")},
            then={audited("template.renamed"): True},
        ),
        Row(
            f"{portal}.remove_template",
            of(portal, kept_settings),
            page=f"{portal}.list_templates",
            then={is_there("template"): False, audited("template.removed"): True},
        ),
    ]


ROWS = [row for portal in ("caseworker", "coordinator") for row in templates(portal)]
