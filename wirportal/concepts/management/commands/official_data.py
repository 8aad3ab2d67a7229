"""`manage.py official_data`: what a portal must know before anybody can work in it."""

from typing import Any

from django.core.management.base import BaseCommand

from wirportal.concepts.calls import load_directives
from wirportal.people.bodies import load_missing


class Command(BaseCommand):
    help = "Bringt Gebietskörperschaften, Behörden und Richtlinien ein, soweit sie fehlen."

    def handle(self, *args: Any, **options: Any) -> None:
        load_missing()
        load_directives()
