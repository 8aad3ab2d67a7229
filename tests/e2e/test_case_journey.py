"""A case from the draft to the authority's file, in real browsers; the municipality's side without
JavaScript too."""

import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.documents.signing import MAX, QUALIFIED_CA, TRUST, sign
from tests.e2e.authority import Authority
from tests.e2e.conftest import Cast, Facts, OpenPage
from tests.e2e.sheet import at, field, write
from tests.e2e.test_signing import SCAN, sign_on_paper
from tests.e2e.test_signing import seal as give_to_sign
from tests.e2e.test_signing import sign as sign_in_portal
from tests.serve import Portal, wait_for
from wirportal.documents.casefile import Outcome, verify

BROWSERS = pytest.mark.parametrize("java_script", [True, False], ids=["js", "no js"])
TEXT = "Alle Formulare gibt es in sechs Sprachen."
BETTER = "Alle Formulare gibt es in acht Sprachen."
GOALS = "Zwölf Beratungen im Monat, jede mit einem Protokoll."
REPLY = "Die Zahlen stehen im Finanzierungsplan."
QUESTION = "Passt das zur Landeslinie?"
OPINION = "Das Vorhaben passt zur Landeslinie."
CAP = re.compile("Höchstbetrag")


class TownHall:
    """People of the municipality, each in a browser of their own, and what they do in turn."""

    def __init__(self, cast: Cast, open_page: OpenPage, *, java_script: bool) -> None:
        self.java_script, self._open = java_script, open_page
        self.alex = cast.person()
        self.robin = cast.person("Robin", role="signatory")
        names = [self.robin["name"], "Max Muster", f"Toni {cast.number}"]
        self.concept: str = cast.stage("complete", by=self.alex["id"], signatories=names)
        cast.stage("take_files", concept=self.concept)

    def page(self, path: str, person: Facts | None = None) -> Page:
        """A page of the concept, in a new browser; Alex opens it where nobody is named."""
        path = f"/konzepte/{self.concept}/{path}"
        return self._open(person or self.alex, path, java_script_enabled=self.java_script)

    def write(self, page: Page, question: str, text: str) -> None:
        """Answer on the page of a section, and close it: it would ask who else is there, which a
        sealed concept does not tell."""
        if self.java_script:
            write(page, question, text)
        else:
            field(page, question).fill(text)
            page.get_by_role("button", name="Speichern", exact=True).click()
            expect(field(page, question)).to_have_value(text)
        page.close()

    # --- hand in ----------------------------------------------------------------------------------

    def draft(self, question: str, text: str) -> None:
        section = at(self.concept).removeprefix(f"/konzepte/{self.concept}/")
        self.write(self.page(section), question, text)

    def hand_in(self) -> None:
        """The draft is signed in all three ways and submitted."""
        page = self.page("zeichnung/")
        give_to_sign(page)
        sign_in_portal(self.page("zeichnung/", self.robin))
        page.reload()
        self.sign_by_file(page)
        sign_on_paper(page)
        self.submit(page)

    def sign_by_file(self, page: Page) -> None:
        """The PDF is saved, signed with a program, and sent back; a worker judges it."""
        page.get_by_role("link", name="Signierte PDF-Datei senden").click()
        with page.expect_download() as download:
            page.get_by_role("listitem").get_by_role("link", name=re.compile("PDF")).click()
        issued = Path(download.value.path()).read_bytes()
        with ThreadPoolExecutor(1) as pool:  # pyHanko and playwright want the event loop each
            signed = pool.submit(sign, issued, MAX, at=datetime.now(UTC)).result()
        sent: Any = {"name": "signiert.pdf", "mimeType": "application/pdf", "buffer": signed}
        page.get_by_label("Signierte PDF-Datei").set_input_files(sent)
        page.get_by_role("button", name="Senden und prüfen lassen").click()

        def is_judged() -> bool:
            page.reload()
            return page.get_by_text("qualifiziert").count() > 0

        wait_for(is_judged, "a worker judges the file")

    def submit(self, page: Page) -> None:
        page.get_by_role("link", name="Weiter zum Einreichen").click()
        page.get_by_role("button", name="Jetzt einreichen").click()
        expect(page.get_by_text("Eingereicht unter der Nummer")).to_be_visible()

    # --- answer -----------------------------------------------------------------------------------

    def find_request(self) -> Page:
        """From the concept's own page to the open Nachforderung."""
        page = self.page("")
        page.get_by_role("link", name="Punkte der Nachforderung ansehen").click()
        return page

    def reply(self, place: int, text: str) -> None:
        page = self.find_request()
        page.locator(f"#punkt-{place}").get_by_label("Ihre Antwort zu diesem Punkt").fill(text)
        page.get_by_role("button", name="Antworten speichern").click()
        expect(page.get_by_text("Ihre Antworten sind gespeichert")).to_be_visible()

    def change_text(self, place: int, question: str, text: str) -> None:
        """The question that an item is about is open."""
        page = self.find_request()
        item = page.locator(f"#punkt-{place}")
        item.get_by_role("link", name=re.compile("Diese Frage öffnen")).click()
        self.write(page, question, text)

    def hand_in_again(self) -> None:
        """The answer is complete, signed anew, and submitted."""
        page = self.find_request()
        expect(page.get_by_text("Alle erforderlichen Punkte sind beantwortet")).to_be_visible()
        page.get_by_role("button", name="Speichern und weiter zum Abschließen").click()
        page.get_by_role("button", name="Antwort abschließen").click()
        expect(page.get_by_text("noch nicht gezeichnet")).to_have_count(3)
        sign_in_portal(self.page("zeichnung/", self.robin))
        page.reload()
        sign_on_paper(page)
        self.submit(page)

    # --- the decision -----------------------------------------------------------------------------

    def open_decision(self) -> bytes:
        """The Bescheid is found, saved, and is what its page says."""
        page = self.page("")
        page.get_by_role("link", name="Zum Bescheid").click()
        with page.expect_download() as download:
            page.get_by_role("link", name="Bescheid als PDF").click()
        pdf = Path(download.value.path()).read_bytes()
        expect(page.get_by_text(hashlib.sha256(pdf).hexdigest())).to_be_visible()
        return pdf

    def do_condition(self, note: str) -> None:
        """The Auflage is a task: somebody says what was done, and that it is done."""
        page = self.page("bescheid/")
        page.get_by_role("link", name="Auflagen bearbeiten").click()
        page.get_by_role("link", name="Bearbeiten Auflage 1").click()
        page.get_by_label("Zuständig").select_option(self.alex["name"])
        page.get_by_label("Was wurde getan?").fill(note)
        page.get_by_label("Die Auflage ist erfüllt").check()
        page.get_by_role("button", name="Speichern", exact=True).click()
        expect(page.get_by_text("erfüllt", exact=True)).to_be_visible()


def say(page: Page, text: str) -> None:
    """A message to the other side."""
    page.get_by_label("Nachricht", exact=True).fill(text)
    page.get_by_role("button", name="Nachricht senden").click()
    expect(page.get_by_role("listitem").filter(has_text=text)).to_be_visible()


class Journey:
    """The parts of the way, each with both sides."""

    def __init__(self, cast: Cast, open_page: OpenPage, *, java_script: bool) -> None:
        self.town_hall = TownHall(cast, open_page, java_script=java_script)
        self.authority = Authority(cast, open_page, self.town_hall.concept)

    def submit(self) -> str:
        """From the draft to the check; the Aktenzeichen."""
        self.town_hall.draft("opening", TEXT)
        self.town_hall.hand_in()
        self.authority.begin()
        expect(self.authority.desk.get_by_text(TEXT)).to_be_visible()
        number = self.authority.open_case()
        page = self.town_hall.page("")
        expect(page.get_by_text("in Prüfung").first).to_be_visible()
        return number

    def first_round(self) -> None:
        """Two items: one is answered with another text, one with a reply that does not do."""
        self.authority.write_request()
        self.authority.add_item(1, "opening", "Sind es nicht mehr Sprachen?")
        self.authority.add_item(2, "annual_plan", "Bitte nennen Sie Zahlen.")
        self.authority.send_request()
        self.town_hall.reply(2, REPLY)
        self.town_hall.change_text(1, "opening", BETTER)
        self.authority.sees_not(BETTER, REPLY)
        self.town_hall.hand_in_again()
        self.authority.open_case()
        self.authority.read_answers(1)
        self.authority.sees_changed(1, "sechs", "acht")
        expect(self.authority.desk.get_by_text(REPLY)).to_be_visible()
        self.authority.judge(1, "Erledigt", "erledigt")
        self.authority.judge(2, "Noch einmal fordern", "noch einmal gefordert")

    def second_round(self) -> None:
        """What was wanted again stands in it, is answered, and will do."""
        self.authority.write_request()
        self.authority.has_item(1, "annual_plan", "Bitte nennen Sie Zahlen.")
        self.authority.send_request()
        self.town_hall.change_text(1, "annual_plan", GOALS)
        self.town_hall.hand_in_again()
        self.authority.open_case()
        self.authority.read_answers(2)
        expect(self.authority.desk.locator("#punkt-1 ins").first).to_be_visible()
        self.authority.judge(1, "Erledigt", "erledigt")

    def talk(self) -> None:
        """The ministry is heard, of which the municipality learns nothing; both sides write."""
        self.authority.ask_ministry(QUESTION)
        self.authority.answer_as_ministry(QUESTION, OPINION)
        page = self.town_hall.page("verlauf/")
        expect(page.get_by_text("hat die Prüfung begonnen").first).to_be_visible()
        expect(page.get_by_text("Stellungnahme")).to_have_count(0)
        page = self.town_hall.page("nachrichten/")
        say(page, "Wann hören wir von Ihnen?")
        self.authority.turn_to("Nachrichten")
        expect(self.authority.desk.get_by_text("Wann hören wir von Ihnen?")).to_be_visible()
        say(self.authority.desk, "In dieser Woche.")
        page.reload()
        expect(page.get_by_text("In dieser Woche.")).to_be_visible()

    def decide(self) -> None:
        """Proposed within the cap, countersigned by somebody else, issued."""
        self.authority.propose(CAP, "1.000.000")
        self.authority.is_refused("Dafür sieht die Richtlinie höchstens")
        self.authority.change_amount(CAP, "50.000")
        self.authority.give_proposal()
        self.authority.cannot_countersign()
        self.authority.countersign()
        self.authority.issue()

    def deliver(self) -> bytes:
        """The municipality opens the Bescheid and does what it asks for; its PDF."""
        pdf = self.town_hall.open_decision()
        self.authority.sees_opened(self.town_hall.alex["name"])
        self.town_hall.do_condition("Frau Probe hat am 1. März angefangen.")
        self.authority.sees_done("Frau Probe hat am 1. März angefangen.")
        return pdf


@pytest.fixture(autouse=True)
def trust(portal: Portal) -> None:
    """The portal believes the issuer of the test's signatures, as of today."""
    folder = portal.data / "trust"
    folder.mkdir(exist_ok=True)
    (folder / "qes.der").write_bytes(QUALIFIED_CA.der)
    (folder / "trust.toml").write_text(
        f"as_of = {datetime.now(UTC):%Y-%m-%d}\n"
        '[[service]]\nname = "QES"\nkind = "qualified"\ncertificate = "qes.der"\n'
    )


@BROWSERS
def test_from_the_draft_to_the_file(
    cast: Cast, open_page: OpenPage, tmp_path: Path, java_script: bool
) -> None:
    journey = Journey(cast, open_page, java_script=java_script)
    number = journey.submit()
    journey.first_round()
    journey.second_round()
    journey.talk()
    journey.decide()
    bescheid = journey.deliver()

    path = journey.authority.take_file(tmp_path)
    report = verify(path, TRUST, journey.authority.told_digest())
    assert report.manifest.file_number == number
    findings = [finding.text for result in report.results for finding in result.findings]
    assert (findings, report.outcome) == ([], Outcome.FINE)
    for paper in (SCAN["buffer"], bescheid):
        assert paper in path.read_bytes()  # type: ignore[operator]
