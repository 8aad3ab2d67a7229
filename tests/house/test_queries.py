"""Pages ask the database as often for thirty rows as for one; autosave asks nine times at most."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests import make
from wirportal.concepts.assignments import hand_back
from wirportal.concepts.comments import comment
from wirportal.concepts.models import Concept
from wirportal.people.models import User
from wirportal.review.actions import open_case
from wirportal.review.desk import save_view
from wirportal.review.models import TextBlock
from wirportal.review.tasks import index_submissions
from wirportal.rulebook.roles import Role
from wirportal.rulebook.states import State
from wirportal.web.fields import token

pytestmark = pytest.mark.django_db

TABLES = {"contacts": "name", "posts": "holder", "goals": "title", "milestones": "title"}
TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
PAGES = {
    "concept": {},
    "section": {"section": "strategy"},
    "check": {},
    "history": {"question": "goals"},
    "assignments": {},
    "comments": {"question": "opening"},
    "ledger": {},
}


def rows(column: str, count: int) -> list[dict[str, str]]:
    return [{"id": str(uuid4()), column: f"Zeile {number}"} for number in range(count)]


def filled(count: int) -> Concept:
    """A concept with so many rows in its tables, and so many earlier texts of one of them."""
    author = make.user()
    concept = make.concept(author, answers={t: rows(c, count) for t, c in TABLES.items()})
    answer = concept.answers.get(question="goals")
    for number in range(2, count):
        answer.versions.create(
            version=number + 10,
            value=answer.value,
            size=0,
            author=author,
            began_at=timezone.now(),
            at=timezone.now(),
        )
    for number in range(count):
        kim = make.user(f"Kim {number}", Role.CONTRIBUTOR)
        make.asked(concept, kim)
        said(concept, author, f"@Kim {number}")
    return concept


def said(concept: Concept, by: User, text: str) -> None:
    comment(key=uuid4(), concept_id=concept.pk, question_id="opening", text=text, by=by)


def statements(client: Client, *request: Any, **facts: Any) -> tuple[int, Any]:
    """How many SQL statements a request costs, session and user included, and its answer."""
    method, path, *data = request
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = getattr(client, method)(path, *data, **facts)
    sql = [query["sql"] for query in captured.captured_queries]
    return sum(not line.startswith(TRANSACTION) for line in sql), answer


def signed_in(user: User | None = None) -> Client:
    return make.client(user or make.user())


@pytest.mark.parametrize("name", PAGES)
def test_page_costs_the_same_with_more_rows(name: str) -> None:
    costs = []
    for count in (1, 30):
        Concept.objects.all().delete()
        concept = filled(count)
        path = reverse(name, kwargs={"concept": concept.pk} | PAGES[name])
        cost, answer = statements(signed_in(), "get", path)
        assert answer.status_code == 200
        costs.append(cost)
    assert costs[0] == costs[1] <= 14


def test_list_costs_the_same_with_more_concepts() -> None:
    author = make.user()
    costs = []
    for years in (range(2030, 2031), range(2031, 2060)):
        for year in years:
            make.concept(author, year)
        cost, answer = statements(signed_in(), "get", reverse("concepts"))
        assert answer.status_code == 200
        costs.append(cost)
    assert costs[0] == costs[1] <= 12


def test_pages_of_a_case_cost_the_same_however_much_was_found() -> None:
    robin, file = make.officer(), make.opened()
    rows = file.call.directive.checks.all()
    costs = []
    for count in (1, 15):
        for number, row in enumerate(rows[:count]):
            facts: Any = {"by": make.officer(f"Amt {number}"), "at": timezone.now()}
            file.findings.get_or_create(row=row, defaults={"outcome": "met"} | facts)
            for question in ("opening", "welcome"):
                file.remarks.create(question=question, text=f"{count} {number}", **facts)
            file.notes.create(text="Notiz", **facts)
            asked = {"question": "Passt das?", "due": "2098-12-31", "asked_by": robin}
            given = {"text": "Ja.", "given_by": facts["by"], "given_at": facts["at"]}
            file.opinions.create(asked_at=facts["at"], **asked, **given)
            TextBlock.objects.get_or_create(purpose="request", title=f"Baustein {number}")
        paths = [reverse(name, args=[file.concept_id]) for name in ("case", "notes", "opinions")]
        paths += [reverse("text-blocks"), reverse("checklists")]
        listed = [file.call.directive_id]
        paths += [reverse(name, args=listed) for name in ("checklist", "change-checklist")]
        costs.append([statements(signed_in(robin), "get", path)[0] for path in paths])
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 15


def test_pages_about_calls_and_organisations_cost_the_same_with_more_of_them() -> None:
    admin = make.user("Ada Verwaltung", Role.ADMINISTRATOR)
    costs = []
    for years in (range(2030, 2031), range(2031, 2060)):
        for year in years:
            call = make.call(year)
            call.papers.create(place=year, name=f"Unterlage {year}")
            call.directive.provisions.create(place=year, label=f"Regelung {year}")
            make.body(f"Landkreis {year}")
        named = {
            "organisations": {},
            "organisation": {"organisation": make.body().pk},
            "calls": {},
            "call": {"call": call.pk},
            "directives": {},
            "directive": {"directive": call.directive.pk},
        }
        paths = [reverse(name, kwargs=arguments) for name, arguments in named.items()]
        costs.append([statements(signed_in(admin), "get", path)[0] for path in paths])
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 9


def section_of(concept: Concept) -> str:
    return reverse("section", kwargs={"concept": concept.pk, "section": "strategy"})


def posted(user: User, concept: Concept, **texts: str) -> dict[str, Any]:
    """What a page sends for these questions."""
    answers = {answer.question: answer for answer in concept.answers.all()}
    seen = {f"version-{q}": token(answers[q].version, answers[q].value) for q in texts}
    return {"writer": user.pk} | seen | texts


@pytest.mark.parametrize("sitting", ["first", "same"])
def test_autosave_costs_nine_statements_and_answers_in_500_bytes(sitting: str) -> None:
    user = make.user()
    concept = make.concept(user, answers={"opening": "Vorher"} if sitting == "same" else {})
    cost, answer = statements(
        signed_in(user),
        "post",
        section_of(concept),
        posted(user, concept, opening="Ein längerer Text mit Umlauten"),
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 200
    assert cost <= 9
    assert len(answer.content) < 500


def test_autosave_after_another_person_costs_one_more() -> None:
    """The earlier text is looked for before a new one begins."""
    user = make.user()
    concept = make.concept(make.user("Kim Muster"), answers={"opening": "Vorher"})
    cost, answer = statements(
        signed_in(user),
        "post",
        section_of(concept),
        posted(user, concept, opening="Ein anderer Text"),
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 200
    assert cost <= 10


def test_autosave_of_an_assigned_question_costs_two_more() -> None:
    """Whether it is assigned is asked at the door and again inside the transaction."""
    concept = make.concept(make.user())
    kim = make.user("Kim Muster", Role.CONTRIBUTOR)
    make.asked(concept, kim)
    cost, answer = statements(
        signed_in(kim),
        "post",
        section_of(concept),
        posted(kim, concept, opening="Von Kim"),
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 200
    assert cost <= 11


def test_own_tasks_cost_the_same_with_more_of_them() -> None:
    author = make.user()
    kim = make.user("Kim Muster", Role.CONTRIBUTOR)
    costs = []
    for years in (range(2030, 2031), range(2031, 2060)):
        for year in years:
            concept = make.concept(author, year)
            make.asked(concept, kim)
            said(concept, author, "@Kim Muster")
        cost, answer = statements(signed_in(kim), "get", reverse("concepts"))
        assert answer.content.decode().count("31.12.2098") == concept.call.budget_year - 2029
        costs.append(cost)
    assert costs[0] == costs[1] <= 12


def test_section_saved_without_javascript_costs_fourteen_for_one_change() -> None:
    user = make.user()
    texts = {"annual_plan": "Plan", "opening": "Vorher", "welcome": "Text", "steering": "Text"}
    concept = make.concept(user, answers=texts)
    data = posted(user, concept, **texts) | {"opening": "Nachher", "then": "next"}
    cost, answer = statements(signed_in(user), "post", section_of(concept), data)
    assert answer.status_code == 302
    assert cost <= 14


def test_start_page_costs_the_same_with_more_of_everything() -> None:
    alex = make.user()
    make.user("Alex Beispiel", Role.SIGNATORY)
    make.user("Alex Beispiel", Role.ADMINISTRATOR, make.office())
    everything = make.user("Alex Beispiel", Role.OFFICER, make.office())
    kim = make.user("Kim Muster", Role.CONTRIBUTOR)
    costs = []
    for years in (range(2030, 2031), range(2031, 2060)):
        for year in years:
            concept = make.concept(alex, year)
            hand_back(assignment_id=make.asked(concept, kim).pk, by=User.objects.get(pk=kim.pk))
            make.invited(alex, f"gast{year}@verein.example")
        cost, answer = statements(signed_in(everything), "get", reverse("start"))
        assert answer.status_code == 200
        costs.append(cost)
    assert costs[0] == costs[1] <= 14


@pytest.mark.parametrize("name", ["people", "members", "persons"])
def test_pages_about_people_cost_the_same_with_more_of_them(name: str) -> None:
    ada = make.user("Ada Amt", Role.ADMINISTRATOR, make.office())
    costs = []
    for numbers in (range(1), range(1, 30)):
        for number in numbers:
            make.user(f"Kim {number}", Role.SIGNATORY)
            make.body(f"Landkreis Probe {number}")
            make.invited(ada, f"gast{number}@verein.example", Role.OFFICER)
        place = {"organisation": make.body().pk} if name == "members" else {}
        path = reverse(name, kwargs=place)
        cost, answer = statements(signed_in(ada), "get", path, {"suche": "Kim"})
        assert answer.status_code == 200
        costs.append(cost)
    assert costs[0] == costs[1] <= 8


def test_inbox_search_and_case_cost_the_same_with_more_of_everything() -> None:
    robin = make.officer()
    call = make.call()
    costs = []
    for numbers in (range(1), range(1, 30)):
        for number in numbers:
            body = make.body(f"Stadt {number}")
            concept = make.concept(make.user(f"Kim {number}", Role.COORDINATOR, body))
            make.saved(concept, "opening", "Netzwerk", concept.created_by)
            make.as_handed_in(concept)
            make.body(f"Landkreis ohne Konzept {number}")
            Concept.objects.filter(pk=concept.pk).update(state=State.SUBMITTED)
            open_case(concept_id=concept.pk, by=make.officer(f"Amt {number}"))
            save_view(name=f"Ansicht {number}", query="", by=robin)
            make.call(2030 + number)
        index_submissions.call()
        asked = {
            "desk": reverse("desk-call", args=[call.pk]),
            "list": reverse("desk-export", args=[call.pk]),
            "search": f"{reverse('desk-search')}?suche=Netzwerke",
            "case": reverse("case", args=[concept.pk]),
            "arrange": reverse("arrange-case", args=[concept.pk]),
        }
        answers = {name: statements(signed_in(robin), "get", path) for name, path in asked.items()}
        assert {answer.status_code for _, answer in answers.values()} == {200}
        costs.append({name: cost for name, (cost, _) in answers.items()})
    assert costs[0] == costs[1]
    assert costs[0].pop("case") <= 15
    assert max(costs[0].values()) <= 12
