"""A place worth looking for, as a sentence and what it should be like."""

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.services.rounds import WantedPlace
from webapp.wording.days import stay_range
from webapp.wording.labels import label, labels
from webapp.wording.lists import in_a_row


def sentence_of(wanted: WantedPlace, commune: str) -> str:
    """Return what one more place would change: where, when, in which language, for how many."""
    words = {
        "commune": commune,
        "days": stay_range(wanted.arrival, wanted.departure),
        "language": str(label("language", wanted.language)) if wanted.language else "",
    }
    if wanted.language:
        told = ngettext(
            "A place near %(commune)s where %(language)s is spoken, %(days)s, would give a place "
            "to %(num)d more person.",
            "A place near %(commune)s where %(language)s is spoken, %(days)s, would give a place "
            "to %(num)d more people.",
            wanted.people,
            **words,
        )
    else:
        told = ngettext(
            "A place near %(commune)s, %(days)s, would give a place to %(num)d more person.",
            "A place near %(commune)s, %(days)s, would give a place to %(num)d more people.",
            wanted.people,
            **words,
        )
    return str(told)


def details_of(wanted: WantedPlace, *, accompanied_host: bool) -> list[str]:
    """Return what the place should be like.

    Parameters
    ----------
    accompanied_host
        Whether someone would come who is kept apart from a host living alone.
    """
    rooms = ngettext("%(num)d room", "%(num)d rooms", len(wanted.rooms))
    beds = ngettext("%(num)d bed", "%(num)d beds", sum(wanted.rooms))
    return [
        in_a_row((rooms, beds)),
        *([labels("need", wanted.features)] if wanted.features else []),
        *([str(_("Children are welcome"))] if wanted.children else []),
        *([str(_("The host does not live alone"))] if accompanied_host else []),
        *([] if wanted.is_exact else [str(_("The figure is an estimate"))]),
    ]
