"""The index of a file as a page that needs no other file and no network."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from wirportal.documents.casefile.contents import (
    KINDS,
    LABELS,
    PARTS,
    Archive,
    Enclosed,
    Part,
    Record,
    said,
)

_STYLE = Path(__file__).with_name("index.css")
_NOTHING = mark_safe("")
_PAGE = """<!doctype html>
<html lang="de">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<header>
<p>Akte der Bewilligungsbehörde, Stand {at}</p>
<h1>{title}</h1>
</header>
<nav aria-labelledby="inhalt">
<h2 id="inhalt">Inhalt</h2>
<ul>
{contents}<li><a href="#ledger">Verlauf</a></li>
</ul>
</nav>
<main>
<section aria-labelledby="head">
<h2 id="head">Vorgang</h2>
{head}</section>
{parts}{events}</main>
<footer>
<p>Entwürfe von Nachforderungen und Bescheiden liegen nicht bei. Dass seit der Ausgabe nichts
verändert wurde, prüft der Befehl <code>wirportal verify</code> ohne das Portal.</p>
</footer>
</body>
</html>
"""


def index(archive: Archive) -> str:
    """The page; texts that people wrote are escaped."""
    facts = archive.head.facts
    parts = [part for part in archive.parts if part.records]
    return format_html(
        _PAGE,
        title=f"{facts['file_number']} · {archive.head.title}",
        style=mark_safe(_STYLE.read_text(encoding="utf-8")),  # noqa: S308  (our own file)
        at=said(archive.at),
        contents=format_html_join(
            "",
            '<li><a href="#{}">{}</a> ({})</li>\n',
            ((part.id, PARTS[part.id], len(part.records)) for part in parts),
        ),
        head=_facts(archive.head),
        parts=_joined(_part(part) for part in parts),
        events=_events(archive),
    )


def _part(part: Part) -> SafeString:
    return format_html(
        '<section aria-labelledby="{id}">\n<h2 id="{id}">{heading}</h2>\n{records}</section>\n',
        id=part.id,
        heading=PARTS[part.id],
        records=_joined(_record(record, "h3") for record in part.records),
    )


def _record(record: Record, heading: str) -> SafeString:
    return format_html(
        "<article>\n<{h}>{title}</{h}>\n{facts}{files}{records}</article>\n",
        h=mark_safe(heading),  # noqa: S308  (ours)
        title=record.title,
        facts=_facts(record),
        files=_files(record),
        records=_joined(_record(inner, "h4") for inner in record.records),
    )


def _facts(record: Record) -> SafeString:
    rows = ((LABELS[name], said(value)) for name, value in record.facts.items())
    filled = [(label, text) for label, text in rows if text]
    if not filled:
        return _NOTHING
    return format_html("<dl>\n{}</dl>\n", format_html_join("", "<dt>{}</dt><dd>{}</dd>\n", filled))


def _files(record: Record) -> SafeString:
    if not record.files:
        return _NOTHING
    rows = ((file.path, _link(file), KINDS[file.kind]) for file in record.files)
    return format_html(
        "<ul>\n{}</ul>\n", format_html_join("", '<li><a href="{}">{}</a> ({})</li>\n', rows)
    )


def _link(file: Enclosed) -> str:
    return file.label or file.path


def _events(archive: Archive) -> SafeString:
    return format_html(
        '<section aria-labelledby="ledger">\n<h2 id="ledger">Verlauf</h2>\n'
        "<p>Zeilen ohne Text gehören zum Arbeitsstand der Kommune; von ihnen sind nur die "
        "Prüfsummen dabei, die den Verlauf zusammenhalten.</p>\n"
        '<table>\n<thead><tr><th scope="col">Nr.</th><th scope="col">Zeit</th>'
        '<th scope="col">Was</th></tr></thead>\n<tbody>\n{}</tbody>\n</table>\n</section>\n',
        format_html_join("", "<tr><td>{}</td><td>{}</td><td>{}</td></tr>\n", _rows(archive)),
    )


def _rows(archive: Archive) -> Iterator[tuple[Any, str, str]]:
    for event in archive.events:
        at = datetime.fromisoformat(event["at"]) if "at" in event else None
        yield event["sequence"], said(at), archive.told.get(event["sequence"], "–")


def _joined(parts: Iterator[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))
