"""The authority's side of a case: the steps of its officer, its approver and the ministry."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.chromium import barriers
from tests.e2e.conftest import Cast, Facts, OpenPage

AUTHORITY = "Regierungspräsidium Musterbezirk"
DAY = "31.12.2098"
CONDITION = "Die Stelle ist bis Ende März zu besetzen."


class Authority:
    """People of the authority and of the ministry, each in a browser of their own.

    desk: the officer's page, the only one that stays open. What the portal refuses is 422 or 403.
    """

    def __init__(self, cast: Cast, open_page: OpenPage, concept: str) -> None:
        cast.stage("decided_by")  # the authority is there
        self.jona = cast.person("Jona", role="officer", body=AUTHORITY)
        self.sascha = cast.person("Sascha", role="approver", body=AUTHORITY)
        self.mika = cast.person("Mika", role="ministry", body=AUTHORITY)
        self._path, self._open = f"/konzepte/{concept}/", open_page

    def begin(self) -> None:
        """The officer sits down."""
        self.desk = self.page(self.jona, "akte/", says=("422", "403"))

    def page(self, person: Facts, path: str, says: tuple[str, ...] = ()) -> Page:
        return self._open(person, self._path + path, says=says)

    def turn_to(self, name: str) -> None:
        """The officer opens a page of the case by its name."""
        bar = self.desk.get_by_role("navigation", name="Seiten dieses Vorgangs")
        bar.get_by_role("link", name=name, exact=True).click()
        expect(bar.get_by_role("link", name=name, exact=True)).to_have_attribute(
            "aria-current", "page"
        )

    def open_case(self) -> str:
        """The officer begins the check, or goes on with it; the Aktenzeichen."""
        self.turn_to("Prüfung")
        self.desk.get_by_role("button", name="Prüfung beginnen").click()
        said = self.desk.get_by_text("Die Prüfung hat begonnen. Aktenzeichen:")
        return said.inner_text().partition("Aktenzeichen: ")[2].rstrip(".")

    # --- Nachforderung ----------------------------------------------------------------------------

    def write_request(self) -> None:
        """The next one; what was wanted again stands in it already."""
        self.turn_to("Nachforderungen")
        self.desk.get_by_role("link", name="Nachforderung schreiben").click()
        self.desk.get_by_label("Antwort erbeten bis").fill(DAY)

    def add_item(self, place: int, question: str, text: str) -> None:
        row = self.desk.get_by_role("group", name=f"Punkt {place}", exact=True)
        row.get_by_label("Worum es geht").select_option(question)
        row.get_by_label("Was fehlt oder unklar ist").fill(text)

    def has_item(self, place: int, question: str, text: str) -> None:
        row = self.desk.get_by_role("group", name=f"Punkt {place}", exact=True)
        expect(row.get_by_label("Worum es geht")).to_have_value(question)
        expect(row.get_by_label("Was fehlt oder unklar ist")).to_have_value(text)

    def send_request(self) -> None:
        self.desk.get_by_role("button", name="Speichern und Vorschau ansehen").click()
        self.desk.get_by_role("button", name="Jetzt senden").click()
        expect(self.desk.get_by_text("Die Nachforderung ist gesendet.")).to_be_visible()

    def sees_not(self, *texts: str) -> None:
        """What the municipality is writing stays with it; the former submission is there."""
        self.turn_to("Nachforderungen")
        self.desk.get_by_role("link", name="1. Nachforderung", exact=True).click()
        for text in texts:
            expect(self.desk.get_by_text(text)).to_have_count(0)
        self.turn_to("Prüfung")
        expect(self.desk.get_by_role("article").first).to_be_visible()
        for text in texts:
            expect(self.desk.get_by_text(text)).to_have_count(0)

    def read_answers(self, number: int) -> None:
        """What came back, word by word; nothing has changed that nobody asked for."""
        self.turn_to("Nachforderungen")
        self.desk.get_by_role("link", name=f"{number}. Nachforderung", exact=True).click()
        expect(self.desk.get_by_text("Alle anderen Angaben sind, wie sie waren")).to_be_visible()

    def sees_changed(self, place: int, gone: str, come: str) -> None:
        """The one word that went from the text and the one that came instead."""
        item = self.desk.locator(f"#punkt-{place}")
        expect(item.locator("del")).to_have_text(re.compile(rf"gelöscht:\s*{gone}\s*Ende"))
        expect(item.locator("ins")).to_have_text(re.compile(rf"eingefügt:\s*{come}\s*Ende"))

    def judge(self, place: int, verdict: str, said: str) -> None:
        """Press the button of that name at an item; the item then says so."""
        item = self.desk.locator(f"#punkt-{place}")
        item.get_by_role("button", name=re.compile(f"^{verdict}")).click()
        expect(item.locator(".kern-badge").get_by_text(said)).to_be_visible()

    # --- Stellungnahme, messages ------------------------------------------------------------------

    def ask_ministry(self, question: str) -> None:
        self.turn_to("Stellungnahme")
        self.desk.get_by_role("link", name="Um Stellungnahme bitten").click()
        self.desk.get_by_label("Wozu bitten Sie um Stellungnahme?").fill(question)
        self.desk.get_by_label("Bis wann?").fill(DAY)
        self.desk.get_by_role("button", name="Um Stellungnahme bitten").click()
        expect(self.desk.get_by_text(f"Das Ministerium ist bis {DAY} gebeten.")).to_be_visible()

    def answer_as_ministry(self, question: str, text: str) -> None:
        page = self.page(self.mika, "akte/stellungnahme/")
        expect(page.get_by_text(question)).to_be_visible()
        page.get_by_role("link", name="Stellungnahme abgeben").click()
        page.get_by_label("Ihre Stellungnahme").fill(text)
        page.get_by_role("button", name="Stellungnahme abgeben").click()
        expect(page.get_by_text("Ihre Stellungnahme ist abgegeben.")).to_be_visible()
        self.turn_to("Stellungnahme")
        expect(self.desk.get_by_text(text)).to_be_visible()

    # --- decision ---------------------------------------------------------------------------------

    def propose(self, cap: re.Pattern[str], amount: str) -> None:
        """An approval with one amount and one condition; the amount may be refused."""
        self.turn_to("Entscheidung")
        self.desk.get_by_role("link", name="Entscheidung vorschlagen").click()
        self.desk.get_by_label("Entscheidung", exact=True).select_option("approve")
        row = self.desk.get_by_role("group", name="Zeile 1", exact=True)
        row.get_by_label("Auflage", exact=True).fill(CONDITION)
        row.get_by_label("Zu erfüllen bis").fill(DAY)
        granted = self.desk.get_by_role("group", name=cap).first
        granted.get_by_label("Anzahl").fill("1")
        self.change_amount(cap, amount)

    def is_refused(self, why: str) -> None:
        expect(self.desk.get_by_role("alert")).to_contain_text(why)

    def change_amount(self, cap: re.Pattern[str], amount: str) -> None:
        granted = self.desk.get_by_role("group", name=cap).first
        granted.get_by_label("Betrag in Euro").fill(amount)
        self.desk.get_by_role("button", name="Speichern und weiter zum Text").click()

    def give_proposal(self) -> None:
        """The words are as they should be; somebody else is to countersign."""
        self.desk.get_by_role("button", name="Speichern", exact=True).click()
        self.desk.get_by_role("button", name="Zur Mitzeichnung geben").click()
        expect(self.desk.get_by_text("wartet jetzt auf die zweite Person")).to_be_visible()

    def cannot_countersign(self) -> None:
        """The officer is offered nothing, and is refused on the page all the same."""
        expect(self.desk.get_by_role("link", name="Lesen und mitzeichnen")).to_have_count(0)
        answer = self.desk.goto(f"{self._path}entscheidung/1/mitzeichnen/")
        assert answer and answer.status == 403
        self.desk.goto(f"{self._path}entscheidung/")

    def countersign(self) -> None:
        page = self.page(self.sascha, "entscheidung/")
        page.get_by_role("link", name="Lesen und mitzeichnen").click()
        expect(page.get_by_text(CONDITION).first).to_be_visible()
        page.get_by_label("Ich habe den Bescheid gelesen").check()
        page.get_by_role("button", name="Mitzeichnen", exact=True).click()
        expect(page.get_by_text("Sie haben mitgezeichnet.")).to_be_visible()

    def issue(self) -> None:
        self.turn_to("Entscheidung")
        self.desk.get_by_role("link", name="Weiter zum Erlassen").click()
        self.desk.get_by_role("button", name="Bescheid erlassen").click()
        expect(self.desk.get_by_text("Der Bescheid ist erlassen")).to_be_visible()
        expect(self.desk.get_by_text("von der Kommune noch nicht geöffnet")).to_be_visible()

    def sees_opened(self, by: str) -> None:
        """The proof that the Bescheid arrived."""
        self.turn_to("Entscheidung")
        expect(self.desk.get_by_text("Zugestellt: geöffnet am")).to_contain_text(by)

    def sees_done(self, note: str) -> None:
        self.turn_to("Auflagen")
        row = self.desk.get_by_role("row").filter(has_text=CONDITION)
        expect(row).to_contain_text(note)
        expect(row).to_contain_text("erfüllt")

    # --- the file ---------------------------------------------------------------------------------

    def take_file(self, folder: Path) -> Path:
        """The officer saves the file of the case."""
        self.turn_to("Akte ausgeben")
        expect(self.desk.get_by_role("heading", name="Was dabei ist")).to_be_visible()
        assert barriers(self.desk) == []
        with self.desk.expect_download() as download:
            self.desk.get_by_role("button", name="Akte als ZIP-Datei speichern").click()
        path = folder / download.value.suggested_filename
        download.value.save_as(path)
        return path

    def told_digest(self) -> str:
        """The hash of the file's manifest, as the ledger tells it."""
        self.turn_to("Verlauf")
        said = self.desk.get_by_text("hat die Akte ausgegeben, Prüfsumme").inner_text()
        return str(re.findall(r"[0-9a-f]{64}", said)[0])
