"""What every plain form keeps to."""

import importlib
import pkgutil

import pytest
from django import forms

from wirportal import web
from wirportal.web.typed import Typed
from wirportal.web.uploads import SentFile


def fields_of_ours() -> list[tuple[str, forms.Field]]:
    """Every field of `web`, and the form that it is in."""
    for module in pkgutil.iter_modules(web.__path__, "wirportal.web."):
        importlib.import_module(module.name)
    ours = {form for form in _below(forms.Form) if form.__module__.startswith("wirportal.web")}
    return sorted(
        (f"{form.__name__}.{name}", field)
        for form in ours
        for name, field in form.base_fields.items()
    )


def _below(form: type[forms.Form]) -> set[type[forms.Form]]:
    found = set(form.__subclasses__())
    return found.union(*map(_below, found))


def shown_by(widget: type[forms.Widget]) -> pytest.MarkDecorator:
    shown = [one for one in fields_of_ours() if isinstance(one[1].widget, widget)]
    assert shown
    return pytest.mark.parametrize("field", [pytest.param(field, id=name) for name, field in shown])


@shown_by(forms.FileInput)
def test_a_file_that_was_too_large_is_an_error_and_no_empty_file(field: forms.Field) -> None:
    assert isinstance(field, SentFile)


@shown_by(forms.Textarea)
def test_long_texts_are_never_cut_and_hold_what_people_see(field: forms.Field) -> None:
    assert isinstance(field, Typed)
    assert "maxlength" not in field.widget.attrs
    assert field.clean("Fu\u0308r\r\n\u202ealle\u200b") == "Für\nalle"
