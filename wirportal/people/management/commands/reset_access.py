"""`manage.py reset_access EMAIL`: for who has lost password, phone and spare codes at once."""

from argparse import ArgumentParser
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from wirportal.people.actions import note_in_account
from wirportal.people.models import User
from wirportal.people.tasks import RESET, link_to
from wirportal.rulebook.rules import Action


class Command(BaseCommand):
    help = (
        "Entfernt den zweiten Faktor einer Person und gibt einen Link aus, mit dem sie ein neues "
        "Passwort wählt. Vorher prüfen, dass sie es wirklich ist."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--origin", default="http://127.0.0.1:8000", help="https://name")

    @transaction.atomic
    def handle(self, *, email: str, origin: str, **options: Any) -> None:
        user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
        if user is None:
            raise CommandError("Zu dieser Adresse gibt es kein offenes Konto.")
        Authenticator.objects.filter(user=user).delete()
        user.set_unusable_password()  # ends every session
        user.save()
        note_in_account(user_id=user.pk, action=Action.CREDENTIALS, object="reset")
        self.stdout.write(link_to(RESET, user, origin.rstrip("/")))
