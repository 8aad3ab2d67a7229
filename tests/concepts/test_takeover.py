"""Three texts compared, choices turned into values: all without a database."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirportal.concepts.takeover import (
    Chosen,
    Offer,
    Standing,
    chosen_values,
    doubts,
    merge_rows,
    offer,
    offers,
    placed_at,
    suggested_rows,
    with_known_ids,
)
from wirportal.editions.load import load
from wirportal.editions.outline import Body

EDITION = load()
OPENING = EDITION.questions["opening"]


def row(number: int, **cells: str) -> dict[str, Any]:
    return {"id": f"0b0e9f3c-0000-4000-8000-00000000000{number}", **cells}


def imported(**given: Any) -> dict[str, Any]:
    """What a file held, as it is kept."""
    nothing: dict[str, Any] = {"answers": {}, "findings": [], "unassigned": [], "suggestions": {}}
    return nothing | {"body": {"name": "", "type": ""}, "revision": "", "edition": ""} | given


def made(found: Any, present: Any, base: Any, **more: Any) -> Offer:
    return offer(OPENING, found, present, base, version=1, **more)


THREE_WAYS = [
    # in the file, in the draft, given out: standing, what is ticked
    ("A.", "A.", None, Standing.SAME, "keep"),
    ("A.", "", None, Standing.NEW, "take"),
    ("A.", "B.", None, Standing.BOTH, "keep"),
    ("B.", "A.", "A.", Standing.OFFLINE, "take"),
    ("A.", "B.", "A.", Standing.ONLINE, "keep"),
    ("", "A.", "A.", Standing.OFFLINE, "keep"),
    ("A. B. C!", "A! B. C.", "A. B. C.", Standing.MERGED, "merge"),
    ("A. B. C!", "A! B. C!", "A. B. C.", Standing.ONLINE, "keep"),
    ("Ja.", "Nein.", "Offen.", Standing.BOTH, "keep"),
]


@pytest.mark.parametrize(("found", "present", "base", "standing", "ticked"), THREE_WAYS)
def test_three_texts_give_a_standing_and_a_proposal(
    found: str, present: str, base: str | None, standing: Standing, ticked: str
):
    offered = made(found, present, base)
    assert (offered.standing, offered.proposal) == (standing, ticked)


def test_what_is_not_sure_is_not_ticked():
    assert made("A.", "", None, confidence=0.6).proposal == "keep"


def test_merging_is_a_choice_only_where_it_works():
    assert list(made("Ja.", "Nein.", "Offen.").values) == ["keep", "take"]
    assert made("A. B. C!", "A! B. C.", "A. B. C.").values["merge"] == "A! B. C!"


def test_a_file_of_ours_that_lacks_a_text_offers_its_emptiness():
    present = base = {"opening": "Text", "welcome": "Text"}
    found = imported(answers={"welcome": "Text"})
    offered = offers(EDITION.questions, found, present, base, dict.fromkeys(present, 1))
    assert [(o.question.id, o.standing, o.found) for o in offered] == [
        ("opening", Standing.OFFLINE, ""),
        ("welcome", Standing.SAME, "Text"),
    ]


def test_a_foreign_file_says_nothing_about_what_it_lacks():
    found = imported(answers={"welcome": "Text"})
    offered = offers(
        EDITION.questions, found, {"opening": "Text"}, None, {"opening": 1, "welcome": 0}
    )
    assert [o.question.id for o in offered] == ["welcome"]


def test_the_year_of_a_file_is_never_offered():
    found = imported(answers={"budget_year": 2026})
    assert offers(EDITION.questions, found, {"budget_year": 2027}, None, {"opening": 1}) == []


# --- rows -----------------------------------------------------------------------------------------


def test_rows_changed_on_both_sides_come_together():
    base = [row(1, title="Eins", due="2027-01-31"), row(2, title="Zwei"), row(3, title="Drei")]
    mine = [row(3, title="Drei"), row(1, title="Eins!", due="2027-01-31"), row(4, title="Vier")]
    theirs = [row(1, title="Eins", due="2027-02-28"), row(2, title="Zwei"), row(5, title="Fünf")]
    assert merge_rows(base, mine, theirs) == [
        row(1, title="Eins!", due="2027-02-28"),
        row(4, title="Vier"),
        row(5, title="Fünf"),
    ]


def test_a_row_that_one_removed_and_the_other_changed_stays():
    base = [row(1, title="Eins")]
    assert merge_rows(base, [], [row(1, title="Anders")]) == [row(1, title="Anders")]


def test_the_same_cell_changed_on_both_sides_is_for_a_person():
    base, mine, theirs = ([row(1, title=title)] for title in ("Alt", "Meins", "Ihres"))
    assert merge_rows(base, mine, theirs) is None


cells = st.lists(st.sampled_from(["", "a", "b"]), min_size=3, max_size=3)


@given(base=cells, theirs=cells)
def test_where_only_one_side_changed_rows_the_merge_is_that_side(
    base: list[str], theirs: list[str]
):
    old, new = (
        [row(number, title=title) for number, title in enumerate(side) if title]
        for side in (base, theirs)
    )
    merged = merge_rows(old, old, new)
    assert merged is not None
    assert sorted(merged, key=str) == sorted(new, key=str)


# --- rows of formats that cannot carry ids --------------------------------------------------------


def known(found: dict[str, Any], *answers: dict[str, Any]) -> dict[str, Any]:
    return with_known_ids(found, EDITION.questions, *answers)


def test_rows_that_come_back_without_ids_are_the_same_rows():
    here = {
        "goals": [row(1, title="Öffnung"), row(2, title="Willkommen")],
        "milestones": [row(3, title="Start", goal=row(2)["id"], due="2027-01-31")],
    }
    there = {
        "goals": [row(8, title="Willkommen"), row(7, title="Öffnung", description="Neu")],
        "milestones": [row(9, title="Auftakt", goal=row(8)["id"], due="2027-01-31")],
    }
    assert known(there, here) == {
        "goals": [row(2, title="Willkommen"), row(1, title="Öffnung", description="Neu")],
        "milestones": [row(3, title="Auftakt", goal=row(2)["id"], due="2027-01-31")],
    }


def test_another_row_stays_another_row():
    here = {"goals": [row(1, title="Öffnung", focus="opening", description="Formulare")]}
    there = {"goals": [row(9, title="Willkommen", focus="opening", description="Lotsen")]}
    assert known(there, here) == there


def test_rows_of_one_name_keep_their_order_and_equal_ones_go_first():
    here = {"goals": [row(1, title="Ziel"), row(2, title="Ziel", focus="both")]}
    there = {"goals": [row(8, title="Ziel", focus="both"), row(9, title="Ziel", focus="opening")]}
    assert [r["id"] for r in known(there, here)["goals"]] == [row(2)["id"], row(1)["id"]]


def test_what_was_given_out_is_known_even_where_the_draft_has_changed_it():
    base, present = ({"goals": [row(1, title=title)]} for title in ("Alt", "Ganz anders"))
    assert known({"goals": [row(9, title="Alt")]}, base, present) == base


def test_rows_with_ids_of_ours_keep_them():
    here = {"goals": [row(1, title="A"), row(2, title="B")]}
    there = {"goals": [row(2, title="A"), row(1, title="B")]}
    assert known(there, here) == there


titles = st.lists(st.sampled_from(["", "a", "b", "c"]), max_size=4)


@given(here=titles, there=titles)
def test_no_two_rows_get_one_id(here: list[str], there: list[str]):
    ours = {"goals": [row(n, title=title) for n, title in enumerate(here)]}
    theirs = {"goals": [row(n + 5, title=title) for n, title in enumerate(there)]}
    ids = [r["id"] for r in known(theirs, ours)["goals"]]
    assert len(ids) == len(set(ids)) == len(there)


# --- choices --------------------------------------------------------------------------------------


def chosen(choice: Chosen, found: dict[str, Any], present: dict[str, Any]) -> dict[str, Any]:
    versions = dict.fromkeys(EDITION.questions, 1)
    offered = offers(EDITION.questions, found, present, None, versions)
    return chosen_values(choice, offered, found, EDITION, present)


def test_only_what_was_taken_is_saved():
    found = imported(answers={"opening": "neu", "welcome": "neu"})
    choice = Chosen(choices={"opening": "take", "welcome": "keep"})
    assert chosen(choice, found, {"opening": "alt"}) == {"opening": "neu"}


@pytest.mark.parametrize("choice", ["merge", "", "erase"])
def test_a_choice_that_there_is_not_changes_nothing(choice: str):
    found = imported(answers={"opening": "neu"})
    assert chosen(Chosen(choices={"opening": choice}), found, {"opening": "alt"}) == {}


def test_an_unassigned_text_goes_below_the_answer_it_is_put_to():
    found = imported(unassigned=["Rest eins", "Rest zwei"])
    choice = Chosen(appended={1: "steering", 0: ""})
    assert chosen(choice, found, {"steering": "Da"}) == {"steering": "Da\n\nRest zwei"}
    assert chosen(choice, found, {}) == {"steering": "Rest zwei"}


def test_an_unassigned_text_goes_below_the_text_that_is_taken_over():
    found = imported(answers={"steering": "neu"}, unassigned=["Rest"])
    choice = Chosen(choices={"steering": "take"}, appended={0: "steering"})
    assert chosen(choice, found, {"steering": "alt"}) == {"steering": "neu\n\nRest"}


def test_choosing_again_adds_nothing_twice():
    found = imported(unassigned=["Rest"], suggestions={"milestones": [row(1, title="M")]})
    choice = Chosen(appended={0: "steering"}, rows={"milestones": [row(1)["id"]]})
    once = chosen(choice, found, {"steering": "Da"})
    assert once == {"steering": "Da\n\nRest", "milestones": [row(1, title="M")]}
    assert chosen(choice, found, once) == {}


@pytest.mark.parametrize("target", ["goals", "budget_year", "date", "nonsense"])
def test_a_text_is_put_to_texts_only(target: str):
    found = imported(unassigned=["Rest"])
    assert chosen(Chosen(appended={0: target}), found, {}) == {}


def test_a_short_text_is_not_taken_for_a_part_of_another():
    assert placed_at("Ja", EDITION, {"opening": "Jahresplanung liegt vor"}) is None
    assert placed_at("Ja", EDITION, {"opening": "Liegt vor?\n\nJa"}) == OPENING


def test_suggested_rows_come_below_those_that_are_there():
    found = imported(suggestions={"milestones": [row(2, title="Neu"), row(3, title="Lassen")]})
    choice = Chosen(rows={"milestones": [row(2)["id"]]})
    present = {"milestones": [row(1, title="Alt")]}
    assert chosen(choice, found, present) == {
        "milestones": [row(1, title="Alt"), row(2, title="Neu")]
    }


def test_a_row_that_is_there_is_not_suggested():
    found = imported(suggestions={"milestones": [row(2, title="M", due="2027-03-31")]})
    there = [row(1, title="M", due="2027-03-31", responsible="Kim Muster")]
    assert suggested_rows(found, {"milestones": there}) == {}


# --- doubts ---------------------------------------------------------------------------------------

MUSTERLAND = Body("Landkreis Musterland", "landkreis")
DOUBTS = [
    ({}, None),
    ({"answers": {"budget_year": 2027}}, None),
    ({"answers": {"budget_year": 2026}}, "Haushaltsjahr 2026"),
    ({"body": {"name": "Musterland", "type": ""}}, None),
    ({"body": {"name": "Musterstadt", "type": ""}}, "„Musterstadt“"),
    ({"body": {"name": "Musterland", "type": "kreisfreie_stadt"}}, "„Musterland“"),
    ({"edition": EDITION.id}, None),
    ({"edition": "wir-koordination-2031"}, "anderen Fassung"),
    ({"revision": "ABCD-1234"}, "ABCD-1234"),
]


@pytest.mark.parametrize(("given", "says"), DOUBTS)
def test_a_file_about_something_else_raises_a_doubt(given: dict[str, Any], says: str | None):
    found = list(doubts(imported(**given), EDITION.id, 2027, MUSTERLAND, False))
    assert len(found) == (1 if says else 0)
    assert not says or says in found[0]


def test_a_copy_that_was_given_out_here_raises_no_doubt():
    assert not list(doubts(imported(revision="ABCD-1234"), EDITION.id, 2027, MUSTERLAND, True))
