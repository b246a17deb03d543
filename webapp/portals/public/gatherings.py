"""To what a village is invited, behind the code of its poster: no guest, and no farm unasked."""

from webapp.geography import find_commune
from webapp.models import Gathering
from webapp.portals.public import portal
from webapp.web.access import find_or_404
from webapp.web.pages import page


@portal.get("/village/<int:gathering_id>")
def show_gathering(gathering_id: int) -> str:
    """Show a gathering of which everybody may read; one that was never told of is not there."""
    told = Gathering.announced_at.is_not(None)
    gathering = find_or_404(Gathering, Gathering.id == gathering_id, told)
    commune = find_commune(gathering.commune)
    return page(gathering=gathering, commune=commune.label if commune else "")
