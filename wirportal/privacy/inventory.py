"""What the portal keeps about people: one row for each place where it stands.

A row is all it takes. „Meine Daten“, the download, the deletion of an account and the privacy
notice read this table, and a test names every model that leads to a person and is not in it.
"""

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


_CONCEPT = {"Organisation": "concept__organisation__name", "Jahr": "concept__call__budget_year"}

PERSONAL = (
    Holding(
        "people.User",
        ("pk",),
        Sentence("Konto"),
        Sentence("Name, E-Mail-Adresse, Prüfwert des Passworts, letzte Anmeldung"),
        Sentence("damit Sie sich anmelden können und andere wissen, wer Sie sind"),
        TASK,
        WITH_ACCOUNT,
        Fate.ANONYMISE,
        Sentence("An seine Stelle tritt „Ehemalige Person“ mit einer Nummer, ohne Adresse."),
        {
            "Nummer": "pk",
            "Name": "name",
            "E-Mail-Adresse": "email",
            "Letzte Anmeldung": "last_login",
            "Offen": "is_active",
        },
    ),
    Holding(
        "people.Membership",
        ("user",),
        Sentence("Aufgaben"),
        Sentence("welche Aufgabe Sie in welcher Organisation haben, und von wann bis wann"),
        Sentence("damit Sie sehen und tun können, was zu Ihrer Aufgabe gehört, und nichts anderes"),
        TASK,
        WITH_ACCOUNT,
        Fate.ERASE,
        shown={
            "Organisation": "organisation__name",
            "Aufgabe": "role",
            "Ab": "valid_from",
            "Bis": "valid_to",
        },
    ),
    Holding(
        "usersessions.UserSession",
        ("user",),
        Sentence("Anmeldungen"),
        Sentence("Zeit, Gerät und IP-Adresse jeder Anmeldung"),
        Sentence("damit Sie fremde Anmeldungen erkennen und beenden können"),
        SECURITY,
        Sentence("solange die Anmeldung gilt, höchstens einen Tag länger"),
        Fate.ERASE,
        shown={
            "Angemeldet": "created_at",
            "Zuletzt gesehen": "last_seen_at",
            "Gerät": "user_agent",
            "IP-Adresse": "ip",
        },
    ),
    Holding(
        "mfa.Authenticator",
        ("user",),
        Sentence("Zweiter Faktor"),
        Sentence("das Nötige, um App, Passkey und Ersatzcodes zu prüfen; Geheimes verschlüsselt"),
        Sentence("damit sich niemand mit Ihrem Passwort allein anmelden kann"),
        SECURITY,
        Sentence("bis Sie ihn entfernen"),
        Fate.ERASE,
        shown={"Art": "type", "Eingerichtet": "created_at", "Zuletzt benutzt": "last_used_at"},
    ),
    Holding(
        "socialaccount.SocialAccount",
        ("user",),
        Sentence("Anmeldung über die Organisation"),
        Sentence("Ihre Kennung beim Anmeldedienst Ihrer Organisation"),
        Sentence("damit Sie sich dort anmelden können statt mit einem Passwort"),
        TASK,
        WITH_ACCOUNT,
        Fate.ERASE,
        shown={"Dienst": "provider", "Kennung": "uid", "Zuletzt": "last_login"},
    ),
    Holding(
        "concepts.Concept",
        ("created_by",),
        Sentence("Angelegte Konzepte"),
        Sentence("wer das Konzept wann angelegt hat"),
        Sentence("damit klar ist, wer daran arbeitet"),
        TASK,
        WITH_CONCEPT,
        Fate.ANONYMISE,
        WORK_OF_ALL,
        {
            "Organisation": "organisation__name",
            "Jahr": "call__budget_year",
            "Angelegt": "created_at",
        },
    ),
    Holding(
        "concepts.Answer",
        ("edited_by",),
        Sentence("Zuletzt geänderte Angaben"),
        Sentence("der Text, und wer ihn wann zuletzt geändert hat"),
        Sentence("damit mehrere gemeinsam schreiben können, ohne etwas zu verlieren"),
        TASK,
        WITH_CONCEPT,
        Fate.ANONYMISE,
        WORK_OF_ALL,
        _CONCEPT | {"Frage": "question", "Text": "value", "Geändert": "edited_at"},
    ),
    Holding(
        "concepts.Answer",
        (),
        Sentence("Personen, die im Konzept stehen"),
        Sentence("Name, Funktion, dienstliche Erreichbarkeit und Stelle, wie das Formular fragt"),
        Sentence("damit die Bewilligungsbehörde weiß, wen sie fragt und was sie fördert"),
        TASK,
        WITH_CONCEPT,
        Fate.KEEP,
        AS_RECORD,
    ),
    Holding(
        "concepts.AnswerVersion",
        ("author",),
        Sentence("Frühere Texte"),
        Sentence("was eine Angabe vorher sagte, und wer das wann geschrieben hat"),
        Sentence("damit ein früherer Text zurückgeholt werden kann"),
        TASK,
        "versions",
        Fate.ANONYMISE,
        WORK_OF_ALL,
        {
            "Organisation": "answer__concept__organisation__name",
            "Jahr": "answer__concept__call__budget_year",
            "Frage": "answer__question",
            "Text": "value",
            "Geschrieben": "at",
        },
    ),
    Holding(
        "concepts.Revision",
        ("author",),
        Sentence("Ausgegebene Fassungen"),
        Sentence("alle Angaben in einem Augenblick, und wer sie ausgegeben hat"),
        Sentence("damit feststeht, was ausgegeben, gezeichnet und eingereicht wurde"),
        TASK,
        WITH_CONCEPT,
        Fate.ANONYMISE,
        Sentence("In gezeichneten Papieren bleiben Namen stehen: Sie sind Nachweise."),
        _CONCEPT | {"Nummer": "number", "Ausgegeben": "created_at", "Prüfwert": "sha256"},
    ),
    Holding(
        "concepts.ImportedFile",
        ("author",),
        Sentence("Eingelesene Dateien"),
        Sentence(
            "Name und erkannter Inhalt der Datei; sie selbst wird gelöscht, sobald sie gelesen ist"
        ),
        Sentence("damit Sie Frage für Frage entscheiden können, was Sie übernehmen"),
        TASK,
        "imports",
        Fate.ANONYMISE,
        WORK_OF_ALL,
        _CONCEPT | {"Name": "name", "Eingelesen": "at", "Gefunden": "content"},
    ),
    Holding(
        "concepts.Assignment",
        ("person", "asked_by"),
        Sentence("Bitten um Mitzeichnung"),
        Sentence("wer wen um welche Angabe gebeten hat, bis wann, und was dazu gesagt wurde"),
        Sentence("damit klar ist, wer was noch schreibt"),
        TASK,
        "assignments",
        Fate.ANONYMISE,
        Sentence("Was noch offen ist, wird zurückgezogen."),
        _CONCEPT
        | {
            "Frage": "question",
            "Gebeten": "asked_at",
            "Bis": "due",
            "Hinweis": "note",
            "Bemerkung": "remark",
            "Stand": "state",
        },
    ),
    Holding(
        "concepts.Comment",
        ("author", "resolved_by"),
        Sentence("Kommentare"),
        Sentence("was Sie zu einer Frage gesagt oder als erledigt markiert haben"),
        Sentence("damit sich alle, die am Konzept schreiben, verständigen können"),
        TASK,
        "comments",
        Fate.ANONYMISE,
        Sentence("Sonst verstünde niemand mehr das Gespräch."),
        _CONCEPT | {"Frage": "question", "Text": "text", "Gesagt": "at"},
    ),
    Holding(
        "concepts.Comment_mentions",
        ("user",),
        Sentence("Nennungen in Kommentaren"),
        Sentence("dass ein Kommentar für Sie bestimmt ist"),
        Sentence("damit Sie es bemerken"),
        TASK,
        "comments",
        Fate.ERASE,
        shown={"Frage": "comment__question", "Gesagt": "comment__at"},
    ),
    Holding(
        "concepts.Visit",
        ("user",),
        Sentence("Besuche"),
        Sentence("wann Sie ein Konzept zuletzt geöffnet haben, und wann davor"),
        Sentence("damit Sie sehen, was seither neu ist"),
        TASK,
        "visits",
        Fate.ERASE,
        shown=_CONCEPT | {"Zuletzt": "last", "Davor": "previous"},
    ),
    Holding(
        "concepts.Presence",
        ("user",),
        Sentence("Anwesenheit"),
        Sentence("welchen Abschnitt Sie offen haben; nur für andere in demselben Abschnitt"),
        Sentence("damit nicht zwei Personen zugleich dasselbe schreiben"),
        TASK,
        Sentence("nach einer Minute vergessen, nach einem Tag gelöscht"),
        Fate.ERASE,
        shown=_CONCEPT | {"Abschnitt": "section", "Zeit": "at"},
    ),
    Holding(
        "ledger.Event",
        ("actor",),
        Sentence("Protokoll"),
        Sentence("wer wann was getan hat, mit einem Prüfwert des Textes, ohne den Text selbst"),
        Sentence("damit sich später beweisen lässt, wie ein Konzept zustande kam"),
        TASK,
        Sentence("solange es Konzepte im Portal gibt"),
        Fate.ANONYMISE,
        AS_RECORD,
        {"Zeit": "at", "Vorgang": "action", "Was": "object", "Anlass": "reason"},
    ),
    Holding(
        "privacy.Proposal",
        ("done_by",),
        Sentence("Löschprotokoll"),
        Sentence("wer wann bestätigt hat, dass Fälliges gelöscht wird; Zahlen, keine Inhalte"),
        Sentence("damit sich nachweisen lässt, dass und wie gelöscht wurde"),
        TASK,
        Sentence("solange es das Portal gibt"),
        Fate.ANONYMISE,
        Sentence("Nachweis der Löschung (Art. 5 Abs. 2 DSGVO)"),
        {"Bestätigt": "done_at", "Was": "matter", "Anzahl": "found", "Vermerk": "note"},
    ),
    Holding(
        "privacy.Erasure",
        ("by", "person"),
        Sentence("Protokoll gelöschter Konten"),
        Sentence("wer wann ein Konto gelöscht hat; die Person selbst nur als Nummer"),
        Sentence("damit sich nachweisen lässt, dass und wie gelöscht wurde"),
        TASK,
        Sentence("solange es das Portal gibt"),
        Fate.ANONYMISE,
        Sentence("Nachweis der Löschung (Art. 5 Abs. 2 DSGVO)"),
        {"Gelöscht": "at", "Nummer": "person_id"},
    ),
    Holding(
        "sessions.Session",
        (),
        Sentence("Stand der Anmeldung"),
        Sentence("dass dieser Browser angemeldet ist, und wie Sie sich ausgewiesen haben"),
        Sentence("damit Sie sich nicht auf jeder Seite neu anmelden müssen"),
        SECURITY,
        Sentence("solange die Anmeldung gilt, höchstens einen Tag länger"),
        Fate.ERASE,
    ),
    Holding(
        "django_tasks_database.DBTaskResult",
        (),
        Sentence("Aufgaben im Hintergrund"),
        Sentence("Nummern von Personen und Dateien, für die etwas zu tun ist, etwa eine E-Mail"),
        Sentence("damit nichts verloren geht, wenn ein Rechner ausfällt"),
        TASK,
        Sentence("30 Tage, nachdem sie erledigt sind"),
        Fate.KEEP,
        Sentence("Darin stehen nur Nummern."),
    ),
)

NOT_PERSONAL = {
    "account.EmailAddress": "stays empty: a person's one address is User.email (ADR 0012)",
    "account.EmailConfirmation": "hangs on account.EmailAddress and stays empty with it",
    "socialaccount.SocialToken": "stays empty: we keep no tokens of providers",
}
"""Models that look as if they held something about people → why they do not."""
