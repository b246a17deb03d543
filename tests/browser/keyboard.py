"""Someone who has a keyboard alone: each stop on their way can be seen, and follows the last."""

from playwright.sync_api import Locator, expect

from tests.browser.person import Person

STOPS = 150
"""More than any page has, three months of days among them."""
LOOK = """isBack => {
    const one = document.activeElement;
    if (!one || one === document.body) return 'nothing holds the keyboard';
    const seen = each => each && getComputedStyle(each).opacity !== '0'
        && getComputedStyle(each).outlineStyle !== 'none';
    const drawn = [one, one.closest('label'), one.nextElementSibling].find(seen) || one;
    const box = drawn.getBoundingClientRect();
    const told = one.outerHTML.slice(0, 120), last = window.lastStop;
    window.lastStop = one;
    if (!seen(drawn)) return `cannot be seen: ${told}`;
    const hit = ([x, y]) => {
        const found = document.elementFromPoint(x, y);
        return found && (found === one || drawn.contains(found) || found.contains(drawn));
    };
    const across = [box.left + 3, (box.left + box.right) / 2, box.right - 3];
    const down = [box.top + 3, (box.top + box.bottom) / 2, box.bottom - 3];
    if (!across.some(x => down.some(y => hit([x, y])))) return `lies behind something: ${told}`;
    const turned = last && last !== one && last.isConnected
        && !(last.compareDocumentPosition(one)
            & (isBack ? Node.DOCUMENT_POSITION_PRECEDING : Node.DOCUMENT_POSITION_FOLLOWING));
    return turned ? `does not follow the stop that led there: ${told}` : '';
}"""
"""What is wrong with where the keyboard stands, in words; nothing where all is well."""
STOP = f"([isBack, wanted]) => [({LOOK})(isBack), wanted === document.activeElement]"
"""The same, and whether it is the one that was wanted: one question a stop, of hundreds."""


class Keyboard:
    """Uses the pages of a person by its keys.

    Parameters
    ----------
    person
        Whose tab it is, and whose words are read.
    """

    def __init__(self, person: Person) -> None:
        self.person, self.keys = person, person.tab.keyboard

    def begins(self, path: str) -> None:
        """Open a page and skip what stands on all of them."""
        self.person.opens(path)
        self.skips()

    def skips(self) -> None:
        """Go to the content of a page: the way there is the first stop."""
        self.person.tab.evaluate("document.activeElement.blur()")
        self.comes_to(self.person.tab.locator(".skip"), within=1)
        self.keys.press("Enter")
        expect(self.person.tab.locator("main")).to_be_focused()

    def comes_to(self, wanted: Locator, *, within: int = STOPS, back: bool = False) -> None:
        """Press Tab until the keyboard is there, with Shift to go back."""
        expect(wanted).to_be_visible()
        there = wanted.element_handle()
        for _stop in range(within):
            self.keys.press("Shift+Tab" if back else "Tab")
            wrong, is_there = self.person.tab.evaluate(STOP, [back, there])
            assert not wrong, wrong
            if is_there:
                return
        raise AssertionError(f"the keyboard does not reach {wanted}")

    def follows(self, words: str) -> None:
        """Follow the first link with these words."""
        self.presses(self.person.tab.locator("main").get_by_role("link", name=words).first)

    def presses(self, wanted: Locator) -> None:
        """Come to a link or a button, and press it."""
        self.comes_to(wanted)
        self.enters()

    def enters(self) -> None:
        """Press Enter where the keyboard stands, and wait for the page that this leads to."""
        self.person.effort.clicks += 1
        with self.person.tab.expect_navigation():
            self.keys.press("Enter")

    def sends(self, words: str) -> None:
        """Press the button with these words."""
        name = self.person.says(words)
        self.presses(self.person.tab.locator("main").get_by_role("button", name=name).first)

    def writes(self, question: str, text: str) -> None:
        """Come to a field and type into it."""
        self.comes_to(self.person.asked(question))
        self.keys.press("ControlOrMeta+a")
        self.keys.type(text)

    def ticks(self, box: Locator) -> None:
        """Come to a box and tick it."""
        self.comes_to(box)
        self.keys.press("Space")
        expect(box).to_be_checked()

    def is_told(self, place: str = ".notice[role=status]") -> Locator:
        """Find the keyboard at what the page has to tell."""
        told = self.person.tab.locator(place).first
        expect(told).to_be_focused()
        return told

    def leaves(self) -> None:
        """Go on to the end of the page, and out of it: nothing on the way holds the keyboard."""
        for _stop in range(STOPS):
            self.keys.press("Tab")
            if self.person.tab.evaluate("document.activeElement === document.body"):
                return
            assert not (wrong := self.person.tab.evaluate(LOOK, False)), wrong
        raise AssertionError("the keyboard does not leave the page")
