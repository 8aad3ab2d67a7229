"""Tables of ours that came back without tags: taken out of the text they stand in."""

import re
from collections.abc import Iterator

from wirportal.documents.reading.desk import MARKED_GRID, Desk, spelled
from wirportal.documents.reading.grids import table_of, typed_rows
from wirportal.editions.model import Question
from wirportal.editions.text import clean_line

_CONFIDENCE = 0.9
_TIMELINE = r"(?:Jan\..*Dez\.\s*\n(?:.*\n){0,9}?)?"
"""What we print above the table of milestones."""
_GRID = re.compile(rf"(?:^(?P<caption>[^\n\ufdd2]+)\n\s*)?{MARKED_GRID}", re.MULTILINE)


def take_tables(desk: Desk, content: str, near: str) -> str:
    """Answer table questions; the text without their tables. `near`: the question it stands at."""

    def take(mark: re.Match[str]) -> str:
        grid, caption = desk.grid(mark), mark["caption"] or ""
        table = table_of(grid, desk.edition, near=near)
        if table is None or desk.source.tagged.get(table.id):
            return f"{caption}\n{spelled(grid)}"
        desk.put(table.id, typed_rows(grid, table), _CONFIDENCE, "heading")
        return "" if clean_line(caption) == table.label else caption + "\n"

    content = _GRID.sub(take, content)
    for table in _beside(desk, near):
        content = _without_caption(desk, content, table)
    return content


def _beside(desk: Desk, near: str) -> Iterator[Question]:
    for question in desk.edition.companions.get(near, ()):
        if question.columns:
            yield question


def _without_caption(desk: Desk, content: str, table: Question) -> str:
    """The text above a table of which only the caption or the words came through."""
    caption = rf"[^\S\n]*{re.escape(table.label)}[^\S\n]*$"
    if table.id in desk.source.tagged:
        return re.sub(f"^{caption}", "", content, flags=re.MULTILINE)
    head = rf"^{_TIMELINE}{caption}(?=\s*(?:Nr\.\s+)?{re.escape(table.columns[0].label)}\b)"
    found = re.search(head, content, re.MULTILINE) if desk.source.width else None
    if not found:
        return content
    desk.leave(content[found.end() :])
    return content[: found.start()]
