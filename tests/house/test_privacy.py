"""Nothing is kept about people that does not stand in the table of `wirportal.privacy`."""

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model

from wirportal.people.models import User
from wirportal.privacy.inventory import FATE_LABELS, NOT_PERSONAL, PERSONAL, Fate, Holding
from wirportal.privacy.matters import MATTERS, Matter

MODELS = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}
HELD = {(holding.model, link) for holding in PERSONAL for link in holding.links}
LISTED = {holding.model for holding in PERSONAL} | set(NOT_PERSONAL)
TELLING = re.compile(r"e_?mail|(first|last|full)_?name|phone|mobile|birth|ip|ip_address|user_agent")
"""Names of fields that hold something about people."""


def fields(model: type[Model]) -> Iterator["Field[object, object]"]:
    """The columns of the model's own table."""
    yield from model._meta.local_fields


def links_to_people() -> set[tuple[str, str]]:
    """Every foreign key to a person, those of many-to-many tables too."""
    return {
        (label, field.name)
        for label, model in MODELS.items()
        for field in fields(model)
        if field.related_model is User
    }


def test_every_link_to_a_person_stands_in_the_table() -> None:
    missing = links_to_people() - HELD
    named = sorted(f"{label}.{link}" for label, link in missing if label not in NOT_PERSONAL)
    assert not named, f"add a row to PERSONAL in wirportal/privacy/inventory.py for {named}"


def test_every_model_with_a_telling_field_stands_in_the_table() -> None:
    telling = sorted(
        f"{label}.{field.name}"
        for label, model in MODELS.items()
        for field in fields(model)
        if TELLING.fullmatch(field.name) and label not in LISTED
    )
    assert not telling, f"add a row to PERSONAL, or to NOT_PERSONAL with a reason, for {telling}"


def test_the_table_names_only_what_there_is() -> None:
    assert not LISTED - set(MODELS)
    assert not HELD - links_to_people() - {("people.User", "pk")}


@pytest.mark.parametrize("holding", PERSONAL, ids=lambda holding: holding.label)
def test_what_people_get_to_see_can_be_read(holding: Holding) -> None:
    model = MODELS[holding.model]
    model._default_manager.values_list(*holding.shown.values())
    assert bool(holding.links) == bool(holding.shown)


@pytest.mark.parametrize("holding", PERSONAL, ids=lambda holding: holding.label)
def test_what_stays_says_why(holding: Holding) -> None:
    assert bool(holding.because) == (holding.fate is not Fate.ERASE)


def test_every_period_is_one_of_the_table() -> None:
    kept = {holding.kept for holding in PERSONAL if type(holding.kept) is str}
    assert kept <= set(MATTERS)
    assert set(FATE_LABELS) == set(Fate)


@pytest.mark.parametrize("matter", MATTERS.values(), ids=MATTERS)
def test_every_matter_is_counted_from_an_instant_that_there_is(matter: Matter) -> None:
    assert at_the_end_of(matter.model, matter.since) == "DateTimeField"
    assert not matter.call or at_the_end_of(matter.model, matter.call) == "ForeignKey"


def at_the_end_of(label: str, path: str) -> str:
    """The kind of field that a path leads to."""
    *steps, last = path.split("__")
    model = MODELS[label]
    for step in steps:
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]
    try:
        return model._meta.get_field(last).get_internal_type()
    except FieldDoesNotExist:
        return f"no field {last}"
