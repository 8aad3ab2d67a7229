"""Every page in every state it can be in, and how to reach it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Cast, OpenPage
from tests.e2e.sheet import at, field, group, rows, status
from tests.make import EXAMPLE

MUSTERLAND: dict[str, Any] = json.loads(EXAMPLE.read_text())["answers"]
SECTIONS = (
    "head", "measure", "contacts", "framework", "status", "strategy", "tasks", "other", "signature"
)  # fmt: skip
OFFLINE = ("ERR_INTERNET_DISCONNECTED", "ERR_CONNECTION_REFUSED", "htmx:")
"""What the console says while the server can't be reached."""
WRONG = {
    "contacts": [
        {
            "id": "11111111-1111-4111-8111-111111111111",
            "name": "Alex",
            "email": "alex.stadt.example",
        }
    ],
    "posts": [
        {"id": "22222222-2222-4222-8222-222222222222", "holder": "Alex", "full_time_share": "12 %"}
    ],
    "milestones": [
        {"id": "33333333-3333-4333-8333-333333333333", "title": "Start", "due": "31.02.2027"}
    ],
    "opening": "Zu lang. " * 3000,
    "application_date": "gestern",
}


@dataclass
class Scene:
    cast: Cast
    open_page: OpenPage

    def concept(self, *, role: str = "", **facts: Any) -> tuple[dict[str, Any], str]:
        """A concept of Alex, and who looks at it: Alex, or somebody with the role."""
        alex = self.cast.person()
        concept = self.cast.concept(alex, **facts)
        return (self.cast.person("Robin", role=role) if role else alex), concept

    def see(self, path: str, **facts: Any) -> Page:
        """A page of a concept; `{}` in the path is its id."""
        expected = facts.pop("says", ())
        person, concept = self.concept(**facts)
        return self.open_page(person, path.format(concept), says=expected)


def sign_in(scene: Scene) -> Page:
    return scene.open_page(None, "/anmelden/")


def sign_in_error(scene: Scene) -> Page:
    page = scene.open_page(None, "/anmelden/", says=("422",))
    page.get_by_role("textbox", name="E-Mail-Adresse").fill("niemand@stadt.example")
    page.get_by_role("textbox", name="Passwort").fill("falsch")
    page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    return page


def sign_in_with_kept_text(scene: Scene) -> Page:
    alex, concept = scene.concept()
    page = scene.open_page(alex, at(concept, "other"), says=("401",))
    field(page, "other").fill("Vor dem Ablauf geschrieben")
    scene.cast.stage("sign_out", person=alex["id"])
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.get_by_text("Ihr Text ist aufbewahrt.")).to_be_visible()
    return page


def confirm(scene: Scene) -> Page:
    page = sign_in_with_kept_text(scene)
    page.get_by_role("button", name=f"Alex {scene.cast.number}").first.click()
    expect(page.get_by_role("heading", name="Ihr Text ist noch da")).to_be_visible()
    return page


def list_empty(scene: Scene) -> Page:
    return scene.open_page(scene.cast.person(), "/konzepte/")


def list_of_nobody(scene: Scene) -> Page:
    return scene.open_page(scene.cast.person(body=""), "/konzepte/")


def list_filled(scene: Scene) -> Page:
    return scene.see("/konzepte/", answers={"opening": "Ein Text"})


def new_concept(scene: Scene) -> Page:
    scene.cast.stage("call")
    return scene.open_page(scene.cast.person(), "/konzepte/neu/")


def new_concept_error(scene: Scene) -> Page:
    scene.cast.stage("call", year=2098)
    page = scene.open_page(scene.cast.person(), "/konzepte/neu/", says=("422",))
    page.get_by_label("Haushaltsjahr").select_option("2098")
    scene.cast.stage("close_call", year=2098)
    page.get_by_role("button", name="Konzept anlegen").click()
    expect(page.get_by_role("alert")).to_be_focused()
    return page


def overview_empty(scene: Scene) -> Page:
    return scene.see("/konzepte/{}/")


def overview_filled(scene: Scene) -> Page:
    return scene.see("/konzepte/{}/", answers=MUSTERLAND)


def overview_read_only(scene: Scene) -> Page:
    return scene.see("/konzepte/{}/", role="signatory", answers=MUSTERLAND)


def overview_handed_in(scene: Scene) -> Page:
    return scene.see("/konzepte/{}/", answers=MUSTERLAND, state="submitted")


def section_empty(section: str) -> Callable[[Scene], Page]:
    return lambda scene: scene.see(at("{}", section))


def section_filled(section: str) -> Callable[[Scene], Page]:
    return lambda scene: scene.see(at("{}", section), answers=MUSTERLAND)


def section_errors(section: str) -> Callable[[Scene], Page]:
    return lambda scene: scene.see(f"{at('{}', section)}?zeigen=alles", answers=WRONG)


def section_saved(scene: Scene) -> Page:
    page = scene.see(at("{}", "other"))
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.get_by_text("Alles auf dieser Seite ist gespeichert.")).to_be_visible()
    return page


def section_clash(scene: Scene) -> Page:
    """Two texts after an autosave."""
    page = _section_that_somebody_else_changed(scene)
    field(page, "opening").fill("Mein Text")
    field(page, "opening").blur()
    expect(page.get_by_role("heading", name="Zwei Texte zu dieser Frage")).to_be_visible()
    return page


def section_clash_page(scene: Scene) -> Page:
    page = _section_that_somebody_else_changed(scene)
    field(page, "opening").fill("Mein Text")
    with page.expect_navigation():  # the same heading stands there once autosave has answered
        page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.get_by_role("heading", name="Zwei Texte zu dieser Frage")).to_be_visible()
    return page


def _section_that_somebody_else_changed(scene: Scene) -> Page:
    alex, concept = scene.concept(answers={"opening": "Gemeinsamer Text"})
    kim = scene.cast.person("Kim")
    page = scene.open_page(alex, at(concept), says=("409",))
    scene.cast.stage(
        "save", concept=concept, question="opening", value="Text von Kim", by=kim["id"]
    )
    return page


def section_offline(scene: Scene) -> Page:
    page = scene.see(at("{}", "other"), says=OFFLINE)
    page.context.set_offline(True)
    field(page, "other").fill("Im Zug geschrieben")
    field(page, "other").blur()
    expect(status(page, "other")).to_contain_text("Nicht gespeichert: keine Verbindung")
    return page


def section_expired(scene: Scene) -> Page:
    alex, concept = scene.concept()
    page = scene.open_page(alex, at(concept, "other"), says=("401",))
    scene.cast.stage("sign_out", person=alex["id"])
    field(page, "other").fill("Zu spät geschrieben")
    field(page, "other").blur()
    expect(page.get_by_role("link", name="Neu anmelden")).to_be_visible()
    return page


def section_of_somebody_else(scene: Scene) -> Page:
    """Kim has signed in on another tab: the refusal shows what Alex has typed."""
    alex, concept = scene.concept()
    page = scene.open_page(alex, at(concept, "other"), says=("403",))
    scene.open_page(scene.cast.person("Kim"), "/konzepte/", context=page.context)
    field(page, "other").fill("Von Alex")
    page.get_by_role("button", name="Speichern", exact=True).click()
    page.get_by_text("Geschriebenen Text ansehen").click()
    expect(page.get_by_text("Von Alex")).to_be_visible()
    return page


def list_with_kept_text(scene: Scene) -> Page:
    """This browser keeps a text that the server does not take."""
    page = scene.open_page(scene.cast.person(), "/konzepte/", says=("404",))
    page.evaluate(KEPT)
    page.reload()
    expect(page.get_by_text("In diesem Browser liegt Text")).to_be_visible()
    return page


KEPT = """() => localStorage.setItem(`kept|${document.body.dataset.user}|x`, JSON.stringify({
    page: "/konzepte/00000000-0000-4000-8000-000000000000/abschnitt/other/", question: "other",
    label: "7. Verschiedenes / Sonstiges", version: "1-", at: 0, fields: [["other", "Text"]],
}))"""


def history_read_only(scene: Scene) -> Page:
    path = "/konzepte/{}/frage/opening/verlauf/"
    return scene.see(path, role="signatory", answers={"opening": "Ein Text"})


def section_refused(scene: Scene) -> Page:
    """Handed in meanwhile."""
    page = scene.see(at("{}", "other"), state="submitted", says=("409",))
    expect(page.get_by_role("heading", name="Das geht jetzt nicht")).to_be_visible()
    return page


def row_added(scene: Scene) -> Page:
    page = scene.see(at("{}", "contacts"))
    page.get_by_role("button", name="Person hinzufügen").click()
    expect(rows(page, "contacts")).to_have_count(1)
    return page


def row_removed(scene: Scene) -> Page:
    goals = [MUSTERLAND["goals"][0]]
    page = scene.see(at("{}", "strategy"), answers={"goals": goals})
    page.get_by_role("button", name="Entfernen: Ziel 1").click()
    expect(page.get_by_role("button", name="Rückgängig machen")).to_be_visible()
    return page


def leading_questions_open(scene: Scene) -> Page:
    page = scene.see(at("{}", "status"))
    for summary in group(page, "status").locator("summary").all():
        summary.click()
    return page


def check_empty(scene: Scene) -> Page:
    return scene.see("/konzepte/{}/pruefen/")


def check_filled(scene: Scene) -> Page:
    return scene.see("/konzepte/{}/pruefen/", answers=MUSTERLAND)


def check_wrong(scene: Scene) -> Page:
    return scene.see("/konzepte/{}/pruefen/", answers=WRONG)


def check_read_only(scene: Scene) -> Page:
    return scene.see("/konzepte/{}/pruefen/", role="signatory", answers=WRONG)


def history_empty(scene: Scene) -> Page:
    return scene.see("/konzepte/{}/frage/opening/verlauf/")


def history_filled(scene: Scene) -> Page:
    alex, concept = scene.concept(answers={"opening": "Der erste Text bleibt stehen."})
    kim = scene.cast.person("Kim")
    text = "Der zweite Text bleibt auch stehen."
    scene.cast.stage("save", concept=concept, question="opening", value=text, by=kim["id"])
    page = scene.open_page(alex, f"/konzepte/{concept}/frage/opening/verlauf/")
    page.locator("summary").first.click()
    return page


def read_empty(scene: Scene) -> Page:
    return scene.see("/konzepte/{}/lesen/")


def read_filled(scene: Scene) -> Page:
    return scene.see("/konzepte/{}/lesen/", answers=MUSTERLAND)


def import_page(scene: Scene) -> Page:
    alex, concept = scene.concept()
    scene.cast.stage("imported", concept=concept, by=alex["id"], error="Nicht lesbar.")
    return scene.open_page(alex, f"/konzepte/{concept}/einlesen/")


def imported(**facts: Any) -> Callable[[Scene], Page]:
    """A file that has arrived and was not read yet."""

    def reach(scene: Scene) -> Page:
        alex, concept = scene.concept()
        file = scene.cast.stage("imported", concept=concept, by=alex["id"], **facts)
        return scene.open_page(alex, f"/konzepte/{concept}/einlesen/{file}/")

    return reach


def english(scene: Scene) -> Page:
    page = scene.see(at("{}", "contacts"), answers=MUSTERLAND)
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    return page


def missing(scene: Scene) -> Page:
    return scene.open_page(scene.cast.person(), "/konzepte/gibt-es-nicht/", says=("404",))


STATES: dict[str, Callable[[Scene], Page]] = {
    function.__name__.replace("_", " "): function
    for function in (
        sign_in,
        sign_in_error,
        sign_in_with_kept_text,
        confirm,
        list_empty,
        list_of_nobody,
        list_filled,
        list_with_kept_text,
        new_concept,
        new_concept_error,
        overview_empty,
        overview_filled,
        overview_read_only,
        overview_handed_in,
        section_saved,
        section_clash,
        section_clash_page,
        section_offline,
        section_expired,
        section_of_somebody_else,
        section_refused,
        row_added,
        row_removed,
        leading_questions_open,
        check_empty,
        check_filled,
        check_wrong,
        check_read_only,
        history_empty,
        history_filled,
        history_read_only,
        read_empty,
        read_filled,
        import_page,
        english,
        missing,
    )
}
STATES |= {
    "imported waiting": imported(),
    "imported waiting long": imported(minutes=5),
}
STATES |= {f"section {name} empty": section_empty(name) for name in SECTIONS}
STATES |= {f"section {name} filled": section_filled(name) for name in SECTIONS}
STATES |= {
    f"section {name} with errors": section_errors(name)
    for name in ("head", "contacts", "framework", "strategy", "signature")
}
