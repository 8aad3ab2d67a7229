"""`manage.py first_administrator EMAIL NAME`: who gives everybody else their roles."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.text import slugify

from wirportal.people.memberships import begin_administration
from wirportal.people.models import Organisation, OrganisationKind
from wirportal.people.tasks import RESET, link_to


class Command(BaseCommand):
    help = (
        "Legt die erste Person mit der Aufgabe „Administration“ an und gibt einen Link aus, mit "
        "dem sie ein Passwort wählt. Alle anderen lädt sie im Portal ein."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--authority", default="Regierungspräsidium Darmstadt")
        parser.add_argument("--origin", default="http://127.0.0.1:8000", help="https://name")

    def handle(self, *, email: str, name: str, authority: str, origin: str, **options: Any) -> None:
        organisation, _ = Organisation.objects.get_or_create(
            name=authority,
            kind=OrganisationKind.AUTHORITY,
            defaults={"key": slugify(authority), "legal_name": authority},
        )
        try:
            person = begin_administration(organisation=organisation, email=email, name=name)
        except ValueError as problem:
            raise CommandError("Es gibt schon eine Person, die das Portal verwaltet.") from problem
        self.stdout.write(link_to(RESET, person, origin.rstrip("/")))
