"""A concept as a document: what is printed, and its JSON file."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import rfc8785

from wirportal.documents.errors import UnreadableFile
from wirportal.editions.answers import clean_answers
from wirportal.editions.load import CURRENT, load
from wirportal.editions.model import Answers, Edition, Question
from wirportal.editions.outline import Body, Outline, outline
from wirportal.editions.text import clean_line
from wirportal.sentence import Sentence

FORMAT = "wir-portal/concept"
VERSION = 1

# Names that stand in files keyed by what the paper prints. The numbers "1" to "7" come from
# the edition; "body." leads to the applicant.
_PRINTED_NAMES = {
    "kopf.lfd_nr": "serial_number",
    "kopf.zum_antrag_vom": "application_date",
    "kopf.haushaltsjahr": "budget_year",
    "kopf.antragsteller_name": "body.name",
    "kopf.antragsteller_typ": "body.type",
    "6.kooperation": "cooperation",
    "unterschrift.antragsteller_traeger": "applicant",
    "unterschrift.ort": "place",
    "unterschrift.datum": "date",
    "unterschrift.unterzeichnende": "signatories",
}


NOBODY = Body()


@dataclass(frozen=True)
class Paper:
    """What a document is made of. `answers` are canonical (see `clean_answers`)."""

    edition: Edition
    answers: Answers
    body: Body = NOBODY
    draft: bool = True
    """The pages carry „Entwurf“."""
    revision: str = ""
    """Short code of the revision, such as "K7QM-2F4T"."""
    stamp: datetime | None = None
    """Aware UTC instant of the content's last change."""

    @cached_property
    def outline(self) -> Outline:
        """The whole form with the answers as shown."""
        return outline(self.edition, self.answers, self.body)


def to_json(paper: Paper) -> bytes:
    """The concept file: canonical JSON (RFC 8785), equal bytes for equal content."""
    return rfc8785.dumps(
        {
            "format": FORMAT,
            "version": VERSION,
            "edition": paper.edition.id,
            "edition_sha256": paper.edition.sha256,
            "body": {"name": paper.body.name, "type": paper.body.type},
            "revision": paper.revision,
            "answers": paper.answers,
        }
    )


def from_json(data: bytes | str) -> Paper:
    """The paper of a concept file, of bare answers, or of answers keyed by printed numbers.

    Raises UnreadableFile for everything else.
    """
    raw = _decoded(data)
    if not isinstance(raw, dict):
        raise UnreadableFile(Sentence("Die JSON-Datei enthält kein Konzept."))
    if "format" in raw:
        return _from_file(raw)
    edition = load()
    found = _by_id(raw, edition)
    if not found:
        raise UnreadableFile(
            Sentence("In der JSON-Datei steht keine Angabe, die zum Formular gehört.")
        )
    body = {"name": found.pop("body.name", ""), "type": found.pop("body.type", "")}
    return Paper(edition, clean_answers(edition, found), _body(body, edition))


def _decoded(data: bytes | str) -> Any:
    try:
        return json.loads(data.decode("utf-8-sig") if isinstance(data, bytes) else data)
    except (ValueError, RecursionError):
        raise UnreadableFile(
            Sentence("Die Datei ist kein lesbares JSON. Vielleicht wurde sie abgeschnitten.")
        ) from None


def _from_file(raw: Mapping[str, Any]) -> Paper:
    if raw["format"] != FORMAT or not isinstance(raw.get("answers"), dict):
        raise UnreadableFile(Sentence("Die JSON-Datei enthält kein Konzept."))
    if raw.get("version") != VERSION:
        raise UnreadableFile(
            Sentence("Die JSON-Datei hat einen Aufbau, den dieses Portal noch nicht kennt.")
        )
    edition = _edition(raw.get("edition") or CURRENT)
    return Paper(
        edition,
        clean_answers(edition, _by_id(raw["answers"], edition)),
        _body(raw.get("body"), edition),
        revision=clean_line(str(raw.get("revision") or "")),
    )


def _edition(edition_id: Any) -> Edition:
    try:
        return load(str(edition_id))
    except KeyError:
        raise UnreadableFile(
            Sentence("Die Formularfassung „{edition}“ ist unbekannt.", edition=edition_id)
        ) from None


def _body(raw: Any, edition: Edition) -> Body:
    """Name and type; a type is understood by id or by its printed name."""
    raw = raw if isinstance(raw, Mapping) else {}
    ids = {name.casefold(): o.id for o in edition.body_types for name in (o.id, o.label)}
    return Body(
        clean_line(str(raw.get("name") or "")),
        ids.get(clean_line(str(raw.get("type") or "")).casefold(), ""),
    )


def _by_id(raw: Mapping[str, Any], edition: Edition) -> dict[str, Any]:
    """The values that we know a question for, keyed by question id; other shapes are left out."""
    ids = _PRINTED_NAMES | _numbers(edition) | {key: key for key in edition.questions}
    found: dict[str, Any] = {}
    for name, value in _flat(raw):
        table = edition.questions.get(ids.get(name, ""))
        if table and table.columns:
            if isinstance(value, list):
                found[table.id] = _named_by_id(value, table)
        elif name in ids and not isinstance(value, list | Mapping):
            found[ids[name]] = value
    return found


def _numbers(edition: Edition) -> dict[str, str]:
    """Printed number → the question that is answered in prose under it."""
    return {
        question.number: question.id
        for question in edition.questions.values()
        if question.number and question.kind == "text"
    }


def _flat(raw: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """ "kopf": {"ort": x} also as "kopf.ort"."""
    for key, value in raw.items():
        yield key, value
        if isinstance(value, Mapping):
            yield from ((f"{key}.{inner}", deeper) for inner, deeper in value.items())


def _named_by_id(rows: list[Any], table: Question) -> list[Any]:
    """The rows with their columns named by id, where they were named by label."""
    ids = {column.label.casefold(): column.id for column in table.columns}
    ids |= {column.id: column.id for column in table.columns}
    return [
        {ids.get(key.casefold(), key): value for key, value in row.items()}
        for row in rows
        if isinstance(row, Mapping)
    ]
