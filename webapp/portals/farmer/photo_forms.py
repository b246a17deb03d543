"""The forms of a farm's photos."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, StringField
from wtforms.validators import InputRequired, Length

from webapp.services.farms.photos import SUBJECTS
from webapp.web.forms import Form, choices, required


class PhotoForm(Form):
    """What a photo shows."""

    subject = RadioField(
        _l("What does it show?"),
        [InputRequired(_l("Choose one of the answers"))],
        choices=choices("photo", SUBJECTS),
    )
    words = StringField(
        _l("Say it in a few words"),
        [required(_l("Say in a few words what is to be seen")), Length(max=120)],
        description=_l(
            "Read aloud to those who do not see it: two goats in a meadow. No name, no place."
        ),
    )
    tells_no_place = BooleanField(
        _l("No sign, name, number or face is to be seen"),
        description=_l("Ticked: shown before anybody says yes. Otherwise only once both have."),
    )


class NewPhotoForm(PhotoForm):
    """A photo to send, and what it shows."""

    picture = FileField(
        _l("Photo"),
        [FileRequired(_l("Choose a photo"))],
        description=_l(
            "JPEG, PNG or WebP, 10 MB at most. The place where it was taken is removed from it."
        ),
    )
