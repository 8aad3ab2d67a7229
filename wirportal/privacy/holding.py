"""One row of the table: what is kept about people, why, how long, and what becomes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from wirportal.sentence import Sentence


class Fate(Enum):
    """What becomes of something when the account of its person is deleted."""

    ERASE = "erase"
    ANONYMISE = "anonymise"
    """It leads to the account, and that is somebody without a name from then on."""
    KEEP = "keep"
    """As it stands, names too."""


FATE_LABELS = {
    Fate.ERASE: Sentence("wird gelöscht"),
    Fate.ANONYMISE: Sentence("bleibt, aber ohne Namen"),
    Fate.KEEP: Sentence("bleibt, wie es ist"),
}

TASK = Sentence(
    "Art. 6 Abs. 1 Buchst. e DSGVO, § 3 Abs. 1 HDSIG: eine Aufgabe im öffentlichen Interesse"
)
SECURITY = Sentence(
    "Art. 6 Abs. 1 Buchst. e und Art. 32 DSGVO: Schutz der Daten bei dieser Aufgabe"
)

WITH_ACCOUNT = Sentence("solange das Konto besteht")
WITH_CONCEPT = Sentence("solange das Konzept aufbewahrt wird")
AS_RECORD = Sentence("Nachweis der Förderung (Art. 17 Abs. 3 Buchst. b DSGVO)")
WORK_OF_ALL = Sentence("Die Texte gehören zum Konzept der Organisation.")

UNSAID = Sentence("")


@dataclass(frozen=True)
class Holding:
    """Something that is kept about people: what, why, on which ground, until when, and then?"""

    model: str
    """As Django names it: "concepts.Comment"."""
    links: tuple[str, ...]
    """The fields that lead to the person; none: it names people without saying whose account."""
    label: Sentence
    what: Sentence
    why: Sentence
    ground: Sentence
    kept: Sentence | str
    """How long; or the id of the matter whose period says so."""
    fate: Fate
    because: Sentence = UNSAID
    """Why it stays."""
    shown: Mapping[str, str] = field(default_factory=dict)
    """What people get of it when they ask: heading → field."""

    @property
    def fate_label(self) -> Sentence:
        return FATE_LABELS[self.fate]


OF_CONCEPT = {"Organisation": "concept__organisation__name", "Jahr": "concept__call__budget_year"}
