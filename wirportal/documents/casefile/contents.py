"""What a file consists of: facts under headings, the papers beside them, the chain of events."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

FORMAT, VERSION = "wir-portal/case-file", 1
INDEX, DATA, LEDGER, MANIFEST = "index.html", "akte.json", "ledger.jsonl", "manifest.json"
OWN = (INDEX, DATA, LEDGER)
"""What is made when the file is packed, beside its papers; the manifest lists all but itself."""

PARTS = {
    "submissions": "Einreichungen",
    "requests": "Nachforderungen",
    "messages": "Nachrichten",
    "opinions": "Stellungnahmen des Ministeriums",
    "findings": "Prüfliste",
    "remarks": "Bemerkungen zu Fragen",
    "notes": "Interne Notizen",
    "decisions": "Bescheide",
}
"""In the order of the index, with their headings."""
LABELS = {
    "file_number": "Aktenzeichen",
    "serial_number": "Lfd. Nr.",
    "body": "Antragsteller",
    "budget_year": "Haushaltsjahr",
    "edition": "Formularfassung",
    "directive": "Richtlinie",
    "state": "Stand",
    "officer": "Zuständig",
    "opened_by": "Prüfung begonnen von",
    "opened_at": "Prüfung begonnen am",
    "due": "Frist",
    "number": "Nummer",
    "round": "Runde",
    "at": "Am",
    "by": "Von",
    "late": "Nach Ablauf der Frist",
    "revision": "Fassung Nr.",
    "code": "Kurzcode",
    "sha256": "SHA-256 der Angaben",
    "pdf_sha256": "SHA-256 der PDF-Datei",
    "name": "Name",
    "function": "Funktion",
    "way": "Art",
    "as_deputy": "In Vertretung",
    "quality": "Ergebnis der Signaturprüfung",
    "why": "Begründung",
    "signed_with": "Datei",
    "from_authority": "Von der Behörde",
    "text": "Text",
    "question": "Frage",
    "paper": "Anlage",
    "required": "Erforderlich",
    "reply": "Antwort",
    "reply_by": "Beantwortet von",
    "reply_at": "Beantwortet am",
    "judged_by": "Befunden von",
    "judged_at": "Befunden am",
    "sent_by": "Gesendet von",
    "sent_at": "Gesendet am",
    "answered_with": "Beantwortet mit Eingang",
    "asked_by": "Gefragt von",
    "asked_at": "Gefragt am",
    "moved_by": "Tag geändert von",
    "moved_at": "Tag geändert am",
    "moved_why": "Warum geändert",
    "cancelled_by": "Zurückgezogen von",
    "cancelled_at": "Zurückgezogen am",
    "cancelled_why": "Warum zurückgezogen",
    "given_by": "Abgegeben von",
    "given_at": "Abgegeben am",
    "part": "Teil",
    "rests_on": "Grundlage",
    "outcome": "Ergebnis",
    "remark": "Bemerkung",
    "result": "Ergebnis",
    "period_from": "Zeitraum von",
    "period_to": "Zeitraum bis",
    "countersigned_by": "Mitgezeichnet von",
    "countersigned_at": "Mitgezeichnet am",
    "issued_by": "Erlassen von",
    "issued_at": "Erlassen am",
    "opened_first_by": "Zuerst geöffnet von",
    "opened_first_at": "Zuerst geöffnet am",
    "quantity": "Anzahl",
    "amount": "Betrag in Euro",
    "cap": "Höchstbetrag je Einheit",
    "unit": "Einheit",
    "cap_verified": "Höchstbetrag geprüft",
    "owner": "Kümmert sich",
    "note": "Vermerk",
    "done_by": "Erledigt von",
    "done_at": "Erledigt am",
    "received_on": "Eingegangen am",
    "checked": "Prüfung der Datei",
}
"""What facts are called in the index; a fact without a name here makes the packing fail."""
KINDS = {
    "revision": "Angaben als JSON",
    "reading": "zum Lesen",
    "sealed": "PDF, wie gezeichnet",
    "signed": "signierte PDF",
    "verdict": "Ergebnis der Signaturprüfung",
    "scan": "Unterschriften auf Papier",
    "receipt": "Eingangsbestätigung",
    "upload": "Datei",
    "letter": "Schreiben",
}
"""What papers are."""

Value = str | int | bool | Decimal | date | datetime | None
Facts = dict[str, Value]
"""By their names in `LABELS`."""
_BERLIN = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True)
class Enclosed:
    """A paper: where it lies in the ZIP, which kind it is; `load` brings its bytes when needed."""

    path: str
    kind: str
    label: str
    load: Callable[[], bytes]
    noted_sha256: str = ""
    """What the portal noted of its bytes when they came to be; empty: it noted nothing."""

    def as_json(self) -> dict[str, str]:
        facts = {"path": self.path, "kind": self.kind, "label": self.label}
        return facts | {"noted_sha256": self.noted_sha256}


@dataclass(frozen=True)
class Record:
    """One thing in the file, with its papers and what belongs to it; instants are aware."""

    title: str
    facts: Facts
    files: Sequence[Enclosed] = ()
    records: Sequence["Record"] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "facts": {name: plain(value) for name, value in self.facts.items()},
            "files": [file.as_json() for file in self.files],
            "records": [record.as_json() for record in self.records],
        }

    def papers(self) -> list[Enclosed]:
        """Its own and those of all that belongs to it."""
        return [*self.files, *(paper for record in self.records for paper in record.papers())]


@dataclass(frozen=True)
class Part:
    """The records of one kind; see `PARTS`."""

    id: str
    records: Sequence[Record]


@dataclass(frozen=True)
class Archive:
    """Everything that is given out about a case."""

    concept: str
    """Its id; the chain of its events has the same."""
    at: datetime
    """Of the last event in it."""
    head: Record
    parts: Sequence[Part]
    events: Sequence[Mapping[str, Any]]
    """In order, as the ledger hashes them; of those that are not the authority's to read only the
    place and the hashes, which keep the chain together."""
    people: Mapping[int, str]
    """The names of those whom events name."""
    told: Mapping[int, str]
    """What events say in words, by their place."""

    def papers(self) -> list[Enclosed]:
        return [
            paper for part in self.parts for record in part.records for paper in record.papers()
        ]


def plain(value: Value) -> str | int | bool | None:
    """As JSON has it: instants in UTC, decimals as text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def said(value: Value) -> str:
    """As people read it; empty where there is nothing."""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, datetime):
        return f"{value.astimezone(_BERLIN):%d.%m.%Y, %H:%M:%S} Uhr"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, Decimal):
        return f"{value:,.2f}".translate(str.maketrans(",.", ".,"))
    return "" if value is None else str(value)
