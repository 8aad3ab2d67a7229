"""Files in a real browser: the Word file's way out and back, and every page about files."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.chromium import barriers
from tests.e2e.conftest import Cast, OpenPage
from tests.e2e.states import MUSTERLAND, Scene
from tests.serve import ROOT

BASE = "Es gibt acht Sprachen. Niemand zählt. Das soll sich ändern."


def given_out(page: Page, concept: str, folder: Path) -> Path:
    """The concept's Word file, as a person downloads it."""
    page.goto(f"/konzepte/{concept}/")
    with page.expect_download() as begun:
        page.get_by_role("button", name="Word-Datei ausgeben").click()
    path = folder / begun.value.suggested_filename
    begun.value.save_as(path)
    return path


def edited(path: Path, old: str, new: str) -> Path:
    """The Word file with one text changed in it."""
    changed = path.with_name("Offline.docx")
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(changed, "w") as after:
        for part in before.infolist():
            data = before.read(part)
            if part.filename == "word/document.xml":
                assert old.encode() in data
                data = data.replace(old.encode(), new.encode())
            after.writestr(part, data)
    return changed


def bring(page: Page, concept: str, path: Path, heading: str = "Aus der Datei übernehmen") -> None:
    """Send a file and wait until the worker has read it."""
    page.goto(f"/konzepte/{concept}/einlesen/")
    page.get_by_label("Datei", exact=True).set_input_files(path)
    page.get_by_role("button", name="Datei einlesen").click()
    expect(page.get_by_role("heading", name=heading)).to_be_visible(timeout=30_000)


@pytest.fixture
def scene(cast: Cast, open_page: OpenPage) -> Scene:
    return Scene(cast, open_page)


def changed_on_both_sides(scene: Scene, folder: Path, online: str) -> tuple[Page, str]:
    """A copy that says „zehn“ in place of „acht“, beside a draft that Kim has changed."""
    alex, concept = scene.concept(answers={"status": BASE})
    page = scene.open_page(alex, "/konzepte/", says=("409",))
    path = edited(given_out(page, concept, folder), "acht", "zehn")
    kim = scene.cast.person("Kim")
    scene.cast.stage("save", concept=concept, question="status", value=online, by=kim["id"])
    bring(page, concept, path)
    return page, concept


def test_a_word_file_changed_offline_comes_together_with_the_draft(
    scene: Scene, tmp_path: Path
) -> None:
    page, concept = changed_on_both_sides(scene, tmp_path, BASE.replace("soll", "wird"))
    assert page.get_by_label("Zusammenführen").is_checked()
    page.get_by_role("button", name="Auswahl übernehmen").click()
    expect(page.get_by_text("1 Angabe übernommen: 4.1.")).to_be_visible()
    saved = scene.cast.stage("answer", concept=concept, question="status")["value"]
    assert saved == "Es gibt zehn Sprachen. Niemand zählt. Das wird sich ändern."


def test_without_javascript_a_file_comes_back_too(scene: Scene, tmp_path: Path) -> None:
    alex, concept = scene.concept()
    page = scene.open_page(alex, f"/konzepte/{concept}/einlesen/", java_script_enabled=False)
    path = tmp_path / "konzept.json"
    path.write_text(json.dumps({"steering": "Die Lenkungsgruppe tagt."}))
    bring(page, concept, path)
    page.get_by_role("button", name="Auswahl übernehmen").click()
    expect(page.get_by_text("1 Angabe übernommen: 5.6.")).to_be_visible()


def test_a_file_that_is_too_large_does_not_even_travel(scene: Scene, tmp_path: Path) -> None:
    page = scene.see("/konzepte/{}/einlesen/")
    large = tmp_path / "Fotos.docx"
    with large.open("wb") as file:
        file.truncate(30_000_000)
    page.get_by_label("Datei", exact=True).set_input_files(large)
    expect(page.get_by_role("alert")).to_contain_text("Die Datei ist größer als")
    here = page.url
    page.get_by_role("button", name="Datei einlesen").click()
    expect(page.get_by_label("Datei", exact=True)).to_be_focused()
    assert page.url == here


# --- every page about files -----------------------------------------------------------------------


def preview(scene: Scene, folder: Path) -> Page:
    return scene.see("/konzepte/{}/vorschau/", answers=MUSTERLAND)


def bring_error(scene: Scene, folder: Path) -> Page:
    page = scene.see("/konzepte/{}/einlesen/", says=("422",))
    page.get_by_role("button", name="Datei einlesen").click()
    expect(page.get_by_role("alert").first).to_be_focused()
    return page


def unreadable(scene: Scene, folder: Path) -> Page:
    alex, concept = scene.concept()
    page = scene.open_page(alex)
    (folder / "Bild.docx").write_bytes(b"\x89PNG\r\n\x1a\n" + b"x" * 99)
    bring(page, concept, folder / "Bild.docx", "Die Datei ließ sich nicht lesen")
    return page


def found_nothing(scene: Scene, folder: Path) -> Page:
    alex, concept = scene.concept()
    page = scene.open_page(alex, "/konzepte/")
    bring(page, concept, given_out(page, concept, folder))
    return page


def everything_new(scene: Scene, folder: Path) -> Page:
    alex, concept = scene.concept()
    page = scene.open_page(alex)
    bring(page, concept, ROOT / "tests" / "data" / "konzept-musterland.json")
    expect(page.get_by_role("heading", name="Als Tabellenzeilen")).to_be_visible()
    return page


def both_changed(scene: Scene, folder: Path) -> Page:
    return changed_on_both_sides(scene, folder, BASE.replace("soll", "wird"))[0]


def clash(scene: Scene, folder: Path) -> Page:
    page, concept = changed_on_both_sides(scene, folder, BASE.replace("acht", "neun"))
    page.get_by_label("Aus der Datei übernehmen").check()
    kim = scene.cast.person("Kim")
    scene.cast.stage("save", concept=concept, question="status", value="Kurz.", by=kim["id"])
    page.get_by_role("button", name="Auswahl übernehmen").click()
    expect(page.get_by_role("alert")).to_contain_text("Nicht übernommen")
    return page


PAGES: tuple[Callable[[Scene, Path], Page], ...] = (
    preview,
    bring_error,
    unreadable,
    found_nothing,
    everything_new,
    both_changed,
    clash,
)


@pytest.mark.parametrize("reach", PAGES, ids=lambda reach: reach.__name__)
def test_page_about_files_has_no_barriers(
    reach: Callable[[Scene, Path], Page], scene: Scene, tmp_path: Path
) -> None:
    found = barriers(reach(scene, tmp_path))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", ["barrierefreiheit", "datenschutz", "impressum"])
def test_legal_page_has_no_barriers(scene: Scene, path: str) -> None:
    found = barriers(scene.open_page(None, f"/{path}/"))
    assert not found, "\n".join(found)
