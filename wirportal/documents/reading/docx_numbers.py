"""Numbers and bullets that Word counts itself: they stand in no text of the file."""

from collections import defaultdict

from lxml import etree

from wirportal.documents.reading.tree import children, first, local, value

_LEVELS = 9


class Numbers:
    """Counts the numbered paragraphs of a document in reading order."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._levels = _levels(numbering)
        self._of_style = _of_style(styles)
        self._counts: dict[str, list[int]] = defaultdict(lambda: [0] * _LEVELS)

    def prefix(self, paragraph: etree._Element) -> str:
        """What Word prints before the paragraph: "- ", "5.1. " or nothing."""
        if not self._levels:
            return ""
        properties = first(paragraph, "pPr")
        style = value(first(properties, "pStyle"))
        number, level = _number(first(properties, "numPr")) or self._of_style.get(style, ("", 0))
        shape, text = self._levels.get(number, {}).get(level, ("", ""))
        if shape in ("", "none"):
            return ""
        if shape == "bullet":
            return "- "
        return self._counted(number, level, text)

    def _counted(self, number: str, level: int, text: str) -> str:
        counts = self._counts[number]
        counts[level] += 1
        counts[level + 1 :] = [0] * (_LEVELS - level - 1)
        for place in range(level + 1):
            text = text.replace(f"%{place + 1}", str(max(counts[place], 1)))
        return text + " " if text.strip() else ""


def _number(properties: etree._Element | None) -> tuple[str, int] | None:
    """The list's id and the level in it."""
    if properties is None:
        return None
    level = value(first(properties, "ilvl"))
    return value(first(properties, "numId")), min(int(level), _LEVELS - 1) if level.isdigit() else 0


def _levels(numbering: etree._Element | None) -> dict[str, dict[int, tuple[str, str]]]:
    """List id → level → shape ("bullet", "decimal", …) and printed text ("%1.%2.")."""
    abstract: dict[str, dict[int, tuple[str, str]]] = {}
    for node in children(numbering, "abstractNum"):
        abstract[value(node, "abstractNumId")] = {
            int(value(level, "ilvl") or 0): (
                value(first(level, "numFmt")),
                value(first(level, "lvlText")),
            )
            for level in children(node, "lvl")
            if (value(level, "ilvl") or "0").isdigit()
        }
    return {
        value(node, "numId"): abstract.get(value(first(node, "abstractNumId")), {})
        for node in children(numbering, "num")
    }


def _of_style(styles: etree._Element | None) -> dict[str, tuple[str, int]]:
    """Paragraph style id → the list that it brings along."""
    found: dict[str, tuple[str, int]] = {}
    for style in children(styles, "style"):
        number = _number(first(first(style, "pPr"), "numPr"))
        if number and local(style) == "style":
            found[value(style, "styleId")] = number
    return found
