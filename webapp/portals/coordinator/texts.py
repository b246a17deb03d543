"""What is written to people by text message, in every language, and what it costs."""

from collections import defaultdict

from webapp.channels import gsm
from webapp.portals.coordinator import portal
from webapp.web.pages import page
from webapp.wording import text_lengths


@portal.get("/settings/texts")
def show_texts() -> str:
    """Show every text message as it is sent, and in how many parts."""
    kinds = defaultdict(list)
    for each in text_lengths.of_guests():
        kinds[each.kind].append((each.language, gsm.fold(each.words), gsm.parts(each.words)))
    return page(kinds=kinds)
