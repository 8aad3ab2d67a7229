"""The pages of the authority's check, and what the municipality sees of it: nothing."""

from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.template.loader import get_template
from django.test import RequestFactory
from django.urls import reverse
from lxml import html

from tests import make
from wirportal.notices.models import Notice
from wirportal.people.models import User
from wirportal.review import checking
from wirportal.review.checking import Found
from wirportal.review.models import CaseFile, CheckRow, Finding, Note, Opinion, Remark, TextBlock
from wirportal.review.opinions import ask_opinion, give_opinion
from wirportal.rulebook.roles import Role
from wirportal.web.text_blocks import inserted

pytestmark = pytest.mark.django_db

SECRETS = ("Geheimer Befund", "Geheime Bemerkung", "Geheime Notiz", "Geheime Frage", "Geheimer Rat")
LATER = date(2098, 12, 31)


@pytest.fixture
def file() -> CaseFile:
    return make.opened(opening="Wir öffnen uns.")


@pytest.fixture
def robin() -> User:
    return make.officer()


@pytest.fixture
def kim() -> User:
    return make.user("Kim Ministerium", Role.MINISTRY, make.office())


def at(name: str, file: CaseFile, *more: Any) -> str:
    return reverse(name, args=[file.concept_id, *more])


def page(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status
    return html.fromstring(answer.content.decode())


def posted(answer: Any) -> dict[str, str]:
    """Everything that the checklist on the page sends."""
    (form,) = page(answer, answer.status_code).xpath("//section[@id='pruefliste']/form")
    return {
        name: (value or "").removeprefix("\n")
        for name, value in form.form_values()
        if name != "csrfmiddlewaretoken"
    }


# --- the checklist --------------------------------------------------------------------------------


def test_every_row_leads_to_its_question(file: CaseFile, robin: User) -> None:
    shown = page(make.client(robin).get(at("case", file)))
    links = shown.xpath("//section[@id='pruefliste']//a/@href")
    assert links
    assert {link[1:] for link in links} <= set(shown.xpath("//article//*/@id"))


def test_an_officer_fills_it_in(file: CaseFile, robin: User) -> None:
    client, row = make.client(robin), CheckRow.objects.get(place=2)
    typed = posted(client.get(at("case", file)))
    typed |= {f"choice-{row.pk}": "not_met", f"remark-{row.pk}": "Kein Landkreis"}
    saved = client.post(at("case", file), typed)
    assert saved["Location"] == f"{at('case', file)}#zeile-{row.pk}"
    text = client.get(at("case", file)).content.decode()
    assert "Kein Landkreis" in text
    assert "1 von 6 geprüft" in text
    assert "1 Punkt nicht erfüllt" in text
    client.post(at("case", file), typed)  # a second click
    assert Finding.objects.get().version == 1


def test_what_is_too_long_stays_in_the_form(file: CaseFile, robin: User) -> None:
    client, row = make.client(robin), CheckRow.objects.get(place=2)
    typed = posted(client.get(at("case", file))) | {f"remark-{row.pk}": "Ä" * 2001}
    refused = client.post(at("case", file), typed)
    assert f"#id_remark-{row.pk}" in page(refused, 422).xpath("//*[@id='fehler']//a/@href")
    assert posted(refused) == typed
    assert not Finding.objects.exists()


def test_two_officers_at_once_see_both_texts(file: CaseFile, robin: User) -> None:
    row, client = CheckRow.objects.get(place=1), make.client(robin)
    mine = posted(client.get(at("case", file))) | {f"remark-{row.pk}": "Mein Eintrag"}
    theirs = {row.pk: Found("met", "Anderer Eintrag", 0)}
    jona = make.officer("Jona Amt")
    checking.save_findings(concept_id=file.concept_id, findings=theirs, by=jona)
    clash = client.post(at("case", file), mine)
    text = page(clash, 409).xpath(f"string(//*[@id='zeile-{row.pk}'])")
    assert "Mein Eintrag" in text and "Anderer Eintrag" in text and "Jona Amt" in text
    assert Finding.objects.get().remark == "Anderer Eintrag"
    kept = client.post(at("case", file), posted(clash) | {"theirs": row.pk})
    assert kept.status_code == 302
    assert Finding.objects.get().remark == "Anderer Eintrag"
    assert client.post(at("case", file), posted(clash)).status_code == 302  # knowingly
    assert Finding.objects.get().remark == "Mein Eintrag"


def test_who_does_not_check_reads_it(file: CaseFile, robin: User, kim: User) -> None:
    row = CheckRow.objects.get(place=1)
    findings = {row.pk: Found("met", "Geheimer Befund", 0)}
    checking.save_findings(concept_id=file.concept_id, findings=findings, by=robin)
    shown = page(make.client(kim).get(at("case", file)))
    assert "Geheimer Befund" in shown.text_content()
    assert not shown.xpath("//main//textarea | //main//select")


def test_before_it_is_opened_there_is_no_checklist(robin: User) -> None:
    concept = make.concept()
    make.as_handed_in(concept)
    type(concept).objects.update(state="submitted")
    client = make.client(robin)
    for name in ("case", "opinions", "notes"):
        assert (
            'id="pruefliste"' not in client.get(reverse(name, args=[concept.pk])).content.decode()
        )
    for name in ("case", "notes", "ask-opinion"):
        sent = client.post(reverse(name, args=[concept.pk]), {"writer": robin.pk, "text": "Notiz"})
        assert sent.status_code == 404


# --- remarks, notes, opinions ---------------------------------------------------------------------


def test_a_remark_stands_below_its_question(file: CaseFile, robin: User) -> None:
    client = make.client(robin)
    typed = {"writer": robin.pk, "text": "Zu knapp"}
    saved = client.post(at("remark", file, "posts_note"), typed)
    assert saved["Location"].endswith("#frage-posts_note")
    (place,) = page(client.get(at("case", file))).xpath("//*[@id='frage-posts']")
    assert "Zu knapp" in place.text_content()  # below the table that belongs to it
    remark = Remark.objects.get()
    gone = client.post(at("take-back-remark", file, remark.pk), follow=True)
    assert "Entfernt: „Zu knapp“" in gone.content.decode()
    assert client.post(at("take-back-remark", file, remark.pk)).status_code == 404


@pytest.mark.parametrize("question", ["gibt-es-nicht", "goals"])
def test_there_is_no_remark_on_what_nobody_is_asked(
    file: CaseFile, robin: User, question: str
) -> None:
    typed = {"writer": robin.pk, "text": "Hm"}
    answer = make.client(robin).post(at("remark", file, question), typed)
    assert answer.status_code == 404


@pytest.mark.parametrize("name", ["remark", "notes"])
def test_nothing_is_not_kept(file: CaseFile, robin: User, name: str) -> None:
    path = at(name, file, *(["opening"] if name == "remark" else []))
    answer = make.client(robin).post(path, {"writer": robin.pk, "text": " \u200b"})
    assert answer.status_code == 422
    assert not Remark.objects.exists() and not Note.objects.exists()


def test_the_ministry_answers_in_the_portal(file: CaseFile, robin: User, kim: User) -> None:
    officer, ministry = make.client(robin), make.client(kim)
    wrong = officer.post(at("ask-opinion", file), {"question": "Passt das?", "due": "1.1.2020"})
    assert "ab heute" in page(wrong, 422).text_content()
    officer.post(at("ask-opinion", file), {"question": "Passt das?", "due": "31.12.2098"})
    opinion = Opinion.objects.get()
    assert Notice.objects.get(person=kim).path == at("opinions", file)
    assert "Passt das?" in ministry.get(at("opinions", file)).content.decode()
    ministry.post(at("give-opinion", file, opinion.pk), {"text": "Ja, sehr."})
    assert "Ja, sehr." in officer.get(at("opinions", file)).content.decode()
    again = ministry.get(at("give-opinion", file, opinion.pk))
    assert again["Location"] == at("opinions", file)
    late = ministry.post(at("give-opinion", file, opinion.pk), {"text": "Doch nicht."})
    assert "Doch nicht." in page(late, 409).text_content()  # kept, to be copied


def test_the_day_of_an_opinion_is_moved_on_a_page(file: CaseFile, robin: User, kim: User) -> None:
    asked = ask_opinion(concept_id=file.concept_id, question="Und?", due=LATER, by=robin)
    client, path = make.client(robin), at("move-opinion", file, asked.pk)
    assert path in client.get(at("opinions", file)).content.decode()
    (seen,) = page(client.get(path)).xpath("//input[@name='seen']/@value")
    typed = {"seen": seen, "due": "7.1.2099", "why": "Urlaub im Referat"}
    for wrong in ({"due": "31.12.2098"}, {"due": "1.1.2020"}, {"due": ""}, {"why": " "}):
        assert page(client.post(path, typed | wrong), 422).xpath("//*[@id='fehler']//a")
    for _ in range(2):  # a second click
        assert client.post(path, typed)["Location"] == at("opinions", file)
    late = client.post(path, typed | {"due": "8.1.2099"})
    shown = page(late, 409)
    assert "07.01.2099" in shown.text_content()
    assert shown.xpath("//input[@name='due']/@value") == ["8.1.2099"]
    told = make.client(kim).get(at("opinions", file)).content.decode()
    assert "07.01.2099" in told and "Urlaub im Referat" in told
    ledger = client.get(at("ledger", file)).content.decode()
    assert "hat den Tag der Stellungnahme geändert: 07.01.2099 (Urlaub im Referat)" in ledger


def test_a_request_for_an_opinion_is_taken_back(file: CaseFile, robin: User, kim: User) -> None:
    asked = ask_opinion(concept_id=file.concept_id, question="Und?", due=LATER, by=robin)
    client, path = make.client(robin), at("cancel-opinion", file, asked.pk)
    assert client.get(path).status_code == 200
    assert page(client.post(path, {"why": ""}), 422).xpath("//*[@id='fehler']//a")
    for _ in range(2):  # a second click
        assert client.post(path, {"why": "Doppelt gefragt"})["Location"] == at("opinions", file)
    for text in (
        make.client(kim).get(at("opinions", file)).content.decode(),
        client.get(at("ledger", file)).content.decode(),
    ):
        assert "Doppelt gefragt" in text and "zurückgezogen" in text.lower()
    assert "zurückgezogen am" in client.get(at("case", file)).content.decode()
    for name in ("cancel-opinion", "move-opinion"):
        assert client.get(at(name, file, asked.pk)).status_code == 409
    late = make.client(kim).post(at("give-opinion", file, asked.pk), {"text": "Mein Rat."})
    text = page(late, 409).text_content()
    assert "Die Bitte um diese Stellungnahme ist zurückgezogen." in text and "Mein Rat." in text


def test_an_opinion_of_another_case_is_not_there(file: CaseFile, robin: User, kim: User) -> None:
    other = make.opened(make.user("Kim Anders", of=make.body("Landkreis Anderswo")))
    asked = ask_opinion(concept_id=other.concept_id, question="Und?", due=LATER, by=robin)
    assert make.client(kim).get(at("give-opinion", file, asked.pk)).status_code == 404
    for name in ("move-opinion", "cancel-opinion"):
        assert make.client(robin).get(at(name, file, asked.pk)).status_code == 404


# --- none of it leaves the authority --------------------------------------------------------------


@pytest.fixture
def checked(file: CaseFile, robin: User, kim: User) -> CaseFile:
    """A case with one of everything that is the authority's own."""
    told: dict[str, Any] = {"concept_id": file.concept_id, "by": robin}
    row = CheckRow.objects.get(place=1)
    checking.save_findings(findings={row.pk: Found("not_met", SECRETS[0], 0)}, **told)
    checking.remark(question_id="opening", text=SECRETS[1], **told)
    checking.note(text=SECRETS[2], **told)
    asked = ask_opinion(question=SECRETS[3], due=LATER, **told)
    give_opinion(concept_id=file.concept_id, opinion_id=asked.pk, text=SECRETS[4], by=kim)
    return file


NAMES = ("concept", "read", "ledger", "signing", "preview", "check", "assignments")
WORDS = (*SECRETS, "Prüfliste", "Stellungnahme", "Interne Notiz", "bemerkt")


def test_the_municipality_sees_nothing_of_it(checked: CaseFile, robin: User) -> None:
    alex, signatory = checked.concept.created_by, make.user("Robin Vorlage", Role.SIGNATORY)
    for person in (alex, signatory):
        client = make.client(person)
        paths = [at(name, checked) for name in NAMES] + ["/", "/konzepte/", "/mitteilungen/"]
        for path in paths:
            text = client.get(path, follow=True).content.decode()
            assert not [word for word in WORDS if word in text], path
        for name in ("case", "notes", "opinions"):
            assert client.get(at(name, checked)).status_code == 403
    theirs = Notice.objects.filter(person__in=[alex, signatory])
    assert set(theirs.values_list("kind", flat=True)) <= {"case.opened"}
    assert not any(secret in str(sent.body) for sent in mail.outbox for secret in SECRETS)


def test_own_data_of_the_municipality_holds_nothing_of_it(checked: CaseFile) -> None:
    client = make.client(checked.concept.created_by)
    for answer in (client.get("/konto/daten/"), client.post("/konto/daten/herunterladen/")):
        assert not [secret for secret in SECRETS if secret in answer.content.decode()]


def test_the_ledger_tells_notes_to_the_authority_alone(
    checked: CaseFile, robin: User, kim: User
) -> None:
    officers = make.client(robin).get(at("ledger", checked)).content.decode()
    ministry = make.client(kim).get(at("ledger", checked)).content.decode()
    assert "hat in der Prüfliste geschrieben" in officers
    assert "hat in der Prüfliste geschrieben" in ministry
    assert "hat eine interne Notiz geschrieben" in officers
    assert "hat eine interne Notiz geschrieben" not in ministry
    assert not [secret for secret in SECRETS if secret in officers]  # hashes, no texts
    assert make.client(kim).get(at("notes", checked)).status_code == 403


# --- text blocks ----------------------------------------------------------------------------------

BLOCK = {"purpose": "request", "title": "Anrede", "text": "Sehr geehrte Damen und Herren,"}


def test_a_text_block_is_added_changed_and_deleted(robin: User) -> None:
    client, added = make.client(robin), reverse("new-text-block")
    assert client.post(added, BLOCK).status_code == 302
    assert client.post(added, BLOCK).status_code == 302  # a second click
    assert client.post(added, BLOCK | {"text": "Guten Tag"}).status_code == 422
    block = TextBlock.objects.get()
    path = reverse("change-text-block", args=[block.pk])
    (seen,) = page(client.get(path)).xpath("//input[@name='seen']/@value")
    TextBlock.objects.update(text="Guten Morgen")
    stale = client.post(path, BLOCK | {"seen": seen, "text": "Guten Abend"})
    text = page(stale, 409).text_content()
    assert "Guten Morgen" in text and "Guten Abend" in text
    assert client.post(reverse("delete-text-block", args=[block.pk])).status_code == 302
    assert not TextBlock.objects.exists()


def test_a_block_goes_to_the_end_of_its_field(rf: RequestFactory) -> None:
    block = TextBlock.objects.create(**BLOCK)
    typed = {"text": "Guten Tag\n", "due": "morgen"}
    template = get_template("review/text_blocks.html")
    shown: Any = html.fromstring(template.render({"purpose": "request", "into": "text"}))
    (button,) = shown.xpath("//button")
    pressed = typed | {button.get("name"): button.get("value")}
    form = inserted(rf.post("/", pressed))
    assert form and form["due"] == "morgen"
    assert form["text"] == f"Guten Tag\n\n{block.text}"
    for value in ("text 0", "text", " 1", "text x", "text ²"):
        form = inserted(rf.post("/", typed | {"insert": value}))
        assert form is None or form["text"] == "Guten Tag"
    assert inserted(rf.post("/", typed)) is None
