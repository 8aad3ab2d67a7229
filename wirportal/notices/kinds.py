"""Everything that people are told: one row for each kind.

A mail's subject never names a person, a place or a title: subjects are shown on locked screens.
"""

from dataclasses import dataclass
from enum import StrEnum

from wirportal.sentence import Sentence


class Kind(StrEnum):
    ASKED = "assignment.asked"
    ASKED_AGAIN = "assignment.asked_again"
    HANDED_BACK = "assignment.handed_back"
    HANDED_BACK_TO_COLLEAGUE = "assignment.handed_back_to_colleague"
    ACCEPTED = "assignment.accepted"
    CANCELLED = "assignment.cancelled"
    DUE_SOON = "assignment.due_soon"
    OVERDUE = "assignment.overdue"
    STILL_OWED = "assignment.still_owed"
    MENTIONED = "comment.mentioned"
    ANSWERED = "comment.answered"
    SEALED = "seal.made"
    UNSEALED = "seal.broken"
    SIGNED = "seal.signed"
    JUDGED = "seal.judged"
    SUBMITTED = "concept.submitted"
    IN_REVIEW = "case.opened"
    IN_CHARGE = "case.given"
    OPINION_ASKED = "opinion.asked"
    OPINION_MOVED = "opinion.moved"
    OPINION_CANCELLED = "opinion.cancelled"
    OPINION_GIVEN = "opinion.given"
    PROPOSED = "decision.proposed"
    SENT_BACK = "decision.sent_back"
    COUNTERSIGNED = "decision.countersigned"
    DECIDED = "decision.issued"
    OBJECTED = "decision.objected"
    WITHDRAWN = "concept.withdrawn"
    UPLOAD_REFUSED = "upload.refused"
    MESSAGE = "message.written"
    REQUESTED = "request.sent"
    ANSWER_DUE = "request.due_soon"
    ANSWER_OVERDUE = "request.overdue"
    OPINION_DUE = "opinion.due_soon"
    OPINION_OVERDUE = "opinion.overdue"
    CONDITION_DUE = "condition.due_soon"
    CONDITION_OVERDUE = "condition.overdue"
    CLOSING = "call.closing"
    CLOSED = "call.closed"


@dataclass(frozen=True)
class Wording:
    """How a kind is said."""

    subject: Sentence
    """Of a mail that tells nothing else."""
    sentence: Sentence
    """In the inbox and in the mail; filled in with the notice's facts and, as `by`, who did it."""
    binding: bool
    """Whether somebody waits for the reader or a day passes: such mails can't be switched off."""


KINDS: dict[Kind, Wording] = {
    Kind.ASKED: Wording(
        Sentence("Sie sind um Mitzeichnung gebeten"),
        Sentence("{by} bittet Sie um Mitzeichnung bis {day}: Frage {question} ({place})"),
        binding=True,
    ),
    Kind.ASKED_AGAIN: Wording(
        Sentence("Sie sind noch einmal um Mitzeichnung gebeten"),
        Sentence(
            "{by} bittet Sie noch einmal um Mitzeichnung bis {day}: Frage {question} ({place})"
        ),
        binding=True,
    ),
    Kind.HANDED_BACK: Wording(
        Sentence("Eine Mitzeichnung ist zurückgegeben"),
        Sentence("{by} hat zurückgegeben: Frage {question} ({place})"),
        binding=True,
    ),
    Kind.HANDED_BACK_TO_COLLEAGUE: Wording(
        Sentence("Eine Mitzeichnung ist zurückgegeben"),
        Sentence("{by} hat an {name} zurückgegeben: Frage {question} ({place})"),
        binding=False,
    ),
    Kind.ACCEPTED: Wording(
        Sentence("Ihre Mitzeichnung ist angenommen"),
        Sentence("{by} hat angenommen, was Sie zurückgegeben haben: Frage {question} ({place})"),
        binding=False,
    ),
    Kind.CANCELLED: Wording(
        Sentence("Eine Bitte um Mitzeichnung ist zurückgezogen"),
        Sentence("{by} hat die Bitte um Mitzeichnung zurückgezogen: Frage {question} ({place})"),
        binding=True,
    ),
    Kind.DUE_SOON: Wording(
        Sentence("Erinnerung: Mitzeichnung"),
        Sentence("Bis {day} ist Ihre Mitzeichnung erbeten: Frage {question} ({place})"),
        binding=True,
    ),
    Kind.OVERDUE: Wording(
        Sentence("Überfällig: Mitzeichnung"),
        Sentence("Ihre Mitzeichnung war bis {day} erbeten: Frage {question} ({place})"),
        binding=True,
    ),
    Kind.STILL_OWED: Wording(
        Sentence("Eine Mitzeichnung ist überfällig"),
        Sentence("{name} hat bis {day} nicht zurückgegeben: Frage {question} ({place})"),
        binding=True,
    ),
    Kind.MENTIONED: Wording(
        Sentence("Sie sind in einem Kommentar genannt"),
        Sentence("{by} hat Sie in einem Kommentar genannt: Frage {question} ({place})"),
        binding=False,
    ),
    Kind.ANSWERED: Wording(
        Sentence("Eine Antwort auf einen Kommentar"),
        Sentence("{by} hat geantwortet, wo Sie auch kommentieren: Frage {question} ({place})"),
        binding=False,
    ),
    Kind.SEALED: Wording(
        Sentence("Ein Konzept wartet auf die Zeichnung"),
        Sentence("{by} hat das Konzept zur Zeichnung gegeben: {place}"),
        binding=True,
    ),
    Kind.UNSEALED: Wording(
        Sentence("Eine Zeichnung ist abgebrochen"),
        Sentence("{by} hat die Zeichnung abgebrochen, Unterschriften gelten nicht mehr: {place}"),
        binding=True,
    ),
    Kind.SIGNED: Wording(
        Sentence("Ein Konzept ist gezeichnet"),
        Sentence("{by} hat gezeichnet: {place}"),
        binding=False,
    ),
    Kind.JUDGED: Wording(
        Sentence("Eine signierte Datei ist geprüft"),
        Sentence("Die signierte PDF-Datei ist geprüft: {place}"),
        binding=False,
    ),
    Kind.SUBMITTED: Wording(
        Sentence("Ein Konzept ist eingereicht"),
        Sentence("{by} hat das Konzept eingereicht, Eingang {number}: {place}"),
        binding=True,
    ),
    Kind.IN_REVIEW: Wording(
        Sentence("Die Prüfung eines Konzepts hat begonnen"),
        Sentence("{by} prüft das Konzept: {place}"),
        binding=False,
    ),
    Kind.IN_CHARGE: Wording(
        Sentence("Sie sind für eine Akte zuständig"),
        Sentence("{by} hat Ihnen die Akte {number} gegeben: {place}"),
        binding=True,
    ),
    Kind.OPINION_ASKED: Wording(
        Sentence("Eine Stellungnahme ist erbeten"),
        Sentence("{by} bittet bis {day} um eine Stellungnahme: {place}"),
        binding=True,
    ),
    Kind.OPINION_MOVED: Wording(
        Sentence("Eine Stellungnahme hat einen neuen Tag"),
        Sentence("{by} bittet jetzt bis {day} um die Stellungnahme: {place}"),
        binding=True,
    ),
    Kind.OPINION_CANCELLED: Wording(
        Sentence("Eine Stellungnahme wird nicht mehr gebraucht"),
        Sentence("{by} hat die Bitte um eine Stellungnahme zurückgezogen: {place}"),
        binding=True,
    ),
    Kind.OPINION_GIVEN: Wording(
        Sentence("Eine Stellungnahme ist da"),
        Sentence("{by} hat eine Stellungnahme abgegeben: {place}"),
        binding=True,
    ),
    Kind.PROPOSED: Wording(
        Sentence("Eine Entscheidung wartet auf die Mitzeichnung"),
        Sentence("{by} hat die Entscheidung zur Mitzeichnung gegeben: {place}"),
        binding=True,
    ),
    Kind.SENT_BACK: Wording(
        Sentence("Eine Entscheidung ist zurückgegeben"),
        Sentence("{by} hat die Entscheidung zurückgegeben: {place}"),
        binding=True,
    ),
    Kind.COUNTERSIGNED: Wording(
        Sentence("Eine Entscheidung ist mitgezeichnet"),
        Sentence("{by} hat die Entscheidung mitgezeichnet, der Bescheid kann ergehen: {place}"),
        binding=True,
    ),
    Kind.DECIDED: Wording(
        Sentence("Ein Bescheid liegt für Sie bereit"),
        Sentence("{by} hat einen Bescheid erlassen: {place}"),
        binding=True,
    ),
    Kind.OBJECTED: Wording(
        Sentence("Ein Widerspruch ist eingegangen"),
        Sentence("{by} hat einen Widerspruch vom {day} eingetragen: {place}"),
        binding=True,
    ),
    Kind.WITHDRAWN: Wording(
        Sentence("Ein Konzept ist zurückgezogen"),
        Sentence("{by} hat das Konzept zurückgezogen: {place}"),
        binding=True,
    ),
    Kind.UPLOAD_REFUSED: Wording(
        Sentence("Eine Datei wurde abgewiesen"),
        Sentence("Ihre Datei „{name}“ wurde bei der Prüfung abgewiesen: {place}"),
        binding=True,
    ),
    Kind.MESSAGE: Wording(
        Sentence("Eine Nachricht zu einem Konzept"),
        Sentence("{by} hat Ihnen eine Nachricht geschrieben: {place}"),
        binding=True,
    ),
    Kind.REQUESTED: Wording(
        Sentence("Eine Nachforderung zu Ihrem Konzept"),
        Sentence("{by} fordert nach, Antwort erbeten bis {day}: {place}"),
        binding=True,
    ),
    Kind.ANSWER_DUE: Wording(
        Sentence("Erinnerung: Nachforderung"),
        Sentence("Bis {day} ist die Antwort auf die Nachforderung erbeten: {place}"),
        binding=True,
    ),
    Kind.ANSWER_OVERDUE: Wording(
        Sentence("Überfällig: Nachforderung"),
        Sentence("Die Antwort auf die Nachforderung war bis {day} erbeten: {place}"),
        binding=True,
    ),
    Kind.OPINION_DUE: Wording(
        Sentence("Erinnerung: Stellungnahme"),
        Sentence("Bis {day} ist Ihre Stellungnahme erbeten: {place}"),
        binding=True,
    ),
    Kind.OPINION_OVERDUE: Wording(
        Sentence("Überfällig: Stellungnahme"),
        Sentence("Ihre Stellungnahme war bis {day} erbeten: {place}"),
        binding=True,
    ),
    Kind.CONDITION_DUE: Wording(
        Sentence("Erinnerung: Auflage"),
        Sentence("Bis {day} ist eine Auflage zu erfüllen: {place}"),
        binding=True,
    ),
    Kind.CONDITION_OVERDUE: Wording(
        Sentence("Überfällig: Auflage"),
        Sentence("Eine Auflage war bis {day} zu erfüllen: {place}"),
        binding=True,
    ),
    Kind.CLOSING: Wording(
        Sentence("Erinnerung: Frist für das Konzept"),
        Sentence("Die Frist für das Konzept endet am {day} um {time} Uhr: {place}"),
        binding=True,
    ),
    Kind.CLOSED: Wording(
        Sentence("Die Frist für das Konzept ist abgelaufen"),
        Sentence("Die Frist für das Konzept ist seit {day}, {time} Uhr, abgelaufen: {place}"),
        binding=True,
    ),
}
