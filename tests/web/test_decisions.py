"""The pages of a decision, as people of each role meet them."""

from dataclasses import asdict
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests import make
from tests.house.test_queries import statements
from tests.review.deciding import CAP, approver, countersigned, facts, given, issued, proposed
from wirportal.concepts.models import Concept, Provision
from wirportal.concepts.uploads import Sent
from wirportal.ledger.models import Event
from wirportal.notices.models import Notice
from wirportal.people.models import User
from wirportal.people.seen import digest
from wirportal.review import delivering
from wirportal.review.deciding import ConditionFacts
from wirportal.review.delivering import ConditionWork
from wirportal.review.models import CaseFile, Condition, Decision, Letterhead, Objection, TextBlock
from wirportal.rulebook.roles import Role
from wirportal.rulebook.rules import Action
from wirportal.rulebook.states import State
from wirportal.sentence import Sentence

pytestmark = pytest.mark.django_db


@pytest.fixture
def alex() -> User:
    return make.user()


@pytest.fixture
def robin() -> User:
    return make.officer()


@pytest.fixture
def file(alex: User) -> CaseFile:
    return make.in_review(alex)


def at(name: str, file: CaseFile, *more: Any) -> str:
    return reverse(name, args=[file.concept_id, *more])


def get(user: User, path: str) -> str:
    answer = make.client(user).get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def post(user: User, path: str, client: Client | None = None, **data: Any) -> Any:
    return (client or make.client(user)).post(path, {"writer": user.pk} | data)


def typed(saved: int = 0, amount: str = "60.000", quantity: str = "1", **changes: Any) -> Any:
    """What the page of a proposal sends."""
    cap = Provision.objects.get(label=CAP).pk
    conditions = {
        "condition-TOTAL_FORMS": "2",
        "condition-INITIAL_FORMS": "0",
        "condition-0-text": "Es ist zu berichten.",
        "condition-0-due": "31.03.2028",
        "condition-1-text": "",
        "condition-1-due": "",
    }
    fields = {
        "saved": saved,
        "result": "approve",
        "period_from": "01.01.2027",
        "period_to": "31.12.2027",
        f"amount-{cap}-quantity": quantity,
        f"amount-{cap}-amount": amount,
    }
    return conditions | fields | changes


def test_an_officer_proposes_words_and_gives_it_on(file: CaseFile, robin: User) -> None:
    assert "nicht geprüft" in get(robin, at("propose", file))
    answer = post(robin, at("propose", file), **typed(amount="30.000", quantity="0,5"))
    assert answer["Location"] == at("word-decision", file, 1)
    text = get(robin, at("word-decision", file, 1))
    assert "insgesamt 30.000,00 Euro" in text
    made = Decision.objects.get()
    assert post(robin, at("word-decision", file, 1), text=made.text, saved=1).status_code == 302
    desk = get(robin, at("proposal-desk", file))
    assert at("give-proposal", file, 1) in desk
    assert post(robin, at("give-proposal", file, 1), saved=1).status_code == 302
    assert "wartet auf die Mitzeichnung" in get(robin, at("proposal-desk", file))
    assert make.client(robin).get(at("propose", file)).status_code == 409


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_lost(file: CaseFile, robin: User) -> None:
    wrong: dict[str, Any] = {
        "result": "",
        "period_to": "31.02.2027",
        "condition-1-due": "01.01.2028",
    }
    answer = post(robin, at("propose", file), **typed(amount="viel", **wrong))
    text = answer.content.decode()
    assert answer.status_code == 422
    for says in (
        "wie entschieden werden soll",
        "Bitte schreiben Sie ein Datum",
        "Bitte schreiben Sie einen Betrag",
        "was zu erfüllen ist",
        "Es ist zu berichten.",
    ):
        assert says in text
    assert not Decision.objects.exists()


def test_an_amount_above_the_cap_is_refused_at_its_field(file: CaseFile, robin: User) -> None:
    answer = post(robin, at("propose", file), **typed(amount="30.000,01", quantity="0,5"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Dafür sieht die Richtlinie höchstens 30.000,00 Euro vor." in text
    assert 'value="30.000,01"' in text
    assert not Decision.objects.exists()


def test_an_approval_grants_something(file: CaseFile, robin: User) -> None:
    answer = post(robin, at("propose", file), **typed(amount="", quantity=""))
    assert answer.status_code == 422
    assert "wie viel bewilligt wird" in answer.content.decode()


def test_who_declines_grants_nothing(file: CaseFile, robin: User) -> None:
    assert post(robin, at("propose", file), **typed(result="decline")).status_code == 302
    made = Decision.objects.get()
    assert (made.amounts.count(), made.conditions.count(), made.period_from) == (0, 0, None)


def test_two_officers_at_once_keep_what_they_typed(file: CaseFile, robin: User) -> None:
    kim = make.officer("Kim Amt")
    assert post(robin, at("propose", file), **typed()).status_code == 302
    answer = post(kim, at("propose", file), **typed(amount="50.000"))
    text = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="50.000"' in text
    assert 'name="saved" value="1"' in text
    assert post(kim, at("propose", file), **typed(1, "50.000")).status_code == 302
    late = post(robin, at("word-decision", file, 1), text="Von Robin", saved=1)
    assert late.status_code == 409
    assert "Von Robin" in late.content.decode()
    assert "50.000,00 Euro" in late.content.decode()


def test_words_are_set_up_anew_when_asked_for(file: CaseFile, robin: User) -> None:
    made = proposed(file)
    path = at("word-decision", file, 1)
    post(robin, path, text="Nur das", saved=made.saved)
    assert Decision.objects.get().text == "Nur das"
    assert post(robin, path, anew="1", saved=made.saved + 1).status_code == 302
    assert "60.000,00 Euro" in Decision.objects.get().text


def test_the_second_person_reads_everything_and_agrees(file: CaseFile, robin: User) -> None:
    made, sascha = given(file), approver()
    path = at("countersign", file, 1)
    text = get(sascha, path)
    assert "Robin Amt schlägt diese Entscheidung vor" in text
    assert "60.000,00 Euro" in text
    refused = post(sascha, path, saved=made.saved)
    assert refused.status_code == 422
    assert post(sascha, path, saved=made.saved - 1, agreed="on").status_code == 409
    assert post(sascha, path, saved=made.saved, agreed="on").status_code == 302
    assert Decision.objects.get().countersigned_by == sascha


def test_the_own_proposal_is_not_countersigned(file: CaseFile) -> None:
    made = given(file)
    both = make.user("Robin Amt", Role.APPROVER, make.office())
    path = at("countersign", file, 1)
    assert "muss eine andere Person" in get(both, at("proposal-desk", file))
    assert make.client(both).get(path).status_code == 403
    assert post(both, path, saved=made.saved, agreed="on").status_code == 403
    assert Decision.objects.get().countersigned_by is None


@pytest.mark.parametrize("name", ["countersign", "approve", "withdraw"])
def test_what_binds_needs_a_fresh_sign_in(file: CaseFile, name: str, alex: User) -> None:
    made = countersigned(file)
    user = {"countersign": approver("Neu"), "approve": make.officer(), "withdraw": alex}[name]
    args = () if name == "withdraw" else (1,)
    hour_ago = make.client(user, ago=3600)
    path = at(name, file, *args)
    assert hour_ago.get(path)["Location"].startswith(reverse("confirm-person"))
    post(user, path, hour_ago, saved=made.saved, agreed="on", reason="Warum")
    file.concept.refresh_from_db()
    assert file.concept.state == State.IN_REVIEW


def test_the_bescheid_is_issued_once(file: CaseFile, robin: User) -> None:
    made = countersigned(file)
    assert at("approve", file, 1) in get(robin, at("proposal-desk", file))
    assert make.client(robin).get(at("decline", file, 1)).status_code == 404
    assert "Der Bescheid liegt danach sofort" in get(robin, at("approve", file, 1))
    for _ in range(2):
        assert post(robin, at("approve", file, 1), saved=made.saved).status_code == 302
    assert Event.objects.filter(action=Action.APPROVE).count() == 1


def test_the_municipality_sees_nothing_before(file: CaseFile, alex: User, robin: User) -> None:
    proposal = countersigned(file, facts(why=""))
    assert post(robin, at("send-back", file, 1), reason="Noch prüfen").status_code == 302
    client = make.client(alex)
    for name in ("concept", "signing", "read", "ledger"):
        text = client.get(at(name, file)).content.decode()
        for word in ("/entscheidung/", "Mitzeichnung gegeben", "Noch prüfen", "Sascha", "60.000"):
            assert word not in text, (name, word)
    for name, *more in (
        ("proposal-desk",),
        ("decision-draft", 1),
        ("countersign", 1),
        ("word-decision", 1),
    ):
        assert client.get(at(name, file, *more)).status_code == 403
    assert client.get(at("decision", file)).status_code == 409
    assert client.get(at("decision-pdf", file, proposal.version)).status_code == 409


def test_the_first_opening_is_the_proof(file: CaseFile, alex: User, robin: User) -> None:
    made = issued(file)
    path = at("decision-pdf", file, 1)
    assert make.client(robin).get(path).content == bytes(made.pdf or b"")
    assert make.client(alex).head(path).status_code == 200
    assert "noch nicht geöffnet" in get(robin, at("proposal-desk", file))
    answer = make.client(alex).get(path)
    assert answer.content == bytes(made.pdf or b"")
    assert answer["Content-Disposition"].startswith("attachment")
    make.client(make.user("Lou Spitze", Role.LEADERSHIP)).get(path)
    assert "von Alex Beispiel" in get(robin, at("proposal-desk", file))
    assert Event.objects.filter(action=Action.OPEN_DECISION).count() == 1
    assert "zum ersten Mal geöffnet" in get(alex, at("ledger", file))


def test_a_replaced_bescheid_stays_and_says_so(file: CaseFile, alex: User, robin: User) -> None:
    issued(file)
    assert post(robin, at("propose", file), **typed(why="")).status_code == 422
    issued(file, facts("50000", why="Die Stelle ist kleiner."))
    text = get(alex, at("decision", file))
    assert "durch einen neueren Bescheid ersetzt" in text
    assert "Die Stelle ist kleiner." in text
    for version in (1, 2):
        assert make.client(alex).get(at("decision-pdf", file, version)).status_code == 200


def test_a_correction_that_is_not_issued_stays_inside(file: CaseFile, alex: User) -> None:
    issued(file)
    proposed(file, facts("50000", why="Geheim"))
    assert "Geheim" not in get(alex, at("decision", file))
    assert make.client(alex).get(at("decision-pdf", file, 2)).status_code == 404


def test_an_objection_is_entered(file: CaseFile, alex: User, robin: User) -> None:
    issued(file)
    path = at("object", file, 1)
    assert post(robin, path, received_on="01.01.2099", text="").status_code == 422
    assert post(robin, path, received_on="20.11.2026", text="Zu wenig").status_code == 302
    assert Objection.objects.count() == 1
    assert "Widerspruch, eingegangen am 20.11.2026" in get(alex, at("decision", file))


def test_a_condition_is_seen_to(file: CaseFile, alex: User, robin: User) -> None:
    issued(file)
    page = get(alex, at("conditions", file))
    assert at("condition", file, 1) in page
    form = get(alex, at("condition", file, 1))
    seen = form.partition('name="seen" value="')[2].partition('"')[0]
    data: dict[str, Any] = {"owner": alex.pk, "note": "Besetzt", "done": "on"}
    stale = post(alex, at("condition", file, 1), seen="anders", **data)
    assert stale.status_code == 409
    assert "Besetzt" in stale.content.decode()
    assert post(alex, at("condition", file, 1), seen=seen, **data).status_code == 302
    text = get(robin, at("conditions", file))
    assert "erfüllt" in text
    assert at("condition", file, 1) not in text
    assert make.client(alex).get(at("condition", file, 3)).status_code == 404


def test_a_condition_is_proved_with_a_file(file: CaseFile, alex: User, robin: User) -> None:
    issued(file)
    path = at("condition", file, 1)
    seen = get(alex, path).partition('name="seen" value="')[2].partition('"')[0]
    data: dict[str, Any] = {"owner": "", "note": "Besetzt", "seen": seen}
    for name, content, status in (("Plan.exe", b"MZ", 422), ("Plan.png", make.PNG, 302)):
        answer = post(alex, path, proof=SimpleUploadedFile(name, content), **data)
        assert answer.status_code == status
    proof = Condition.objects.get(place=1).proof
    assert proof
    assert (Condition.objects.get(place=1).note, proof.name) == ("Besetzt", "Plan.png")
    make.checked(proof)
    here = at("upload", file, proof.pk)
    for reader in (alex, robin):
        assert here in get(reader, at("conditions", file))
        assert make.client(reader).get(here).content == make.PNG
    again_sent: dict[str, Any] = {"proof": SimpleUploadedFile("Plan.png", make.PNG)}
    for data in (again_sent, {}):  # nothing new
        again = get(alex, path).partition('name="seen" value="')[2].partition('"')[0]
        assert post(alex, path, owner="", note="Besetzt", seen=again, **data).status_code == 302
    assert file.concept.uploads.count() == Event.objects.filter(reason="Plan.png").count() == 1


def test_a_refused_proof_leads_to_the_conditions(file: CaseFile, alex: User) -> None:
    issued(file)
    sent = Sent("Plan.png", make.PNG)
    work, seen = ConditionWork(), digest(asdict(ConditionWork()))
    delivering.change_condition(
        concept_id=file.concept_id, place=2, work=work, seen=seen, by=alex, proof=sent
    )
    proof = Condition.objects.get(place=2).proof
    assert proof
    make.checked(proof, Sentence("Die Datei enthält Makros."))
    assert Notice.objects.get(kind="upload.refused").path == at("conditions", file)
    assert "abgewiesen" in get(alex, at("conditions", file))


def test_a_condition_past_its_day_is_overdue(file: CaseFile, robin: User) -> None:
    issued(file)
    assert "überfällig" not in get(robin, at("conditions", file))
    Decision.objects.get().conditions.update(due="2026-01-01")
    assert get(robin, at("conditions", file)).count("überfällig") == 2


def test_a_concept_is_withdrawn(file: CaseFile, alex: User, robin: User) -> None:
    path = at("withdraw", file)
    assert path in get(alex, at("signing", file))
    assert post(alex, path, reason="").status_code == 422
    assert post(alex, path, reason="Wir beginnen später").status_code == 302
    assert Concept.objects.get(pk=file.concept_id).state == State.WITHDRAWN
    assert "ist zurückgezogen" in get(alex, at("signing", file))
    assert make.client(robin).get(at("case", file)).status_code == 200
    assert "Wir beginnen später" in get(robin, at("ledger", file))


def test_a_letterhead_is_written_by_its_officers(robin: User) -> None:
    path = reverse("letterhead", args=[make.office().pk])
    form = get(robin, path)
    seen = form.partition('name="seen" value="')[2].partition('"')[0]
    data: dict[str, Any] = {
        "place": "Musterstadt",
        "remedy": "Gegen diesen Bescheid …",
        "email": "falsch",
    }
    assert post(robin, path, seen=seen, **data).status_code == 422
    data["email"] = "amt@musterbezirk.example"
    assert post(robin, path, seen=seen, **data).status_code == 302
    assert Letterhead.objects.get().place == "Musterstadt"
    again = post(robin, path, seen=seen, **(data | {"place": "Anderswo"}))
    assert again.status_code == 409
    assert "Anderswo" in again.content.decode()


def test_a_text_block_is_put_in_and_nothing_is_saved(file: CaseFile, robin: User) -> None:
    made = proposed(file)
    block = TextBlock.objects.create(purpose="decision", title="Gruß", text="Mit Gruß")
    path = at("word-decision", file, 1)
    assert "Gruß" in get(robin, path)
    answer = post(robin, path, text="Eins", saved=made.saved, insert=f"text {block.pk}")
    assert "Eins\n\nMit Gruß" in answer.content.decode()
    assert Decision.objects.get().text == made.text


def test_pages_cost_the_same_with_more_of_everything(
    file: CaseFile, alex: User, robin: User
) -> None:
    issued(file)
    costs = []
    for count in (1, 30):
        rows = tuple(ConditionFacts(f"Auflage Nummer {number}.") for number in range(count))
        issued(file, facts(conditions=rows, why="Mehr"))
        pages = [(robin, at("proposal-desk", file)), (robin, at("conditions", file))]
        pages += [(alex, at("decision", file)), (alex, at("conditions", file))]
        costs.append([statements(make.client(user), "get", path)[0] for user, path in pages])
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 16


def test_a_long_text_survives_an_expired_session(file: CaseFile, robin: User) -> None:
    made = proposed(file)
    answer = Client().post(
        at("word-decision", file, 1),
        {"writer": robin.pk, "saved": made.saved, "text": "Ein langer Text"},
    )
    assert answer.status_code == 401
    assert "Ein langer Text" in answer.content.decode()
