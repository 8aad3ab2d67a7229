"""Word's content controls: their tags and what was picked in them."""

from dataclasses import dataclass

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
    properties: etree._Element | None

    @classmethod
    def of(cls, element: etree._Element) -> "Control":
        properties = first(element, "sdtPr")
        tag = value(first(properties, "tag"))
        name = tuple(tag.removeprefix(_OURS).split(".")) if tag.startswith(_OURS) else ()
        return cls(
            name,
            first(properties, "showingPlcHdr") is not None,
            first(element, "sdtContent"),
            properties,
        )

    @property
    def is_field(self) -> bool:
        """People type or pick in it; otherwise it may surround whole parts of the form."""
        return next(children(self.properties, *_FIELDS), None) is not None

    def typed(self, text: str) -> str:
        """What the shown text stands for."""
        for shape in children(self.properties, "dropDownList", "comboBox"):
            for entry in children(shape, "listItem"):
                if value(entry, "displayText").strip() == text.strip() != "":
                    return value(entry, "value")
        return text
