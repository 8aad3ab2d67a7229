"""A file that is given out: whole, provable, the same each time, and without what is not theirs."""

import hashlib
import io
import json
from collections.abc import Collection
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.utils import timezone

from tests import make
from wirportal.concepts.models import Attachment, Concept, Submission, Upload
from wirportal.concepts.models.uploads import UploadState
from wirportal.concepts.sealing import seal, sign_on_paper, submit
from wirportal.concepts.steps import locked
from wirportal.documents.casefile import Outcome, pack, verify
from wirportal.ledger.actions import record
from wirportal.ledger.models import Event
from wirportal.people.models import User
from wirportal.review import filing
from wirportal.review.models import (
    CaseFile,
    CheckRow,
    Condition,
    Decision,
    Message,
    MessageUpload,
    Request,
)
from wirportal.rulebook.decide import Refused
from wirportal.rulebook.roles import Role
from wirportal.rulebook.rules import Action
from wirportal.web.ledger import actions_in, topics_for

pytestmark = pytest.mark.django_db

NOON = datetime(2027, 3, 1, 11, tzinfo=UTC)


def seen_by(concept: Concept, person: User) -> Collection[str]:
    return actions_in(topics_for(concept, person))


def given_out(concept_id: Any, by: User | None = None) -> bytes:
    officer = by or make.officer()
    concept = Concept.objects.get(pk=concept_id)
    with filing.give_out(
        concept_id=concept.pk, by=officer, seen=seen_by(concept, officer)
    ) as packed:
        return packed.read()


def parts_of(data: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(data)) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def facts_in(data: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(parts_of(data)["akte.json"])
    return found


def upload(concept: Concept, name: str, state: str = UploadState.CLEAN) -> Upload:
    data = f"%PDF-1.7 {name}".encode()
    return Upload.objects.create(
        concept=concept,
        name=name,
        media_type="application/pdf",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        data=data if state != UploadState.REFUSED else None,
        why=None if state != UploadState.REFUSED else {"template": "Virus", "values": {}},
        state=state,
        by=concept.created_by,
        at=NOON,
    )


def asked_back(file: CaseFile, text: str = "Bitte ergänzen.") -> Request:
    """A request that was sent, as its verb leaves it."""
    letter = b"%PDF-1.7 letter"
    submission = Submission.objects.get(seal__concept=file.concept)
    made = Request.objects.create(
        file=file,
        number=1,
        text="Sehr geehrte Damen und Herren,",
        due=date(2027, 4, 1),
        begun_by=file.officer,
        begun_at=NOON,
        sent_by=file.officer,
        sent_at=timezone.now(),
        letter=letter,
        letter_sha256=hashlib.sha256(letter).hexdigest(),
        asked_about=submission,
    )
    made.items.create(place=1, question="opening", text=text, reply="Heimlich schon getippt")
    Concept.objects.filter(pk=file.concept_id).update(state="returned", open_questions=["opening"])
    return made


def answered(concept: Concept) -> Submission:
    """The municipality hands in again what it was asked for."""
    alex = concept.created_by
    make.saved(concept, "opening", "Ganz neue Öffnung", alex)
    sealed = seal(concept_id=concept.pk, by=alex)
    sign_on_paper(
        concept_id=concept.pk, seal_id=sealed.pk, data=b"%PDF-1.7 neu",
        media_type="application/pdf", by=alex,
    )  # fmt: skip
    return submit(concept_id=concept.pk, seal_id=sealed.pk, by=alex)


def decided(file: CaseFile, approver: User, *, issued: bool = True) -> Decision:
    """A decision with all that hangs on it; issued, or still being written."""
    submission = Submission.objects.filter(seal__concept=file.concept).latest("at")
    pdf = b"%PDF-1.7 decision"
    done = {
        "countersigned_by": approver,
        "countersigned_at": NOON,
        "issued_by": file.officer,
        "issued_at": NOON,
        "pdf": pdf,
        "pdf_sha256": hashlib.sha256(pdf).hexdigest(),
    }
    made = Decision.objects.create(
        file=file,
        version=1 + file.decisions.count(),
        submission=submission,
        result="approve",
        text="Wir bewilligen. <script>",
        by=file.officer,
        at=NOON,
        proposed_at=NOON,
        **(done if issued else {}),
    )
    made.amounts.create(
        place=1, label="Volle Stelle", cap=60_000, verified=False, quantity="0.5", amount=30_000
    )
    return made


def everything() -> CaseFile:
    """A case of two rounds in which there is one of everything."""
    file = make.in_review()
    concept, officer = file.concept, file.officer
    approver = make.user("Noa Zweitblick", Role.APPROVER, make.office())
    ministry = make.user("Charlie Übersicht", Role.MINISTRY, make.office())
    sealed = concept.seals.get()
    paper = concept.call.papers.create(place=0, name="Beschluss", required=False)
    Attachment.objects.create(
        concept=concept, paper=paper, upload=upload(concept, "Beschluss.pdf"), seal=sealed
    )
    asked_back(file)
    answered(Concept.objects.get(pk=concept.pk))
    Concept.objects.filter(pk=concept.pk).update(state="in_review")
    message = Message.objects.create(
        concept=concept, from_authority=False, text="Anbei.", by=concept.created_by, at=NOON
    )
    for name, state in (
        ("Plan.xlsx", "clean"),
        ("Wartet.pdf", "waiting"),
        ("Virus.pdf", "refused"),
    ):
        MessageUpload.objects.create(message=message, upload=upload(concept, name, state))
    file.opinions.create(
        question="Und der Beirat?", due=date(2027, 3, 5), asked_by=officer, asked_at=NOON,
        moved_by=officer, moved_at=NOON, moved_why="Urlaub im Referat",
        cancelled_by=officer, cancelled_at=NOON, cancelled_why="Schon geklärt",
    )  # fmt: skip
    file.opinions.create(
        question="Passt es?", due=date(2027, 3, 9), asked_by=officer, asked_at=NOON,
        text="Es passt.", given_by=ministry, given_at=NOON,
    )  # fmt: skip
    row = CheckRow.objects.create(
        directive=file.call.directive,
        place=0,
        part="formal",
        text="Frist gewahrt",
        rests_on="Nr. 5.1",
    )
    file.findings.create(row=row, outcome="met", remark="ja", by=officer, at=NOON)
    file.remarks.create(question="opening", text="Knapp", by=officer, at=NOON)
    file.notes.create(text="Rücksprache", by=officer, at=NOON)
    decision = decided(file, approver)
    for place, text in enumerate(("Bericht", "Nachweis"), start=1):
        decision.conditions.create(place=place, text=text, note="noch nicht fertig")
    Condition.objects.filter(place=2).update(
        note="erledigt", done_by=concept.created_by, done_at=NOON, proof=upload(concept, "Foto.png")
    )
    decision.objections.create(received_on=date(2027, 4, 9), text="zu wenig", by=officer, at=NOON)
    return file


def test_a_file_with_everything_proves_itself(tmp_path: Path) -> None:
    file = everything()
    (tmp_path / "akte.zip").write_bytes(data := given_out(file.concept_id))
    known = Event.objects.get(action=Action.GIVE_OUT_FILE)
    report = verify(tmp_path / "akte.zip", None, known.reason)
    assert [f.text for result in report.results for f in result.findings] == []
    assert report.outcome is Outcome.FINE
    assert sorted(parts_of(data)) == [
        "akte.json",
        "bescheid-1/bescheid.pdf",
        "bescheid-1/nachweis-2.png",
        "einreichung-1/anlage-1.pdf",
        "einreichung-1/eingangsbestaetigung.pdf",
        "einreichung-1/konzept.html",
        "einreichung-1/konzept.json",
        "einreichung-1/konzept.pdf",
        "einreichung-1/unterschriften-1.pdf",
        "einreichung-2/eingangsbestaetigung.pdf",
        "einreichung-2/konzept.html",
        "einreichung-2/konzept.json",
        "einreichung-2/konzept.pdf",
        "einreichung-2/unterschriften-1.pdf",
        "index.html",
        "ledger.jsonl",
        "manifest.json",
        "nachforderung-1/schreiben.pdf",
        "nachricht-1/datei-1.xlsx",
    ]


def test_the_index_tells_everything_in_words() -> None:
    index = parts_of(given_out(everything().concept_id))["index.html"].decode()
    for said in (
        "WIR-2027-001", "Landkreis Musterland",
        "Sehr geehrte Damen und Herren,", "Heimlich schon getippt", "Anbei.", "Wartet.pdf",
        "wird noch geprüft", "abgewiesen", "Es passt.", "Frist gewahrt", "Nr. 5.1", "Knapp",
        "Rücksprache", "Wir bewilligen. &lt;script&gt;", "30.000,00", "0,50",
        "zu wenig", "erledigt",
        "Robin Amt hat die Prüfung begonnen, Aktenzeichen WIR-2027-001.",
    ):  # fmt: skip
        assert said in index, said
    assert "noch nicht fertig" not in index


def test_given_out_again_it_is_the_same_byte_for_byte() -> None:
    file = make.in_review()
    first = given_out(file.concept_id)
    assert given_out(file.concept_id) == first
    assert Event.objects.filter(action=Action.GIVE_OUT_FILE).count() == 1
    approver = make.user("Noa Zweitblick", Role.APPROVER, make.office())
    assert given_out(file.concept_id, approver) == first
    assert Event.objects.filter(action=Action.GIVE_OUT_FILE).count() == 2
    file.notes.create(text="Neu", by=file.officer, at=NOON)
    assert given_out(file.concept_id) != first


def test_before_the_check_begins_it_goes_by_the_number_of_the_submission() -> None:
    submission = make.submitted()
    facts = facts_in(given_out(submission.seal.concept_id))
    assert facts["head"]["facts"]["file_number"] == "Eingang 2027-0001"


def test_drafts_of_the_authority_stay_in_the_portal() -> None:
    file = make.in_review()
    submission = Submission.objects.get()
    draft = Request.objects.create(
        file=file, number=1, begun_by=file.officer, begun_at=NOON, asked_about=submission
    )
    draft.items.create(place=1, question="opening", text="Halb gedacht")
    decided(file, file.officer, issued=False)
    text = b"".join(parts_of(given_out(file.concept_id)).values())
    assert b"Halb gedacht" not in text
    assert b"Wir bewilligen" not in text


def told(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in parts_of(data)["ledger.jsonl"].splitlines()]


def test_of_the_drafting_only_the_links_of_the_chain_are_told() -> None:
    file = make.in_review()
    events = told(given_out(file.concept_id))
    hidden = [event for event in events if "action" not in event]
    assert all(set(event) == {"sequence", "previous", "sha256"} for event in hidden)
    assert {event["action"] for event in events if "action" in event} == {
        "concept.create",
        "concept.submit",
        "case.open",
    }
    assert "answer.save" in set(Event.objects.values_list("action", flat=True))


def test_while_a_request_is_answered_nothing_of_the_answer_is_told() -> None:
    file = make.in_review()
    asked_back(file)
    before = given_out(file.concept_id)
    concept = Concept.objects.get(pk=file.concept_id)
    make.saved(concept, "opening", "Geheimer Entwurf", concept.created_by)
    Attachment.objects.create(concept=concept, upload=upload(concept, "Entwurf.pdf"))
    assert given_out(file.concept_id) == before
    seal(concept_id=concept.pk, by=concept.created_by)
    assert given_out(file.concept_id) == before
    whole = b"".join(parts_of(before).values())
    assert b"Heimlich schon getippt" not in whole
    sign_on_paper(
        concept_id=concept.pk, seal_id=concept.seals.get(submission=None).pk, data=b"%PDF-1.7 x",
        media_type="application/pdf", by=concept.created_by,
    )  # fmt: skip
    assert given_out(file.concept_id) == before
    submit(
        concept_id=concept.pk,
        seal_id=concept.seals.get(submission=None).pk,
        by=concept.created_by,
    )
    after = b"".join(parts_of(given_out(file.concept_id)).values())
    assert b"Geheimer Entwurf" in after
    assert b"Heimlich schon getippt" in after


def test_what_happens_while_it_is_packed_is_packed_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody is faster between packing and noting: it is packed anew, and not for ever."""
    file = make.in_review()
    packings: list[int] = []

    def slow(archive: Any, into: Any) -> str:
        done = pack(archive, into)
        packings.append(archive.events[-1]["sequence"])
        if len(packings) in disturbed:
            concept = locked(file.concept_id)
            record(chain=concept.pk, actor_id=file.officer_id, action=Action.OPEN_CASE)
        return done

    monkeypatch.setattr(filing, "pack", slow)
    disturbed = {1}
    assert told(given_out(file.concept_id))[-1]["sequence"] == packings[-1] > packings[0]
    packings.clear()
    disturbed = {1, 2, 3}
    with pytest.raises(Refused) as refused:
        given_out(file.concept_id)
    assert refused.value.ruling.passing


@pytest.mark.parametrize("role", [Role.MINISTRY, Role.COORDINATOR, Role.ADMINISTRATOR])
def test_only_the_authority_gives_files_out(role: Role) -> None:
    file = make.in_review()
    with pytest.raises(Refused):
        given_out(file.concept_id, make.user("Jona Anders", role))


def test_papers_cost_no_more_queries_however_much_is_said(
    django_assert_max_num_queries: Any,
) -> None:
    file = everything()
    concept, seen = Concept.objects.get(pk=file.concept_id), seen_by(file.concept, file.officer)
    for number in range(30):
        file.notes.create(text=f"{number}", by=file.officer, at=NOON)
        Message.objects.create(
            concept=concept, from_authority=True, text="x", by=file.officer, at=NOON
        )
    with django_assert_max_num_queries(45):
        filing.archive_of(concept, seen)
