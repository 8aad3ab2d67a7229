"""A case from the draft to the authority's file, in real browsers; the municipality's side without
JavaScript too."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.documents.signing import MAX, QUALIFIED_CA, TRUST, sign
from tests.e2e.chromium import barriers
from tests.e2e.conftest import Cast, Facts, OpenPage
from tests.e2e.sheet import at, field, write
from tests.e2e.test_signing import SCAN, sign_on_paper
from tests.e2e.test_signing import seal as give_to_sign
from tests.e2e.test_signing import sign as sign_in_portal
from tests.serve import Portal, wait_for
from wirportal.documents.casefile import Outcome, verify

BROWSERS = pytest.mark.parametrize("java_script", [True, False], ids=["js", "no js"])
TEXT = "Alle Formulare gibt es in sechs Sprachen."


class Journey:
    """The people of a case, each in a browser of their own, and what they do in turn."""

    def __init__(self, cast: Cast, open_page: OpenPage, *, java_script: bool) -> None:
        self.cast, self.java_script = cast, java_script
        self.alex = cast.person()
        self.robin = cast.person("Robin", role="signatory")
        self.jona = cast.person("Jona", role="officer")
        names = [self.robin["name"], "Max Muster", f"Toni {cast.number}"]
        self.concept: str = cast.stage("complete", by=self.alex["id"], signatories=names)
        cast.stage("take_files", concept=self.concept)
        self._open = open_page

    def at_town_hall(self, person: Facts, path: str = "zeichnung/") -> Page:
        """A page of the concept in a browser of the municipality's."""
        return self._open(person, self._path(path), java_script_enabled=self.java_script)

    def at_authority(self, person: Facts, path: str = "akte/") -> Page:
        return self._open(person, self._path(path))

    def _path(self, path: str) -> str:
        return f"/konzepte/{self.concept}/{path}"

    def write(self, question: str, text: str) -> None:
        page = self.at_town_hall(self.alex, at(self.concept).removeprefix(self._path("")))
        if self.java_script:
            write(page, question, text)
        else:
            field(page, question).fill(text)
            page.get_by_role("button", name="Speichern", exact=True).click()
            expect(field(page, question)).to_have_value(text)
        page.close()  # it would ask who else is there, which a sealed concept does not tell

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

    def open_case(self, page: Page) -> str:
        """The officer begins the check; the Aktenzeichen."""
        page.get_by_role("button", name="Prüfung beginnen").click()
        said = page.get_by_text("Die Prüfung hat begonnen. Aktenzeichen:")
        return said.inner_text().partition("Aktenzeichen: ")[2].rstrip(".")

    def take_file(self, page: Page, folder: Path) -> Path:
        """The officer saves the file of the case."""
        page.get_by_role("link", name="Akte ausgeben").click()
        expect(page.get_by_role("heading", name="Was dabei ist")).to_be_visible()
        assert barriers(page) == []
        with page.expect_download() as download:
            page.get_by_role("button", name="Akte als ZIP-Datei speichern").click()
        path = folder / download.value.suggested_filename
        download.value.save_as(path)
        return path


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
    journey.write("opening", TEXT)
    page = journey.at_town_hall(journey.alex)
    give_to_sign(page)
    sign_in_portal(journey.at_town_hall(journey.robin))
    page.reload()
    journey.sign_by_file(page)
    sign_on_paper(page)
    journey.submit(page)

    desk = journey.at_authority(journey.jona)
    expect(desk.get_by_text(TEXT)).to_be_visible()
    number = journey.open_case(desk)
    page = journey.at_town_hall(journey.alex, "")
    expect(page.get_by_text("in Prüfung").first).to_be_visible()

    path = journey.take_file(desk, tmp_path)
    desk.get_by_role("link", name="Verlauf", exact=True).click()
    said = desk.get_by_text("hat die Akte ausgegeben, Prüfsumme").inner_text()
    report = verify(path, TRUST, re.findall(r"[0-9a-f]{64}", said)[0])
    assert report.manifest.file_number == number
    findings = [finding.text for result in report.results for finding in result.findings]
    assert (findings, report.outcome) == ([], Outcome.FINE)
    assert SCAN["buffer"] in path.read_bytes()  # type: ignore[operator]
