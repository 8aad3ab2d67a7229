"""Papers, files and messages as people of each side meet them."""

import html
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests import make
from tests.house.test_urls import same
from wirportal.concepts.models import Attachment, Concept, Upload
from wirportal.documents.reading.formats import BYTES
from wirportal.people.models import User
from wirportal.review.models import Message, TextBlock
from wirportal.rulebook.roles import Role
from wirportal.rulebook.states import State
from wirportal.sentence import Sentence

pytestmark = pytest.mark.django_db


@pytest.fixture
def alex() -> User:
    return make.user()


@pytest.fixture
def concept(alex: User) -> Concept:
    return make.concept(alex)


@pytest.fixture
def handed_in(concept: Concept) -> Concept:
    """With a paper that was sealed, and one that was added beside the draft afterwards."""
    make.checked(make.attached(concept, name="Alt.png").upload)
    make.checked(make.attached(concept, name="Neu.png", data=make.PNG + b"2").upload)
    seal = make.as_handed_in(concept).seal
    old = Attachment.objects.get(upload__name="Alt.png")
    Attachment.objects.create(concept=concept, upload=old.upload, seal=seal)
    Concept.objects.filter(pk=concept.pk).update(state=State.IN_REVIEW)
    concept.refresh_from_db()
    return concept


def at(name: str, concept: Concept, *more: Any) -> str:
    return reverse(name, args=[concept.pk, *more])


def text(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def answered(answer: Any, upload: object) -> object:
    return same(answer, upload)


def a_file(data: bytes = make.PNG, name: str = "Plan.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def post(client: Client, user: User, path: str, **data: Any) -> Any:
    return client.post(path, {"writer": user.pk} | data)


# --- papers ---------------------------------------------------------------------------------------


def test_a_paper_is_added_seen_and_removed(alex: User, concept: Concept) -> None:
    paper, client = make.paper(), make.client(alex)
    path = at("attachments", concept)
    page = text(client.get(path))
    assert "Stellenplan" in page and "fehlt noch" in page
    sent = post(client, alex, path, paper=paper.pk, file=a_file())
    assert sent.status_code == 302
    page = text(client.get(path))
    assert "Plan.png" in page and "wird noch geprüft" in page and "fehlt noch" not in page
    one = Attachment.objects.get()
    assert at("upload", concept, one.upload_id) not in page
    make.checked(one.upload)
    assert at("upload", concept, one.upload_id) in text(client.get(path))
    for _ in range(2):
        assert client.post(at("detach", concept, one.pk)).status_code == 302
    assert "fehlt noch" in text(client.get(path))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"paper": "0"}, "Bitte wählen Sie eine Datei aus"),
        ({"file": a_file()}, "Bitte wählen Sie aus, was es ist"),
        ({"paper": "99", "file": a_file()}, "Bitte wählen Sie aus, was es ist"),
        ({"paper": "0", "file": a_file(b"")}, "Die Datei ist leer"),
        ({"paper": "0", "file": a_file(b"MZ", "a.exe")}, "Das ist ein Programm"),
        ({"paper": "0", "file": a_file(name="a.pdf")}, "endet auf „.pdf“"),
    ],
)
def test_what_can_not_be_added_is_said_at_its_field(
    alex: User, concept: Concept, data: dict[str, Any], says: str
) -> None:
    answer = post(make.client(alex), alex, at("attachments", concept), **data)
    assert answer.status_code == 422
    assert text(answer).count(says) == 2  # in the summary, and at the field
    assert not Upload.objects.exists()


def test_the_signing_page_says_what_is_missing_and_leads_there(alex: User) -> None:
    make.paper()
    concept = make.complete(alex)
    page = text(make.client(alex).get(at("signing", concept)))
    assert "Es fehlen noch Unterlagen, die der Förderaufruf verlangt: Stellenplan" in page
    assert at("attachments", concept) in page


def test_the_last_page_before_handing_in_lists_them_with_checksums(alex: User) -> None:
    concept = make.complete(alex)
    upload = make.attached(concept).upload
    make.checked(upload)
    client = make.client(alex)
    client.post(at("seal", concept))
    seal = concept.seals.get()
    sent = post(
        client,
        alex,
        at("sign-on-paper", concept, seal.pk),
        file=a_file(b"%PDF-1.7", "scan.pdf"),
        checked="on",
    )
    assert sent.status_code == 302
    for name in ("signing", "submit"):
        page = text(client.get(at(name, concept, *([seal.pk] if name == "submit" else []))))
        assert "Plan.png" in page and upload.sha256 in page
    post(client, alex, at("submit", concept, seal.pk))
    assert upload.sha256 in text(client.get(at("signing", concept)))


def test_the_authority_sees_what_was_handed_in_and_nothing_else(handed_in: Concept) -> None:
    client = make.client(make.officer())
    page = text(client.get(at("attachments", handed_in)))
    assert "Alt.png" in page and "Neu.png" not in page
    old, new = (Upload.objects.get(name=name) for name in ("Alt.png", "Neu.png"))
    assert client.get(at("upload", handed_in, old.pk)).status_code == 200
    there = client.get(at("upload", handed_in, new.pk))
    assert there.status_code == 404
    missing = uuid4()
    nowhere = client.get(at("upload", handed_in, missing))
    assert answered(there, new.pk) == answered(nowhere, missing)


# --- files ----------------------------------------------------------------------------------------


def test_a_file_is_saved_never_shown(alex: User, concept: Concept) -> None:
    upload = make.attached(concept).upload
    make.checked(upload)
    answer = make.client(alex).get(at("upload", concept, upload.pk))
    assert answer.content == make.PNG
    assert answer["Content-Disposition"] == 'attachment; filename="Plan.png"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"


def test_nobody_gets_a_file_before_it_was_checked_or_once_it_was_refused(
    alex: User, concept: Concept
) -> None:
    upload = make.attached(concept).upload
    client = make.client(alex)
    waiting = client.get(at("upload", concept, upload.pk))
    assert (waiting.status_code, "wird noch geprüft" in text(waiting)) == (409, True)
    make.checked(upload, Sentence("Die Datei enthält Makros."))
    refused = client.get(at("upload", concept, upload.pk))
    assert (refused.status_code, "abgewiesen" in text(refused)) == (409, True)
    assert "Die Datei enthält Makros." in text(client.get(at("attachments", concept)))


def test_a_file_of_another_concept_is_not_there(alex: User, concept: Concept) -> None:
    upload = make.attached(concept).upload
    make.checked(upload)
    kim = make.user("Kim Fremd", Role.COORDINATOR, make.body("Landkreis Anderswo"))
    own = make.concept(kim)
    client = make.client(kim)
    assert client.get(at("upload", concept, upload.pk)).status_code == 404
    assert client.get(at("upload", own, upload.pk)).status_code == 404
    client.post(at("detach", own, Attachment.objects.get().pk))
    assert Attachment.objects.exists()


# --- messages -------------------------------------------------------------------------------------

KEY = "5f0f2b9e-6a55-4d5c-9d7e-5d8f1f0c0a01"


def test_both_sides_write_and_read(alex: User, handed_in: Concept) -> None:
    robin = make.officer()
    path = at("messages", handed_in)
    here, there = make.client(alex), make.client(robin)
    sent = post(here, alex, path, key=KEY, text="Dürfen wir tauschen?", uploads=[a_file()])
    assert sent.status_code == 302
    post(here, alex, path, key=KEY, text="Dürfen wir tauschen?", uploads=[a_file()])
    assert Message.objects.count() == 1
    page = text(there.get(path))
    assert "Dürfen wir tauschen?" in page and "wird noch geprüft" in page
    upload = Upload.objects.get(message__isnull=False)
    make.checked(upload)
    assert there.get(at("upload", handed_in, upload.pk)).content == make.PNG
    post(there, robin, path, key=KEY.replace("5f", "6f"), text="Ja, gern.")
    assert "Ja, gern." in text(here.get(path))


def test_what_was_typed_stays_where_a_file_is_not_taken(alex: User, handed_in: Concept) -> None:
    files = [a_file(b"MZ", "a.exe")]
    path = at("messages", handed_in)
    answer = post(make.client(alex), alex, path, key=KEY, text="Ein langer Text", uploads=files)
    assert answer.status_code == 422
    assert "„a.exe“: Das ist ein Programm" in text(answer)
    assert "Ein langer Text</textarea>" in text(answer)
    assert KEY in text(answer)
    assert not Message.objects.exists()


@pytest.mark.parametrize("sizes", [(BYTES + 100_000,), (12_000_000, 12_000_000)])
def test_what_was_typed_stays_where_files_are_too_large(
    alex: User, handed_in: Concept, sizes: tuple[int, ...]
) -> None:
    before = Upload.objects.count()
    files = [a_file(make.PNG + bytes(size), f"{size}.png") for size in sizes]
    path = at("messages", handed_in)
    answer = post(make.client(alex), alex, path, key=KEY, text="Ein langer Text", uploads=files)
    assert answer.status_code == 422
    assert "Mehr als 20 MB nimmt das Portal nicht auf einmal an" in text(answer)
    assert "Ein langer Text</textarea>" in text(answer)
    assert not Message.objects.exists()
    assert Upload.objects.count() == before


def test_too_many_files_are_said_so(alex: User, handed_in: Concept) -> None:
    files = [a_file(make.PNG + bytes([n])) for n in range(6)]
    answer = post(
        make.client(alex), alex, at("messages", handed_in), key=KEY, text="Hallo", uploads=files
    )
    assert answer.status_code == 422
    assert "höchstens 5 Dateien" in text(answer)


def test_what_was_typed_survives_the_end_of_the_sign_in_and_files_are_asked_for_again(
    alex: User, handed_in: Concept
) -> None:
    path = at("messages", handed_in)
    data = {"key": KEY, "text": "Ein langer Text", "uploads": [a_file()]}
    expired = post(make.client(), alex, path, **data)
    assert expired.status_code == 401
    assert "Ein langer Text" in text(expired)
    arrived = post(
        make.client(alex), alex, path, key=KEY, text="Ein langer Text", **{"files-lost": "1"}
    )
    assert arrived.status_code == 422
    assert "Bitte wählen Sie sie neu" in text(arrived)
    assert "Ein langer Text</textarea>" in text(arrived)


def test_an_officer_puts_a_text_block_into_a_message(handed_in: Concept) -> None:
    block = TextBlock.objects.create(purpose="message", title="Gruß", text="Mit freundlichem Gruß")
    TextBlock.objects.create(purpose="request", title="Frist", text="Bitte binnen zwei Wochen.")
    robin, path = make.officer(), at("messages", handed_in)
    client = make.client(robin)
    shown = text(client.get(path))
    assert "Mit freundlichem Gruß" in shown and "binnen zwei Wochen" not in shown
    typed = {"key": KEY, "text": "Guten Tag", "insert": f"text {block.pk}"}
    answer = post(client, robin, path, uploads=a_file(), **typed)
    assert answer.status_code == 200
    assert "Guten Tag\n\nMit freundlichem Gruß</textarea>" in text(answer)
    assert f'name="key" value="{KEY}"' in text(answer)
    assert "Bitte wählen Sie Ihre Dateien noch einmal aus." in text(answer)
    assert not Message.objects.exists() and not Upload.objects.filter(by=robin).exists()


def test_nobody_else_reads_the_authority_s_text_blocks(alex: User, handed_in: Concept) -> None:
    block = TextBlock.objects.create(purpose="message", title="Gruß", text="Mit freundlichem Gruß")
    path, mira = at("messages", handed_in), make.user("Mira", Role.MINISTRY, make.office())
    signatory = make.user("Robin Vorlage", Role.SIGNATORY)
    for user in (alex, signatory, mira):
        shown = text(make.client(user).get(path))
        assert "Gruß" not in shown and "Textbausteine" not in shown
    typed = {"key": KEY, "text": "Guten Tag", "insert": f"text {block.pk}"}
    sent = post(make.client(alex), alex, path, **typed)
    assert "Gruß" not in text(sent)
    assert [one.text for one in Message.objects.all()] == ["Guten Tag"]


def test_the_ministry_reads_and_does_not_write(handed_in: Concept) -> None:
    mira = make.user("Mira Land", Role.MINISTRY, make.office())
    client = make.client(mira)
    assert "Nachricht senden" not in text(client.get(at("messages", handed_in)))
    assert post(client, mira, at("messages", handed_in)).status_code == 403


def test_the_turn_stands_on_both_sides_pages(alex: User, handed_in: Concept) -> None:
    mine, theirs = "Sie sind am Zug", "Bewilligungsbehörde"
    overview = text(make.client(alex).get(at("concept", handed_in)))
    assert theirs in overview and mine not in overview
    assert mine in text(make.client(make.officer()).get(at("case", handed_in)))


@pytest.mark.parametrize("name", ["attachments", "messages"])
def test_pages_ask_the_database_as_often_for_thirty(
    alex: User, handed_in: Concept, name: str, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        make.attached(
            handed_in_draft(handed_in), name=f"{number}.png", data=make.PNG + b"%d" % number
        )
        Message.objects.create(
            concept=handed_in, from_authority=False, text="Hallo", by=alex, at=handed_in.created_at
        )
    Concept.objects.filter(pk=handed_in.pk).update(state=State.IN_REVIEW)
    client = make.client(alex)
    with django_assert_max_num_queries(15):
        assert client.get(at(name, handed_in)).status_code == 200


def handed_in_draft(concept: Concept) -> Concept:
    """As if it were a draft again."""
    Concept.objects.filter(pk=concept.pk).update(state=State.DRAFT)
    return concept
