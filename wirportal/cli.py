"""The `wirportal` command: documents in and out without a server or database; proofs of the ledger.

Only what looks into the ledger sets Django up, and reads the portal's settings for that.
"""

import argparse
import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from uuid import UUID

from wirportal.documents.errors import UnreadableFile
from wirportal.documents.paper import Paper, from_json, to_json
from wirportal.editions.load import CURRENT, edition_ids, load
from wirportal.editions.model import Edition
from wirportal.sentence import Sentence

if TYPE_CHECKING:
    from wirportal.documents.limits import Limits
    from wirportal.ledger.models import Head

FAILED, UNREADABLE = 1, 2


def main(arguments: list[str] | None = None) -> int:
    """Run a command; its exit status: 0 fine, 1 a check found errors, 2 something can't be read."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except UnreadableFile as problem:
        return _refuse(problem.sentence)
    except MemoryError:
        return _refuse(Sentence("Die Datei braucht beim Öffnen zu viel Speicher."))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as problem:
        return _refuse(_what_failed(problem))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "wirportal", description="Konzepte als Dateien; Beweise des Protokolls"
    )
    commands = parser.add_subparsers(required=True, metavar="BEFEHL")
    for name, run, text, options in COMMANDS:
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run=run)
        for flags, settings in options:
            command.add_argument(*flags, **settings)
    return parser


def import_(options: argparse.Namespace) -> int:
    """Print the concept file of a document, with findings and what could not be placed."""
    import logging

    from wirportal.documents import limits, reading

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    imported = reading.read(
        options.file, _edition(options.edition), lambda: _put_limits(limits.READING)
    )
    paper = Paper(
        _edition(options.edition), imported.answers, imported.body, revision=imported.revision
    )
    content = json.loads(to_json(paper)) | {"edition": imported.edition} | imported.as_json()
    _write(options.output, json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n")
    return 0


def check(options: argparse.Namespace) -> int:
    """Print all problems of a concept file, one a line."""
    from wirportal.editions.checks import check as check_all

    paper = from_json(options.file.read_bytes())
    problems = check_all(paper.edition, paper.answers)
    lines = [f"{p.severity} {p.path(paper.answers)}: {p.text}\n" for p in problems]
    _write(None, "".join(lines).encode())
    return FAILED if any(problem.severity == "error" for problem in problems) else 0


def render(options: argparse.Namespace) -> int:
    """Write a concept file as a document."""
    _write(options.output, RENDERERS[options.format](from_json(options.file.read_bytes())))
    return 0


def schema(options: argparse.Namespace) -> int:
    """Print the JSON Schema of an edition's concept files."""
    from wirportal.editions.schema import concept_schema

    content = json.dumps(concept_schema(_edition(options.edition)), ensure_ascii=False, indent=2)
    _write(options.output, content.encode() + b"\n")
    return 0


def ledger(options: argparse.Namespace) -> int:
    """Prove that nobody touched the ledger, or note where its chains end."""
    import django
    from django.db import DatabaseError

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wirportal.settings")
    django.setup()
    try:
        return LEDGER[options.task](options)
    except DatabaseError as problem:
        why = str(problem).partition("\n")[0]
        return _refuse(Sentence("Das Protokoll lässt sich nicht lesen: {why}", why=why))


def _verify(options: argparse.Namespace) -> int:
    from wirportal.ledger.models import Chain
    from wirportal.ledger.verify import departures, verify

    noted = _read_heads(options.heads) if options.heads else []
    report = verify()
    breaks = [*report.breaks, *departures(noted)]
    names = dict(Chain.objects.values_list("pk", "name"))
    for one in breaks:
        name = names.get(one.chain, f"concept {one.chain}")
        print(f"Kette „{name}“: Ereignis {one.sequence} {FAULTS[one.fault]}.")
    print(f"Ereignisse: {report.events}, Ketten: {report.chains}, Fehler: {len(breaks)}")
    return FAILED if breaks else 0


def _heads(options: argparse.Namespace) -> int:
    from wirportal.ledger.models import Head

    heads = Head.objects.order_by("chain").iterator()
    _write(options.output, "".join(f"{head}\n" for head in heads).encode())
    return 0


FAULTS = {
    "missing": "fehlt",
    "changed": "ist verändert",
    "added": "gehört nicht hinein",
    "rewritten": "ist nicht mehr das, was notiert wurde",
}
LEDGER: dict[str, Callable[[argparse.Namespace], int]] = {"verify": _verify, "heads": _heads}


def _read_heads(path: Path) -> "list[Head]":
    from wirportal.ledger.models import Head

    rows = [line.split() for line in path.read_text(encoding="utf-8", errors="replace").split("\n")]
    try:
        return [Head(chain=UUID(row[0]), length=int(row[1]), sha256=row[2]) for row in rows if row]
    except (ValueError, IndexError):
        text = "In der Datei „{name}“ stehen keine Enden von Ketten."
        raise UnreadableFile(Sentence(text, name=path)) from None


def signature(options: argparse.Namespace) -> int:
    """Print what a signed PDF is worth; fail unless it is at least an advanced signature."""
    from wirportal.documents.signatures import TrustList, check_signature

    trust = TrustList.load(options.trust) if options.trust else TrustList()
    at = options.at or datetime.now(UTC)
    verdict = check_signature(
        options.file.read_bytes(), options.issued.read_bytes(), trust, at, options.name
    )
    content = json.dumps(verdict.as_json(), ensure_ascii=False, indent=2)
    _write(options.output, content.encode() + b"\n")
    return 0 if verdict.accepted else FAILED


def verify(options: argparse.Namespace) -> int:
    """Print what a file of a case proves, check by check; fail where something is wrong."""
    from wirportal.documents import limits
    from wirportal.documents.casefile import Outcome
    from wirportal.documents.casefile import verify as prove
    from wirportal.documents.signatures import TrustList

    _put_limits(limits.CASE_FILE)
    trust = TrustList.load(options.trust) if options.trust else None
    report = prove(options.file, trust, options.manifest)
    manifest = report.manifest
    print(f"Akte {manifest.file_number}, Stand {manifest.at}, Dateien: {len(manifest.files)}\n")
    for result in report.results:
        print(f"{OUTCOMES[result.outcome]:<11} {result.check.name}")
        if result.outcome is Outcome.FINE:
            print(f"{'':<11} {result.check.proves}")
        for finding in result.findings:
            print(f"{'':<11} – {finding.text}")
    print(f"\nPrüfsumme des Verzeichnisses: {report.sha256}")
    return FAILED if report.outcome is Outcome.WRONG else 0


OUTCOMES = ("in Ordnung", "offen", "FEHLER")
"""By how bad it is."""


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone()


def _pdf(paper: Paper) -> bytes:
    from wirportal.documents import pdf

    return pdf.render(paper)


def _docx(paper: Paper) -> bytes:
    from wirportal.documents import docx

    return docx.write(paper)


def _html(paper: Paper) -> bytes:
    from wirportal.documents import html

    return html.render(paper).encode()


RENDERERS: dict[str, Callable[[Paper], bytes]] = {
    "pdf": _pdf,
    "docx": _docx,
    "html": _html,
    "json": to_json,
}

Option = tuple[tuple[str, ...], dict[str, Any]]
_FILE: Option = (("file",), {"type": Path, "metavar": "DATEI"})
_OUTPUT: Option = (
    ("-o", "--output"),
    {"type": Path, "metavar": "ZIEL", "help": "statt auf den Bildschirm in diese Datei"},
)
_TRUST: Option = (
    ("--trust",),
    {"type": Path, "metavar": "ORDNER", "help": "die Vertrauensliste"},
)
_HEADS: Option = (
    ("--heads",),
    {"type": Path, "metavar": "DATEI", "help": "früher notierte Enden, die noch gelten müssen"},
)
COMMANDS: tuple[tuple[str, Callable[[argparse.Namespace], int], str, tuple[Option, ...]], ...] = (
    (
        "import",
        import_,
        "Liest ein ausgefülltes Formular und gibt es als JSON aus.",
        (_FILE, _OUTPUT, (("--edition",), {"default": CURRENT, "metavar": "FASSUNG"})),
    ),
    ("check", check, "Prüft ein Konzept (JSON) und nennt alle Mängel und Hinweise.", (_FILE,)),
    (
        "render",
        render,
        "Druckt ein Konzept (JSON) als PDF, Word, HTML oder JSON.",
        (
            _FILE,
            (("--format",), {"choices": sorted(RENDERERS), "required": True}),
            (("-o", "--output"), {"type": Path, "required": True, "metavar": "ZIEL"}),
        ),
    ),
    (
        "signature",
        signature,
        "Prüft eine unterschriebene PDF-Datei und gibt das Ergebnis als JSON aus.",
        (
            _FILE,
            (("--issued",), {"type": Path, "required": True, "metavar": "AUSGEGEBEN"}),
            _TRUST,
            (("--at",), {"type": _moment, "metavar": "ZEIT", "help": "Eingang, ISO 8601"}),
            (
                ("--name",),
                {"default": "", "metavar": "PERSON", "help": "wer es sein sollte"},
            ),
            _OUTPUT,
        ),
    ),
    (
        "verify",
        verify,
        "Prüft die ausgegebene Akte eines Vorgangs (ZIP), ohne das Portal.",
        (
            _FILE,
            _TRUST,
            (
                ("--manifest",),
                {
                    "default": "",
                    "metavar": "PRÜFSUMME",
                    "help": "die des Verzeichnisses, wie sie im Verlauf des Portals steht",
                },
            ),
        ),
    ),
    (
        "schema",
        schema,
        "Gibt das JSON-Schema einer Formularfassung aus.",
        ((("edition",), {"nargs": "?", "default": CURRENT, "metavar": "FASSUNG"}), _OUTPUT),
    ),
    (
        "ledger",
        ledger,
        "Prüft das Protokoll (verify) oder notiert, wo seine Ketten enden (heads).",
        ((("task",), {"choices": sorted(LEDGER)}), _HEADS, _OUTPUT),
    ),
)


def _edition(edition_id: str) -> Edition:
    try:
        return load(edition_id)
    except KeyError:
        raise UnreadableFile(
            Sentence(
                "Die Formularfassung „{edition}“ gibt es nicht. Bekannt: {known}.",
                edition=edition_id,
                known=", ".join(edition_ids()),
            )
        ) from None


def _put_limits(allowed: "Limits") -> None:
    from wirportal.documents import limits

    signal.signal(signal.SIGXCPU, _out_of_time)
    limits.put(allowed)


def _out_of_time(number: int, frame: object) -> NoReturn:
    raise UnreadableFile(Sentence("Die Datei ist zu umfangreich oder zu verschachtelt."))


def _write(path: Path | None, content: bytes) -> None:
    if path:
        path.write_bytes(content)
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


_CAUSES = {
    FileNotFoundError: "gibt es nicht",
    IsADirectoryError: "ist ein Ordner",
    PermissionError: "darf nicht geöffnet werden",
}


def _what_failed(problem: OSError) -> Sentence:
    cause = _CAUSES.get(type(problem), "lässt sich nicht lesen oder schreiben")
    return Sentence("Die Datei „{name}“ {cause}.", name=problem.filename or "", cause=cause)


def _refuse(sentence: Sentence) -> int:
    print(sentence, file=sys.stderr)
    return UNREADABLE


if __name__ == "__main__":
    sys.exit(main())
