"""How anybody tells of an incident: what it is about, in a tap, and as many words as they wish."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField
from wtforms.validators import Length

from webapp.ground.vocabulary import INCIDENT_KINDS
from webapp.services.visits.incidents import Told
from webapp.web.forms import Form, LinesField, choices, required


class IncidentForm(Form):
    """What somebody tells of whom we know: behind a link, or signed in."""

    kind = RadioField(
        _l("What is it about?"),
        [required(_l("Choose what it is about"))],
        choices=choices("incident-kind", INCIDENT_KINDS),
    )
    words = LinesField(
        _l("What happened?"),
        [Length(max=2000)],
        description=_l("In your language, as much as you wish."),
    )

    def told(self) -> Told:
        """Return what was told."""
        return Told(self.kind.data, self.words.data or "")


class OutsideForm(IncidentForm):
    """The same of anybody, whom we may not know."""

    place = StringField(_l("At which farm, or where?"), [Length(max=160)])
    reached_at = StringField(
        _l("How do we reach you?"),
        [Length(max=160)],
        description=_l(
            "A telephone number or an e-mail address. Left empty, nobody can call you back."
        ),
    )

    def told(self) -> Told:
        """Return what was told, where, and by whom."""
        about = (self.kind.data, self.words.data, self.place.data, self.reached_at.data)
        return Told(*(each or "" for each in about))
