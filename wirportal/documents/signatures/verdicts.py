"""What a check of a signed file can come to: one table of findings, each with its sentence."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from wirportal.sentence import Sentence


class Quality(StrEnum):
    """How much a signature is worth; the values are what people read."""

    QUALIFIED = "qualifiziert"
    ADVANCED = "fortgeschritten"
    INDETERMINATE = "unbestimmt"
    INVALID = "ungültig"


GOOD = (Quality.QUALIFIED, Quality.ADVANCED)
WORST_FIRST = tuple(reversed(Quality))

_INVALID, _INDETERMINATE = Quality.INVALID, Quality.INDETERMINATE

FINDINGS: dict[str, tuple[Quality, Sentence]] = {
    # --- the file ---------------------------------------------------------------------------------
    "empty": (_INVALID, Sentence("Die Datei ist leer. Bitte laden Sie sie noch einmal hoch.")),
    "too_large": (_INVALID, Sentence(
        "Die Datei ist größer als {limit} MB. Bitte laden Sie genau die Datei hoch, die Sie aus "
        "dem Portal heruntergeladen und unterschrieben haben.")),
    "image": (_INVALID, Sentence(
        "Das ist ein Bild, zum Beispiel das Foto einer Unterschrift. Bitte unterschreiben Sie die "
        "PDF-Datei aus dem Portal mit einem Signaturprogramm.")),
    "not_pdf": (_INVALID, Sentence(
        "Das ist keine PDF-Datei. Bitte laden Sie die unterschriebene PDF-Datei hoch.")),
    "unsigned": (_INVALID, Sentence(
        "Die Datei ist noch nicht unterschrieben. Bitte unterschreiben Sie sie mit einem "
        "Signaturprogramm und laden Sie sie dann wieder hoch.")),
    "no_signature": (_INVALID, Sentence(
        "In der Datei steht keine elektronische Unterschrift; das Bild einer Unterschrift genügt "
        "nicht. Bitte unterschreiben Sie mit einem Signaturprogramm.")),
    "not_ours_unsigned": (_INVALID, Sentence(
        "Das ist nicht die Datei aus dem Portal, vielleicht ein Scan, und sie trägt keine "
        "elektronische Unterschrift. Bitte unterschreiben Sie die heruntergeladene Datei mit einem "
        "Signaturprogramm.")),
    "other_file": (_INVALID, Sentence(
        "Unterschrieben ist eine andere Datei, zum Beispiel eine andere Fassung oder ein anderes "
        "Konzept. Bitte laden Sie die aktuelle Datei herunter und unterschreiben Sie diese.")),
    "resaved": (_INVALID, Sentence(
        "Die Datei wurde beim oder vor dem Unterschreiben neu gespeichert oder ist beschädigt. "
        "Bitte laden Sie sie neu herunter und unterschreiben Sie sie, ohne sie in einem anderen "
        "Programm zu speichern.")),
    "no_new_signature": (_INVALID, Sentence(
        "Seit der letzten Unterschrift ist keine weitere hinzugekommen. Bitte unterschreiben Sie "
        "die Datei selbst und laden Sie sie dann hoch.")),
    "damaged": (_INVALID, Sentence(
        "Die Datei lässt sich nicht prüfen: Sie ist beschädigt oder vom Signaturprogramm nicht "
        "nach den Regeln für PDF ergänzt. Bitte laden Sie sie neu herunter und unterschreiben Sie "
        "sie noch einmal; bleibt es dabei, mit einem anderen Programm.")),
    "changed_before": (_INVALID, Sentence(
        "Vor dem Unterschreiben wurde etwas geändert oder ergänzt, zum Beispiel ein Kommentar. "
        "Bitte unterschreiben Sie die Datei so, wie das Portal sie ausgegeben hat.")),
    "changed_after": (_INVALID, Sentence(
        "Nach der Unterschrift von {signer} wurde die Datei geändert. Bitte laden Sie sie hoch, "
        "wie sie aus dem Signaturprogramm gekommen ist.")),
    "uncovered": (_INVALID, Sentence(
        "Die Unterschrift von {signer} gilt nicht für die ganze Datei. Bitte unterschreiben Sie "
        "die Datei aus dem Portal mit einem anderen Signaturprogramm noch einmal.")),
    "forged": (_INVALID, Sentence(
        "Die Unterschrift von {signer} passt nicht zum Inhalt der Datei: Eines von beiden ist "
        "gefälscht oder beschädigt. Bitte unterschreiben Sie die Datei aus dem Portal noch "
        "einmal.")),
    "false_time": (_INVALID, Sentence(
        "Der Zeitstempel zur Unterschrift von {signer} ist gefälscht oder beschädigt. Bitte "
        "unterschreiben Sie die Datei aus dem Portal noch einmal.")),
    # --- the certificate --------------------------------------------------------------------------
    "seal": (_INVALID, Sentence(
        "Siegel statt Unterschrift: Das Zertifikat gehört der Stelle „{signer}“ und keiner Person. "
        "Bitte lassen Sie eine zeichnungsberechtigte Person mit ihrem eigenen Zertifikat "
        "unterschreiben.")),
    "wrong_purpose": (_INVALID, Sentence(
        "Das Zertifikat von {signer} ist nicht zum Unterschreiben bestimmt. Bitte verwenden Sie "
        "ein Zertifikat für elektronische Unterschriften.")),
    "not_yet_valid": (_INVALID, Sentence(
        "Das Zertifikat von {signer} gilt erst ab dem {date}. Bitte unterschreiben Sie mit einem "
        "gültigen Zertifikat.")),
    "expired": (_INVALID, Sentence(
        "Das Zertifikat von {signer} war beim Unterschreiben schon abgelaufen, seit dem {date}. "
        "Bitte unterschreiben Sie mit einem gültigen Zertifikat.")),
    "revoked": (_INVALID, Sentence(
        "Das Zertifikat von {signer} ist seit dem {date} gesperrt. Bitte unterschreiben Sie mit "
        "einem gültigen Zertifikat.")),
    "issuer_revoked": (_INVALID, Sentence(
        "Das Zertifikat der Stelle, die das Zertifikat von {signer} ausgestellt hat, ist gesperrt. "
        "Bitte unterschreiben Sie mit einem anderen Zertifikat.")),
    # --- cannot be told ---------------------------------------------------------------------------
    "no_trust_list": (_INDETERMINATE, Sentence(
        "Die Unterschrift von {signer} passt zur Datei. Wie viel sie gilt, lässt sich nicht sagen, "
        "weil im Portal keine Vertrauensliste hinterlegt ist. Bitte wenden Sie sich an die "
        "Verwaltung des Portals.")),
    "old_trust_list": (_INDETERMINATE, Sentence(
        "Die Unterschrift von {signer} passt zur Datei. Wie viel sie gilt, lässt sich nicht sagen, "
        "weil die Vertrauensliste vom {date} älter als {days} Tage ist. Bitte wenden Sie sich an "
        "die Verwaltung des Portals.")),
    "unknown_issuer": (_INDETERMINATE, Sentence(
        "Das Zertifikat von {signer} stammt von „{issuer}“. Diese Stelle führt nicht zu einem "
        "Anbieter der Vertrauensliste. Bitte unterschreiben Sie mit dem Zertifikat eines "
        "anerkannten Anbieters.")),
    "weak": (_INDETERMINATE, Sentence(
        "Die Unterschrift von {signer} benutzt ein Verfahren, das nicht mehr als sicher gilt. "
        "Bitte unterschreiben Sie mit einem aktuellen Signaturprogramm.")),
    "unsupported": (_INDETERMINATE, Sentence(
        "Diese Art der Unterschrift kann das Portal nicht prüfen. Bitte unterschreiben Sie im "
        "Format PAdES.")),
    "expired_since": (_INDETERMINATE, Sentence(
        "Das Zertifikat von {signer} ist seit dem {date} abgelaufen, und kein Zeitstempel belegt, "
        "dass vorher unterschrieben wurde. Bitte unterschreiben Sie mit einem gültigen "
        "Zertifikat.")),
    "in_the_future": (_INDETERMINATE, Sentence(
        "Die Unterschrift von {signer} nennt als Zeitpunkt den {date}, der noch nicht war. Bitte "
        "stellen Sie die Uhr des Rechners und unterschreiben Sie noch einmal.")),
    "pseudonym": (_INDETERMINATE, Sentence(
        "Das Zertifikat nennt statt eines Namens das Pseudonym „{signer}“. Bitte unterschreiben "
        "Sie mit einem Zertifikat auf Ihren Namen.")),
    "covers_page": (_INDETERMINATE, Sentence(
        "Das sichtbare Feld der Unterschrift von {signer} verdeckt einen großen Teil einer Seite. "
        "Bitte unterschreiben Sie mit einem kleineren oder ohne sichtbares Feld.")),
    "revocation_unknown": (_INDETERMINATE, Sentence(
        "Ob das Zertifikat von {signer} gesperrt ist, lässt sich nicht sagen. Bitte unterschreiben "
        "Sie so, dass Ihr Programm die Sperrauskunft einbettet (PAdES B-LT).")),
    "too_costly": (_INDETERMINATE, Sentence(
        "Die Prüfung der Datei brauchte zu viel Zeit oder Speicher. Bitte versuchen Sie es noch "
        "einmal; vielleicht ist die Datei beschädigt.")),
    # --- good -------------------------------------------------------------------------------------
    "advanced": (Quality.ADVANCED, Sentence(
        "Fortgeschrittene elektronische Unterschrift von {signer}, Zertifikat von „{issuer}“.")),
    "qualified": (Quality.QUALIFIED, Sentence(
        "Qualifizierte elektronische Unterschrift von {signer}, Zertifikat von „{issuer}“.")),
}  # fmt: skip
"""What can be found → what that makes of the signature, and what a person reads and can do."""

NOTES = {
    "name_differs": Sentence(
        "Erwartet war {expected}; das Zertifikat nennt {signer}. Bitte prüfen Sie, ob das dieselbe "
        "Person ist."
    ),
    "time_claimed": Sentence(
        "Den Zeitpunkt hat der Rechner von {signer} angegeben; kein Zeitstempel belegt ihn."
    ),
    "time_unknown": Sentence(
        "Den Zeitstempel hat „{issuer}“ ausgestellt; die Stelle lässt sich nicht auf die "
        "Vertrauensliste zurückführen und belegt deshalb nichts."
    ),
    "revocation_unchecked": Sentence(
        "Ob das Zertifikat von {signer} gesperrt ist, wurde nicht geprüft: Die Datei enthält keine "
        "gültige Sperrauskunft."
    ),
    "only_claims": Sentence(
        "Das Zertifikat von {signer} nennt sich qualifiziert; die Vertrauensliste bestätigt das "
        "nicht."
    ),
    "seal_besides": Sentence("Die Datei trägt außerdem das Siegel der Stelle „{signer}“."),
}
"""What does not change the verdict, but somebody should know."""

Said = tuple[str, dict[str, str]]
"""A key of one of the tables, and the values of its sentence."""


def _filled(sentence: Sentence, values: dict[str, str]) -> Sentence:
    return Sentence(sentence.template, **values)


@dataclass(frozen=True)
class _Found:
    code: str
    values: dict[str, str] = field(default_factory=dict)
    remarks: tuple[Said, ...] = ()

    @property
    def quality(self) -> Quality:
        return FINDINGS[self.code][0]

    @property
    def reason(self) -> Sentence:
        """One sentence or two for the person who has handed the file in."""
        return _filled(FINDINGS[self.code][1], self.values)

    @property
    def notes(self) -> tuple[Sentence, ...]:
        """What should be known besides."""
        return tuple(_filled(NOTES[code], values) for code, values in self.remarks)

    def _said(self) -> dict[str, Any]:
        return {
            "quality": self.quality,
            "code": self.code,
            "reason": self.reason,
            "values": self.values,
            "notes": self.notes,
            "remarks": self.remarks,
        }


def _taken(data: dict[str, Any]) -> dict[str, Any]:
    remarks = tuple((code, dict(values)) for code, values in data["remarks"])
    at = data["signed_at"]
    return {
        "code": data["code"],
        "values": dict(data["values"]),
        "remarks": remarks,
        "signed_at": at and datetime.fromisoformat(at),
    }


@dataclass(frozen=True)
class Signature(_Found):
    """One signature of the file."""

    signer: str = ""
    issuer: str = ""
    signed_at: datetime | None = None
    timestamped: bool = False
    """A time-stamp that we trust says when; otherwise the signer's computer does."""
    earlier: bool = False
    """It stands in the issued file already."""

    def as_json(self) -> dict[str, Any]:
        at = self.signed_at.isoformat() if self.signed_at else None
        names = {"signer": self.signer, "issuer": self.issuer, "signed_at": at}
        return names | {"timestamped": self.timestamped, "earlier": self.earlier} | self._said()

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        kept = {key: data[key] for key in ("signer", "issuer", "timestamped", "earlier")}
        return cls(**_taken(data), **kept)


@dataclass(frozen=True)
class Verdict(_Found):
    """What the upload is worth. `signatures` has all of them in order, earlier ones too."""

    signers: tuple[str, ...] = ()
    """Names from the certificates of the new signatures, never from the appearance."""
    signed_at: datetime | None = None
    signatures: tuple[Signature, ...] = ()

    @property
    def accepted(self) -> bool:
        return self.quality in GOOD

    def as_json(self) -> dict[str, Any]:
        at = self.signed_at.isoformat() if self.signed_at else None
        all_ = [signature.as_json() for signature in self.signatures]
        return self._said() | {"signers": self.signers, "signed_at": at, "signatures": all_}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        all_ = tuple(Signature.from_json(each) for each in data["signatures"])
        return cls(**_taken(data), signers=tuple(data["signers"]), signatures=all_)
