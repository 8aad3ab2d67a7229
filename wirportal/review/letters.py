"""What the authority's letters have in common: whose they are, and to whom they go."""

from django.utils import timezone

from wirportal.concepts.models import Concept
from wirportal.documents.letter import Head, Letter, Point, Points, Text
from wirportal.people.models import User
from wirportal.review.models import Letterhead, Request
from wirportal.review.rounds import label_of
from wirportal.rulebook.rule import AUTHORITY


def head_of(sender: User) -> Head:
    """The letterhead of the sender's authority, its bare name where nobody has entered one; one
    query."""
    (authority, *_) = [one.organisation for one in sender.held if one.role in AUTHORITY]
    letterhead = Letterhead.objects.filter(organisation=authority).first()
    if letterhead is None:
        return Head(authority.legal_name, address=authority.address)
    return Head(
        authority=authority.legal_name,
        department=letterhead.department,
        address=letterhead.address or authority.address,
        place=letterhead.place,
        phone=letterhead.phone,
        email=letterhead.email,
    )


def recipient_of(concept: Concept) -> str:
    """The municipality as on an envelope; the organisation should be at hand."""
    return f"{concept.organisation.legal_name}\n{concept.organisation.address}"


def request_letter(concept: Concept, request: Request, sender: User) -> Letter:
    """A Nachforderung as it is sent today; three queries."""
    points = tuple(
        Point(one.text, label_of(concept, one), "erforderlich" if one.required else "empfohlen")
        for one in request.items.select_related("paper")
    )
    until = f" bis zum {request.due:%d.%m.%Y}" if request.due else ""
    return Letter(
        head=head_of(sender),
        recipient=recipient_of(concept),
        reference=request.file.file_number,
        date=timezone.localdate(),
        subject=f"{request.number}. Nachforderung zu Ihrem Konzept „WIR“-Koordination\n"
        f"Haushaltsjahr {concept.budget_year}, Eingang {request.asked_about.code}",
        blocks=(
            Text(request.text or _OPENING),
            Points(points),
            Text(_CLOSING.format(until=until)),
        ),
        signed=f"Im Auftrag\n{sender.name}",
        note="erstellt vom WIR-Portal, gültig ohne Unterschrift",
    )


_OPENING = (
    "Sehr geehrte Damen und Herren,\n\n"
    "zu Ihrem Konzept bitten wir um Ergänzung oder Erläuterung der folgenden Punkte."
)
_CLOSING = (
    "Bitte antworten Sie im WIR-Portal{until}. Dort sind nur die genannten Fragen geöffnet; alle "
    "anderen Angaben bleiben, wie sie eingereicht sind."
)
