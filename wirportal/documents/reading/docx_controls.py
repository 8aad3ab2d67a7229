"""Word's content controls: their tags and what was picked in them."""

from dataclasses import dataclass, field

from lxml import etree

from wirportal.documents.reading.tree import children, first, value

_OURS = "wir."
_FIELDS = ("text", "date", "dropDownList", "comboBox")


@dataclass(frozen=True)
class Control:
    """A content control (w:sdt): the parts of our tag without "wir.", and its content."""

    name: tuple[str, ...]
    is_empty: bool
    content: etree._Element | None
    shown: dict[str, str] = field(default_factory=dict)
    """Shown text → value of the entries to pick from."""
    is_field: bool = False
    """People type or pick in it; otherwise it may surround whole parts of the form."""

    @classmethod
    def of(cls, element: etree._Element) -> "Control":
        properties = first(element, "sdtPr")
        tag = value(first(properties, "tag"))
        name = tuple(tag.removeprefix(_OURS).split(".")) if tag.startswith(_OURS) else ()
        return cls(
            name,
            first(properties, "showingPlcHdr") is not None,
            first(element, "sdtContent"),
            _entries(properties),
            next(children(properties, *_FIELDS), None) is not None,
        )

    def typed(self, text: str) -> str:
        """What the shown text stands for."""
        return self.shown.get(text.strip(), text)


def _entries(properties: etree._Element | None) -> dict[str, str]:
    return {
        value(entry, "displayText").strip(): value(entry, "value")
        for shape in children(properties, "dropDownList", "comboBox")
        for entry in children(shape, "listItem")
        if value(entry, "displayText")
    }
