"""Thunderbird, which takes invitations out of letters and files out of its menu."""

import json
import shutil
from pathlib import Path

from tests.browser.marionette import Mozilla

READER = "tesfay@post.example"
IN_FRANCE = {
    "calendar.timezone.local": "Europe/Paris",
    "calendar.timezone.useSystemTimezone": False,
}
WITH = """
const done = arguments[arguments.length - 1];
(async given => {
  const { cal } = ChromeUtils.importESModule("resource:///modules/calendar/calUtils.sys.mjs");
  const [calendar] = cal.manager.getCalendars();
  %s
  const kept = {};
  const filter = calendar.ITEM_FILTER_TYPE_EVENT | calendar.ITEM_FILTER_COMPLETED_ALL;
  for (const event of await calendar.getItemsAsArray(filter, 0, null, null)) {
    const start = event.startDate;
    const when = start.isDate ? start.icalString : start.getInTimezone(cal.dtz.UTC).icalString;
    kept[event.id] = when + (event.status === "CANCELLED" ? " cancelled" : "");
  }
  return JSON.stringify(kept);
})(arguments[0]).then(done, mistake => done("mistake: " + mistake));
"""
ACCOUNT = """
  const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
  const { accounts } = MailServices;
  const identity = accounts.createIdentity();
  identity.email = given;
  const account = accounts.createAccount();
  account.incomingServer = accounts.createIncomingServer("tesfay", "localhost", "none");
  account.addIdentity(identity);
  calendar.setProperty("imip.identity.key", identity.key);
  calendar.setProperty("disabled", false);
"""
LETTER = """
  const item = Cc["@mozilla.org/calendar/itip-item;1"].createInstance(Ci.calIItipItem);
  item.init(given);
  [item.targetCalendar, item.autoResponse] = [calendar, Ci.calIItipItem.NONE];
  const act = await new Promise(offers =>
    cal.itip.processItipItem(item, (_item, _result, act) => offers(act)));
  if (act) await new Promise(acted => act({ onOperationComplete: acted }, "ACCEPTED", null));
"""
FILE = """
  const window = Services.wm.getMostRecentWindow("mail:3pane");
  const file = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
  file.initWithPath(given);
  await window.putItemsIntoCal(calendar, window.getItemsFromIcsFile(file), {});
"""


class Thunderbird(Mozilla):
    """Debian's, with an account of a reader that fetches nothing."""

    def __init__(self, kept: Path) -> None:
        program = shutil.which("thunderbird")
        assert program, "Install thunderbird"
        super().__init__(program, kept, **IN_FRANCE)
        self._kept = kept
        self.ask("Marionette:SetContext", {"value": "chrome"})
        self._do(ACCOUNT, READER)

    def letters(self, written: list[bytes]) -> list[dict[str, str]]:
        """Do what is offered above each letter, if anything is."""
        return [self._do(LETTER, each.decode()) for each in written]

    def files(self, written: list[bytes]) -> list[dict[str, str]]:
        """Open each file."""
        stands, file = [], self._kept / "visit.ics"
        for each in written:
            file.write_bytes(each)
            stands.append(self._do(FILE, str(file)))
        return stands

    def _do(self, what: str, given: str) -> dict[str, str]:
        asked = {"script": WITH % what, "args": [given]}
        answer = self.ask("WebDriver:ExecuteAsyncScript", asked)["value"]
        assert not answer.startswith("mistake"), answer
        stands: dict[str, str] = json.loads(answer)
        return stands
