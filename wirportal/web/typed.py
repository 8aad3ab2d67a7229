"""What people type in plain forms, as it is kept."""

from typing import Any

from django import forms

from wirportal.editions.text import clean_text


class Typed(forms.CharField):
    """Words as they are kept: what nobody sees does not count as written."""

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Browsers would cut off what is pasted, without a word."""
        return {}
