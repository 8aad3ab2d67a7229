"""Background work: takes ids, calls one action, may run twice."""

from django.utils import timezone
from django_tasks import task

from wirportal.review.deadlines import remind
from wirportal.review.searching import index, not_indexed


@task()
def index_submissions() -> None:
    """Make findable what was handed in since the last time."""
    for concept_id in not_indexed().values_list("pk", flat=True):
        index(concept_id=concept_id)


@task()
def remind_of_cases() -> None:
    """Tell people of days of their cases that come near or have passed."""
    remind(now=timezone.now())
