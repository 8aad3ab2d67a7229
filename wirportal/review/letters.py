"""What the authority's letters have in common: whose they are, and to whom they go."""

from wirportal.concepts.models import Concept
from wirportal.documents.letter import Head
from wirportal.people.models import User
from wirportal.review.models import Letterhead
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
