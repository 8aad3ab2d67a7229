"""What the bare framework does for the same work: the least Django that saves and shows the form.

Sessions, users and CSRF as in the portal; one conditional UPDATE, the history row and one row in
a ledger for a save; `Form.as_div` with the same fields for a page. No rulebook, no chain of
hashes, no checks, no design. A list of cases as a table, one year of many, as the inbox has them.
`python -m tests.bench.bare CASES` makes its tables and its data.
"""

import json
import os
import sys
import uuid
from typing import Any

import dj_database_url
from django.conf import settings

SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
}
DATABASE: dict[str, Any] = dict(
    dj_database_url.parse(os.environ["BARE_DATABASE"], conn_max_age=600, conn_health_checks=True)
)
if DATABASE["ENGINE"] == "django.db.backends.sqlite3":
    DATABASE["OPTIONS"] = SQLITE
settings.configure(
    SECRET_KEY="bench",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    DATABASES={"default": DATABASE},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
)

import django  # noqa: E402

django.setup()

from django import forms  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.auth.decorators import login_required  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.db.models import F  # noqa: E402
from django.http import HttpRequest, HttpResponse, JsonResponse  # noqa: E402
from django.template import engines  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils import timezone  # noqa: E402

from wirportal.editions.load import load  # noqa: E402
from wirportal.editions.model import Column  # noqa: E402


class Row(models.Model):
    objects: models.Manager[Any] = models.Manager()

    class Meta:
        abstract = True


class Answer(Row):
    concept = models.UUIDField()
    question = models.CharField(max_length=50)
    value = models.JSONField(null=True)
    version = models.PositiveIntegerField(default=0)
    edited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    edited_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "bare"
        unique_together = ("concept", "question")


class History(Row):
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE)
    version = models.PositiveIntegerField()
    value = models.JSONField(null=True)
    author = models.ForeignKey(User, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        app_label = "bare"
        unique_together = ("answer", "version")


class Event(Row):
    concept = models.UUIDField(db_index=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(User, on_delete=models.PROTECT)
    action = models.CharField(max_length=50)
    object = models.CharField(max_length=100)
    after = models.CharField(max_length=64)

    class Meta:
        app_label = "bare"


class File(Row):
    """A case with all that the inbox shows of it; 66 of a year, as the bench's inbox has them."""

    year = models.PositiveIntegerField(db_index=True)
    body = models.CharField(max_length=200)
    state = models.CharField(max_length=20)
    side = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    file_number = models.CharField(max_length=80)
    officer = models.ForeignKey(User, on_delete=models.PROTECT)
    at = models.DateTimeField()
    due = models.DateField(null=True)
    opinion = models.DateField(null=True)

    class Meta:
        app_label = "bare"

    @property
    def days(self) -> int:
        return (timezone.now() - self.at).days


class Save(forms.Form):
    value = forms.CharField(max_length=20_000)
    version = forms.IntegerField()


@login_required
def save(request: HttpRequest, concept: uuid.UUID, question: str) -> HttpResponse:
    """One answer, if nobody was faster; an earlier text of this sitting is renewed."""
    form = Save(request.POST)
    if not form.is_valid():
        return JsonResponse(form.errors, status=422)
    value, version = form.cleaned_data["value"], form.cleaned_data["version"]
    user, now = request.user, timezone.now()
    with transaction.atomic():
        answers = Answer.objects.filter(concept=concept, question=question)
        changed = answers.filter(version=version).update(
            value=value, version=F("version") + 1, edited_by=user, edited_at=now
        )
        if not changed:
            return JsonResponse({}, status=409)
        facts = {"version": version + 1, "value": value, "at": now}
        last = History.objects.filter(answer__in=answers, version=version, author=user)
        if not last.update(**facts):
            History.objects.create(answer=answers.get(), author=user, **facts)
        Event.objects.create(
            concept=concept, at=now, actor=user, action="save", object=question, after="0" * 64
        )
    return JsonResponse({"version": version + 1, "at": now})


PAGE = """<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Form</title></head>
<body><p>{{ user.username }}</p><form method="post">
<input type="hidden" name="csrfmiddlewaretoken" value="{{ csrf_token }}">{{ form.as_div }}
<button>Speichern</button></form></body></html>"""
TEMPLATE = engines["django"].from_string(PAGE)


@login_required
def page(request: HttpRequest, concept: uuid.UUID, section: str) -> HttpResponse:
    """All fields of a section, filled."""
    answers = {a.question: a.value for a in Answer.objects.filter(concept=concept)}
    form = forms.Form()
    for question in load().section(section).questions:
        if question.kind == "table":
            for row in answers[question.id] or ():
                for column in question.columns:
                    field = _field(column, row.get(column.id), answers)
                    form.fields[f"{question.id}-{row['id']}-{column.id}"] = field
        elif not question.given:
            form.fields[question.id] = _field(question, answers[question.id], answers)
    return HttpResponse(TEMPLATE.render({"form": form, "user": request.user}, request))


LIST = """<!doctype html><html lang="de"><head><meta charset="utf-8"><title>List</title></head>
<body><p>{{ user.username }}</p><table>{% for file in files %}<tr>
<th><a href="{% url 'file' file.pk %}">{{ file.body }}</a></th><td>{{ file.state }}</td>
<td>{{ file.side }}</td><td>{{ file.days }}</td><td>{{ file.number }}</td>
<td>{{ file.file_number }}</td><td>{{ file.officer.username }}</td>
<td>{{ file.due|date:"d.m.Y" }}</td><td>{{ file.opinion|date:"d.m.Y" }}</td></tr>{% endfor %}
</table></body></html>"""
FILES = engines["django"].from_string(LIST)
YEARLY = 66


@login_required
def listed(request: HttpRequest, year: int) -> HttpResponse:
    """The cases of a year."""
    files = File.objects.filter(year=year).select_related("officer").order_by("body")
    return HttpResponse(FILES.render({"files": files, "user": request.user}, request))


def _field(source: Column, value: Any, answers: dict[str, Any]) -> forms.Field:
    facts: dict[str, Any] = {"label": source.label, "help_text": source.help, "initial": value}
    if source.kind in ("choice", "ref"):
        choices = [(option.id, option.label) for option in source.options]
        choices += [(row["id"], row["title"]) for row in answers.get(source.table) or ()]
        return forms.ChoiceField(**facts, choices=[("", "-"), *choices], required=False)
    widget = forms.Textarea if source.kind == "text" else forms.TextInput
    return forms.CharField(**facts, widget=widget, required=False)


urlpatterns = [
    path("<uuid:concept>/save/<slug:question>/", save),
    path("<uuid:concept>/<slug:section>/", page),
    path("list/<int:year>/", listed),
    path("file/<int:file>/", listed, name="file"),
]
application = get_wsgi_application()


def prepare(answers: dict[str, Any], cases: int) -> dict[str, str]:
    """Make tables, a person, cases and one concept with the answers; its id and a session."""
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        for model in (Answer, History, Event, File):
            editor.create_model(model)
    user = User.objects.create_user("bench")
    concept = uuid.uuid4()
    Answer.objects.bulk_create(
        Answer(concept=concept, question=question.id, value=answers.get(question.id))
        for question in load().questions.values()
        if not question.given
    )
    File.objects.bulk_create(
        File(
            year=number // YEARLY, body=f"Landkreis {number % YEARLY}", state="in Prüfung",
            side="Bewilligungsbehörde", number=number, file_number=f"WIR-{number}", officer=user,
            at=timezone.now(), due=timezone.localdate(),
        )
        for number in range(cases)
    )  # fmt: skip
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return {"concept": str(concept), "session": str(session.session_key)}


if __name__ == "__main__":
    print(json.dumps(prepare(json.load(sys.stdin), cases=int(sys.argv[1]))))
