"""Background work, once a day."""

from django_tasks import task

from wirportal.privacy import actions


@task()
def tidy_up() -> None:
    """Sweep away what is over anyway, and propose what a person must confirm."""
    actions.sweep()
    actions.propose()
