"""Scenes about cases at the authority: see `scenes`."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from pikepdf import Pdf

from tests import make
from tests.documents import attachments as files
from tests.review import deciding
from wirportal.concepts.models import (
    Answer,
    Concept,
)
from wirportal.concepts.tasks import draw_preview
from wirportal.concepts.uploads import Sent
from wirportal.people.models import User
from wirportal.review import checking
from wirportal.review.actions import open_case
from wirportal.review.checking import Found
from wirportal.review.corresponding import write
from wirportal.review.models import CaseFile, Finding
from wirportal.review.opinions import ask_opinion
from wirportal.review.requesting import ItemFacts, RequestFacts, save_request
from wirportal.review.searching import index
from wirportal.review.text_blocks import BlockFacts, add_block
from wirportal.rulebook.states import State
from wirportal.sentence import Sentence

Facts = dict[str, Any]


def decided(by: int, how: str = "issued") -> str:
    """A concept of the person with a decision: in_review (none yet), proposed, given,
    countersigned, issued, corrected; returns the concept's id."""
    file = make.in_review(User.objects.get(pk=by))
    cap = {"place": 90, "amount": 60_000, "unit": "Euro im Jahr"}
    file.call.directive.provisions.get_or_create(label=deciding.CAP, defaults=cap)
    if how == "corrected":
        deciding.issued(file)
        deciding.issued(file, deciding.facts("50000", why="Die Stelle ist kleiner."))
    elif how != "in_review":
        getattr(deciding, how)(file)
    return str(file.concept_id)


def decided_by() -> int:
    """The id of the authority that decides."""
    return make.office().pk


def requested(by: int, how: str = "sent") -> str:
    """A concept of the person with a Nachforderung: drafted, sent, or answered (also where nobody
    had asked) and taken on again; returns the concept's id."""
    file = make.in_review(User.objects.get(pk=by))
    goals = ItemFacts("annual_plan", "Bitte nennen Sie Zahlen.")
    advice = ItemFacts("opening", "Ein Beispiel wäre hilfreich.", required=False)
    if how == "drafted":
        facts = RequestFacts("Bitte ergänzen Sie.", date(2098, 12, 31), (goals, advice))
        told: Facts = {"concept_id": file.concept_id, "by": make.officer()}
        save_request(facts=facts, seen=RequestFacts().seen, **told)
        return str(file.concept_id)
    sent = make.requested(file, goals, advice)
    if how == "answered":
        other = Answer.objects.filter(concept=file.concept_id, question="status")
        other.update(value="Heimlich anders.")
        make.answered(sent, annual_plan="Zwölf Beratungen im Monat.")
        open_case(concept_id=file.concept_id, by=make.officer())
    return str(file.concept_id)


def case(concept: str, officer: int) -> None:
    """The concept as it stands is handed in, the officer's to check, late, and can be searched."""
    made = Concept.objects.get(pk=concept)
    make.as_handed_in(made)
    Concept.objects.filter(pk=concept).update(state=State.SUBMITTED)
    file = open_case(concept_id=made.pk, by=User.objects.get(pk=officer))
    CaseFile.objects.filter(pk=file.pk).update(due=date(2020, 1, 1))
    index(concept_id=made.pk)


def papers(concept: str) -> None:
    """The call asks for three papers: one is there and checked, one waits, one is missing; what
    lies beside them was refused."""
    made = Concept.objects.get(pk=concept)
    names = ("Kosten- und Finanzierungsplan", "Stellenbeschreibung", "Kooperationsvereinbarung")
    asked = [make.paper(name, required=name != names[2], year=made.budget_year) for name in names]
    there = make.attached(made, asked[0], name="Finanzierungsplan Entwurf 3.png")
    make.checked(there.upload)
    make.attached(made, asked[2], data=make.PNG + b"2", name="Kooperation.png")
    refused = make.attached(made, data=make.PNG + b"3", name="Organigramm.png")
    make.checked(refused.upload, Sentence("Die Datei enthält Makros."))


def shown(concept: str, pages: int = 7) -> None:
    """A PDF beside the draft with a preview of its first pages; 0 pages: nobody can draw it."""
    data = files.pdf(lambda document: add_pages(document, pages - 1)) if pages else b"%PDF-1.7"
    name = "Stellenbeschreibung_WIR-Koordination_und_Integrationsbeauftragte_Entwurf.pdf"
    upload = make.attached(Concept.objects.get(pk=concept), data=data, name=name).upload
    make.checked(upload)
    draw_preview.call(upload.preview.pk)


def add_pages(document: Pdf, count: int) -> None:
    for _ in range(count):
        document.add_blank_page(page_size=(595, 842))


def wrote(concept: str, text: str, by: int, file: str = "") -> None:
    """Somebody writes to the other side, with a file that was checked, where it has a name."""
    sent = [Sent(file, make.PNG)] if file else []
    person = User.objects.get(pk=by)
    made = write(key=uuid4(), concept_id=UUID(concept), text=text, by=person, files=sent)
    for one in made.uploads.select_related("upload"):
        make.checked(one.upload)


def checked(by: int) -> Facts:
    """A complete concept of the person at the authority, with one of everything that is found in
    it: ids of the concept, of the first row of its checklist, of the ministry's open question and
    of a text block."""
    made = make.complete(User.objects.get(pk=by))
    make.as_handed_in(made)
    Concept.objects.filter(pk=made.pk).update(state=State.SUBMITTED)
    robin, day = make.officer(), date(2098, 12, 31)
    file = open_case(concept_id=made.pk, by=robin)
    row = file.call.directive.checks.get(place=1)
    told: Facts = {"concept_id": made.pk, "by": robin}
    checking.save_findings(findings={row.pk: Found("not_met", "Einen Tag zu spät.", 0)}, **told)
    checking.remark(question_id="opening", text="Das ist sehr knapp.", **told)
    checking.note(text="Frau Muster ist ab Oktober im Urlaub.", **told)
    opinion = ask_opinion(question="Passt das zur Landeslinie?", due=day, **told)
    facts = BlockFacts("request", "Anrede", "Sehr geehrte Damen und Herren,")
    block = add_block(facts=facts, by=robin)
    return {
        "concept": str(made.pk),
        "row": row.pk,
        "opinion": opinion.pk,
        "block": block.pk,
        "directive": file.call.directive_id,
    }


def found(concept: str, row: int, remark: str) -> None:
    """Another officer writes in a row of the checklist."""
    finding = Finding.objects.filter(file__concept=UUID(concept), row=row).first()
    said = Found("met", remark, finding.version if finding else 0)
    by = make.officer("Jona Amt")
    checking.save_findings(concept_id=UUID(concept), findings={row: said}, by=by)
