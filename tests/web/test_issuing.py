"""Only what an officer has read is issued."""

import pytest
from django.urls import reverse

from tests import make
from tests.review.deciding import countersigned, facts
from wirportal.ledger.models import Event
from wirportal.review.models import Decision
from wirportal.rulebook.rules import Action

pytestmark = pytest.mark.django_db


def test_who_issues_what_has_changed_meanwhile_reads_it_anew() -> None:
    """Sent back, changed and countersigned anew, while the page that issues it stood open."""
    file, robin = make.in_review(), make.officer()
    read, client = countersigned(file), make.client(robin)

    def at(name: str) -> str:
        return reverse(name, args=[file.concept_id, 1])

    client.post(at("send-back"), {"writer": robin.pk, "reason": "Der Betrag ist falsch."})
    countersigned(file, facts("50000"))
    answer = client.post(at("approve"), {"writer": robin.pk, "saved": read.saved})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "hat sich geändert" in page
    assert "50.000,00 Euro" in page
    assert not Event.objects.filter(action=Action.APPROVE).exists()
    seen = Decision.objects.get().saved
    again = client.post(at("approve"), {"writer": robin.pk, "saved": seen})
    assert again.status_code == 302
    assert Event.objects.filter(action=Action.APPROVE).exists()
