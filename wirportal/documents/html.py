"""The concept as HTML: headings, lists and tables for screen readers; answers are escaped."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from wirportal.documents.paper import Paper
from wirportal.editions.outline import Block, Item, Outline, OutlineSection, blocks

_STYLE = Path(__file__).with_name("concept.css")
_NOTHING, _BREAK = mark_safe(""), mark_safe("<br>")
_EMPTY = "noch nicht beantwortet"
_GIVEN = "–"  # nobody has left it open: it comes later, from somebody else
_PAGE = """<!doctype html>
<html lang="de">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<main>
<header>
<p>{standing}</p>
<h1>{title}</h1>
<p>{budget_item}</p>
</header>
{body}
</main>
</body>
</html>
"""


def render(paper: Paper) -> str:
    """A whole page that needs no other file."""
    edition = paper.edition
    revision = f"Fassung {paper.revision}" if paper.revision else ""
    standing = (edition.programme, "Entwurf" if paper.draft else "", revision)
    return format_html(
        _PAGE,
        title=edition.title,
        style=mark_safe(_STYLE.read_text(encoding="utf-8")),  # noqa: S308  (our own file)
        standing=" · ".join(filter(None, standing)),
        budget_item=edition.budget_item,
        body=body_html(paper.outline),
    )


def body_html(full: Outline, beside: Mapping[str, SafeString] | None = None) -> SafeString:
    """Sections with h2, questions with h3: the inside of a page that has its own h1.

    Args:
        beside: what the page puts below questions, by id; each is then a place of its own that
            links lead to: `frage-opening`.
    """
    return _joined(_section(part, full, beside) for part in full.sections)


def _section(
    part: OutlineSection, full: Outline, beside: Mapping[str, SafeString] | None
) -> SafeString:
    section = part.section
    return format_html(
        '<section aria-labelledby="read-{id}">\n'
        '<h2 class="kern-heading-medium" id="read-{id}">{heading}</h2>\n{hint}{name}{items}'
        "</section>\n",
        id=section.id,
        heading=section.heading,
        hint=_hint(section.hint),
        name=_name(full) if section.part == "head" else "",
        items=_joined(_placed(item, part, beside) for item in part.items),
    )


def _placed(
    item: Item, part: OutlineSection, beside: Mapping[str, SafeString] | None
) -> SafeString:
    if beside is None:
        return _item(item, part)
    question = item.question.id
    below = beside.get(question, _NOTHING)
    place = '<div class="wir-item" id="frage-{}" tabindex="-1">\n{}{}</div>\n'
    return format_html(place, question, _item(item, part), below)


def _item(item: Item, part: OutlineSection) -> SafeString:
    question = item.question
    preface = _paragraph("kern-body", question.preface)
    if question.columns:
        return preface + _table(item)
    if question.printed or part.section.part != "body":
        return preface + _line(item)
    heading = _NOTHING
    if question.id != part.section.lead:
        heading = format_html(
            '<h3 class="kern-heading-small">{}</h3>\n{}', question.heading, _hint(question.hint)
        )
    return preface + heading + _text(item)


def _name(full: Outline) -> SafeString:
    types = {option.id: f" ({option.label})" for option in full.edition.body_types}
    return _pair(full.edition.name_label + types.get(full.body.type, ""), full.body.name)


def _line(item: Item) -> SafeString:
    text = item.text or (_GIVEN if item.question.given else "")
    return _pair(item.question.label.removesuffix(":"), text)


def _pair(label: str, value: str) -> SafeString:
    return format_html(
        '<dl class="kern-description-list"><div class="kern-description-list-item">'
        '<dt class="kern-description-list-item__key">{}</dt>'
        '<dd class="kern-description-list-item__value" dir="auto">{}</dd></div></dl>\n',
        label,
        value or _EMPTY,
    )


def _text(item: Item) -> SafeString:
    if item.is_empty:
        return _paragraph("kern-body wir-empty", _EMPTY)
    return _joined(map(_block, blocks(item.text)))


def _block(block: Block) -> SafeString:
    if not block.is_list:
        return format_html('<p class="kern-body" dir="auto">{}</p>\n', _lines(block.items[0]))
    points = format_html_join("\n", '<li dir="auto">{}</li>', ((_lines(i),) for i in block.items))
    return format_html('<ul class="kern-list kern-list--bullet">\n{}\n</ul>\n', points)


def _table(item: Item) -> SafeString:
    """Nothing for an empty table: the official question beside it says that it is unanswered."""
    if item.is_empty:
        return _NOTHING
    heads = format_html_join(
        "",
        '<th class="kern-table__header" scope="col">{}</th>',
        ((column.label,) for column in item.question.columns),
    )
    return format_html(
        '<div class="kern-table-responsive" role="region" aria-label="{label}" tabindex="0">\n'
        '<table class="kern-table kern-table--small">\n'
        '<caption class="kern-title">{label}</caption>\n'
        '<thead class="kern-table__head"><tr class="kern-table__row">{heads}</tr></thead>\n'
        '<tbody class="kern-table__body">\n{rows}</tbody>\n</table>\n</div>\n',
        label=item.question.label,
        heads=heads,
        rows=_joined(_row(row.cells) for row in item.rows),
    )


def _row(cells: tuple[str, ...]) -> SafeString:
    return format_html(
        '<tr class="kern-table__row">'
        '<th class="kern-table__cell" scope="row" dir="auto">{}</th>{}</tr>\n',
        _lines(cells[0]),
        format_html_join(
            "", '<td class="kern-table__cell" dir="auto">{}</td>', ((_lines(c),) for c in cells[1:])
        ),
    )


def _lines(text: str) -> SafeString:
    return format_html_join(_BREAK, "{}", ((line,) for line in text.split("\n")))


def _hint(text: str) -> SafeString:
    return _paragraph("kern-body kern-body--muted", text)


def _paragraph(css: str, text: str) -> SafeString:
    return format_html('<p class="{}">{}</p>\n', css, text) if text else _NOTHING


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))
