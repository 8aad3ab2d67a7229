"""The demo data are fictitious, canonical and as good or bad as they should be."""

import csv
from typing import Any

import pytest

from tests.editions.examples import DEMO, demo_file
from wirportal.editions.answers import clean_answers
from wirportal.editions.checks import check
from wirportal.editions.load import load
from wirportal.people.bodies import BODIES
from wirportal.rulebook.roles import ROLES_IN, Role

EDITION = load()
ORGANISATIONS: list[dict[str, Any]] = demo_file("organisations.json")
BODIES_OF_OURS = [one for one in ORGANISATIONS if "kind" not in one]
CONCEPTS = [o["concept"] for o in BODIES_OF_OURS if o["concept"]]


def test_every_concept_file_belongs_to_a_body() -> None:
    files = {path.name for path in DEMO.glob("*.json")} - {"organisations.json"}
    assert files == set(CONCEPTS)
    for organisation in BODIES_OF_OURS:
        if organisation["concept"]:
            body = demo_file(organisation["concept"])["body"]
            assert body["name"] == organisation["name"]
            assert EDITION.body_type_label(body["type"]) == organisation["type"]


@pytest.mark.parametrize("name", CONCEPTS)
def test_answers_are_canonical(name: str) -> None:
    answers = demo_file(name)["answers"]
    assert clean_answers(EDITION, answers) == answers


def test_musterstadt_shows_hints_and_one_wrong_answer() -> None:
    answers = demo_file("musterstadt.json")["answers"]
    problems = check(EDITION, answers)
    wrong = [p for p in problems if p.severity == "error" and p.question in answers]
    assert [p.path(answers) for p in wrong] == ["milestones[2].due"]
    assert len([p for p in problems if p.severity == "hint"]) >= 5


def test_keys_of_the_bodies_are_nobodys() -> None:
    with BODIES.open(encoding="utf-8", newline="") as lines:
        official = list(csv.DictReader(lines))
    for key in ("ags", "ars", "name"):
        ours = {organisation[key] for organisation in BODIES_OF_OURS}
        assert len(ours) == len(BODIES_OF_OURS)
        assert not ours & {row[key] for row in official}
    # the third digit is the Regierungsbezirk, and Hesse has 4, 5 and 6
    assert {organisation["ags"][:3] for organisation in BODIES_OF_OURS} == {"069"}


def test_cast_has_known_roles_and_no_real_address() -> None:
    people = [person for organisation in ORGANISATIONS for person in organisation["people"]]
    assert {person["role"] for person in people} == {role.value for role in Role}
    for organisation in ORGANISATIONS:
        roles = {person["role"] for person in organisation["people"]}
        assert roles <= ROLES_IN[organisation.get("kind", "body")]
    assert all(person["email"].endswith(".example") for person in people)
    assert len({person["email"] for person in people}) == len(people)
    assert [p["role"] for p in ORGANISATIONS[0]["people"]].count("coordinator") == 2
