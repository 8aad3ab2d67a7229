"""`manage.py demo_cases`: what officers have to do in the demonstration, brought to them the way
municipalities do it."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from wirportal.concepts.attachments import attach
from wirportal.concepts.management.commands.demo import bring_in
from wirportal.concepts.models import AskedPaper, Concept
from wirportal.concepts.sealing import seal, sign, submit
from wirportal.concepts.tasks import look_into_upload
from wirportal.concepts.uploads import Sent
from wirportal.documents import letter
from wirportal.documents.letter import Head, Letter, Text
from wirportal.people.models import User
from wirportal.review.actions import open_case

CASES = Path(__file__).parents[2] / "demo" / "cases.json"


class Command(BaseCommand):
    help = "Legt eingereichte Konzepte zum Vorführen an (nach demo); was da ist, bleibt."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Vorführdaten gibt es nur mit WIRPORTAL_DEMO=1.")
        for row in json.loads(CASES.read_text(encoding="utf-8")):
            with transaction.atomic():
                if concept := bring_in(row):
                    _hand_in(concept)
                    if by := row.get("opened_by"):
                        open_case(concept_id=concept.pk, by=User.objects.get(email=by))


def _hand_in(concept: Concept) -> None:
    """With its papers, signed in the portal by everybody whose turn it is, submitted."""
    author = concept.created_by
    for paper in concept.call.papers.filter(required=True):
        sent = Sent(f"{paper.name}.pdf", _stand_in_for(paper, concept))
        laid = attach(concept_id=concept.pk, paper_id=paper.pk, sent=sent, by=author)
        look_into_upload.call(str(laid.upload_id))
    sealed = seal(concept_id=concept.pk, by=author)
    for place in sealed.signatures.all():
        sign(concept_id=concept.pk, seal_id=sealed.pk, by=User.objects.get(name=place.name))
    submit(concept_id=concept.pk, seal_id=sealed.pk, by=author)


def _stand_in_for(paper: AskedPaper, concept: Concept) -> bytes:
    """A PDF that says that it is invented."""
    return letter.render(
        Letter(
            head=Head(concept.organisation.legal_name),
            recipient="",
            reference="Vorführung",
            date=concept.created_at.date(),
            subject=paper.name,
            blocks=(Text("Dieses Papier ist erfunden. Es liegt hier nur zur Vorführung."),),
        )
    )
