"""From the finished draft to the authority: give to be signed, sign, take back, submit."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from wirportal.concepts import sealing
from wirportal.concepts.beside import attachments_of, facts_beside
from wirportal.concepts.models import Concept, Scan, Seal, Signature, SignedFile, Submission
from wirportal.concepts.queries import (
    answers_by_question,
    answers_of,
    paper_of_revision,
    seals_of,
)
from wirportal.documents.attached import SCANS
from wirportal.documents.errors import UnreadableFile
from wirportal.documents.html import body_html
from wirportal.editions.checks import check
from wirportal.people.proof import user_of
from wirportal.review import requesting
from wirportal.review.rounds import unanswered
from wirportal.rulebook.decide import decide, require
from wirportal.rulebook.facts import Case
from wirportal.rulebook.rule import ANSWERING, WRITABLE
from wirportal.rulebook.rules import Action
from wirportal.rulebook.states import State
from wirportal.rulebook.timing import Timing
from wirportal.web.access import concept_view, other_writer
from wirportal.web.forms import Declaration, Reason, SignedPaper
from wirportal.web.language import said
from wirportal.web.papers import PDF, concept_file_name, download, file_name
from wirportal.web.summary import lines
from wirportal.web.uploads import MEGABYTES, FileToRead

CHOICES = {
    "may_seal": Action.SEAL,
    "may_unseal": Action.UNSEAL,
    "may_sign": Action.SIGN,
    "may_sign_on_paper": Action.SIGN_ON_PAPER,
    "may_sign_by_file": Action.SIGN_BY_FILE,
    "may_submit": Action.SUBMIT,
}
"""What the overview offers, by the name of the ruling in the template."""


@concept_view(GET=Action.READ)
def signing(request: HttpRequest, concept: Concept) -> HttpResponse:
    """How far it is on the way to the authority, and what the person can do about it."""
    actor = concept.actor(user_of(request))
    inside = bool(decide(Action.SEE_BROKEN_SEALS, concept.case, actor))
    seals = seals_of(concept, inside=inside)
    whole = [one for one in seals if one.broken_at is None]
    shown = None if inside and concept.state in WRITABLE else next(iter(whole), None)
    case = _case(request, concept, shown)
    context = {
        "concept": concept,
        "inside": inside,
        "seal": shown,
        "submission": getattr(shown, "submission", None),
        "earlier": [one for one in whole if one != shown],
        "broken": [one for one in seals if one.broken_at],
        "errors": case.errors,
        "beside": case.papers_missing or case.files_waiting or case.files_refused,
        "attachments": attachments_of(concept, shown) if shown else [],
        "late": case.timing is Timing.LATE,
        **{name: decide(action, case, actor) for name, action in CHOICES.items()},
    }
    return render(request, "signing/overview.html", context)


def _case(request: HttpRequest, concept: Concept, whole: Seal | None) -> Case:
    again = concept.state in ANSWERING  # then the request's day counts
    timing = None if again else concept.call.timing(timezone.now())
    if whole:
        return replace(sealing.signing_case(concept, whole.pk, user_of(request)), timing=timing)
    problems = check(concept.edition, answers_of(concept, answers_by_question(concept)))
    errors = sum(problem.severity == "error" for problem in problems)
    missing = unanswered(concept) if concept.state == State.RETURNED else 0
    beside = facts_beside(concept)
    return replace(concept.case, errors=errors, unanswered=missing, timing=timing, **beside)


@concept_view(POST=Action.SEAL)
def seal(request: HttpRequest, concept: Concept) -> HttpResponse:
    requesting.seal(concept_id=concept.pk, by=user_of(request))
    messages.success(request, _("Diese Fassung kann jetzt gezeichnet werden."))
    return redirect("signing", concept=concept.pk)


@concept_view(GET=Action.UNSEAL, POST=Action.UNSEAL)
def unseal(request: HttpRequest, concept: Concept) -> HttpResponse:
    """Back to the draft: asks why."""
    if foreign := other_writer(request):
        return foreign
    form = Reason(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        sealing.unseal(concept_id=concept.pk, by=user_of(request), reason=reason)
        messages.success(request, _("Die Zeichnung ist abgebrochen. Sie können wieder ändern."))
        return redirect("signing", concept=concept.pk)
    context = {"concept": concept, "form": form, "summary": lines(form)}
    return render(request, "signing/unseal.html", context, status=422 if form.errors else 200)


@concept_view(GET=Action.SIGN, POST=Action.SIGN)
def sign(request: HttpRequest, concept: Concept, seal: UUID) -> HttpResponse:
    """The whole document and the declaration."""
    form = Declaration(request.POST or None)
    if foreign := other_writer(request):
        return foreign
    if form.is_valid():
        sealing.sign(concept_id=concept.pk, seal_id=seal, by=user_of(request))
        messages.success(request, _("Sie haben gezeichnet."))
        return redirect("signing", concept=concept.pk)
    return _page(request, concept, seal, Action.SIGN, form)


@concept_view(GET=Action.SIGN_ON_PAPER, POST=Action.SIGN_ON_PAPER)
def sign_on_paper(request: HttpRequest, concept: Concept, seal: UUID) -> HttpResponse:
    """A scan of the signed paper; somebody confirms that it is this version."""
    form = SignedPaper(request.POST, request.FILES) if request.method == "POST" else SignedPaper()
    if foreign := other_writer(request):
        return foreign
    if form.is_valid():
        send = partial(sealing.sign_on_paper, **form.scanned())
        if _taken(send, form, request, concept, seal):
            messages.success(request, _("Die Unterschriften auf Papier sind eingetragen."))
            return redirect("signing", concept=concept.pk)
    return _page(request, concept, seal, Action.SIGN_ON_PAPER, form)


@concept_view(GET=Action.SIGN_BY_FILE, POST=Action.SIGN_BY_FILE)
def sign_by_file(request: HttpRequest, concept: Concept, seal: UUID) -> HttpResponse:
    """The sealed PDF comes back with signatures in it; a worker judges them."""
    form = FileToRead(request.POST, request.FILES) if request.method == "POST" else FileToRead()
    if foreign := other_writer(request):
        return foreign
    if form.is_valid():
        send = partial(sealing.send_signed, data=form.cleaned_data["file"].read())
        if _taken(send, form, request, concept, seal):
            messages.success(request, _("Die Datei wird geprüft. Das dauert einige Sekunden."))
            return redirect("signing", concept=concept.pk)
    return _page(request, concept, seal, Action.SIGN_BY_FILE, form)


def _taken(
    send: Callable[..., Scan | SignedFile],
    form: Form,
    request: HttpRequest,
    concept: Concept,
    seal: UUID,
) -> bool:
    """Whether the file was taken; the form says why not."""
    try:
        send(concept_id=concept.pk, seal_id=seal, by=user_of(request))
    except UnreadableFile as problem:
        form.add_error("file", said(problem.sentence))
        return False
    return True


@concept_view(GET=Action.SUBMIT, POST=Action.SUBMIT)
def submit(request: HttpRequest, concept: Concept, seal: UUID) -> HttpResponse:
    """The last page before the authority has it."""
    if foreign := other_writer(request):
        return foreign
    if request.method == "POST":
        made = requesting.submit(concept_id=concept.pk, seal_id=seal, by=user_of(request))
        said = _("Eingereicht. Die Nummer des Eingangs ist %(number)s.") % {"number": made.code}
        messages.success(request, said)
        return redirect("signing", concept=concept.pk)
    return _page(request, concept, seal, Action.SUBMIT)


PAGES = {
    Action.SIGN: "signing/sign.html",
    Action.SIGN_ON_PAPER: "signing/paper.html",
    Action.SIGN_BY_FILE: "signing/file.html",
    Action.SUBMIT: "signing/submit.html",
}


def _page(
    request: HttpRequest, concept: Concept, seal: UUID, action: Action, form: Form | None = None
) -> HttpResponse:
    """The page of what is done with a sealed version; refused here already, not on the click."""
    sealed = _seal(request, concept, seal)
    case = _case(request, concept, sealed)
    require(action, case, concept.actor(user_of(request)))
    paper = paper_of_revision(concept, sealed.revision, draft=False)
    context = {
        "concept": concept,
        "edition": concept.edition,
        "seal": sealed,
        "document": body_html(paper.outline),
        "attachments": attachments_of(concept, sealed),
        "missing": [one for one in sealed.signatures.all() if not one.way],
        "late": case.timing is Timing.LATE,
        "form": form,
        "summary": lines(form) if form else [],
        "megabytes": MEGABYTES,
    }
    status = 422 if form and form.errors else 200
    return render(request, PAGES[action], context, status=status)


def _seal(request: HttpRequest, concept: Concept, seal: UUID) -> Seal:
    """A version that the person may see: a broken one is nobody's but the municipality's."""
    actor = concept.actor(user_of(request))
    inside = bool(decide(Action.SEE_BROKEN_SEALS, concept.case, actor))
    for one in seals_of(concept, inside=inside):
        if one.pk == seal:
            return one
    raise Http404


# --- files ----------------------------------------------------------------------------------------


@concept_view(GET=Action.READ)
def sealed_pdf(request: HttpRequest, concept: Concept, seal: UUID) -> HttpResponse:
    """The version as it is signed and handed in, byte for byte."""
    sealed = _seal(request, concept, seal)
    paper = paper_of_revision(concept, sealed.revision, draft=False)
    return download(bytes(sealed.pdf), PDF, concept_file_name(paper, "pdf"))


@concept_view(GET=Action.READ)
def scan(request: HttpRequest, concept: Concept, seal: UUID) -> HttpResponse:
    """The signed paper as it was sent: never shown, only saved."""
    _signed, scan = scan_of(request, concept, seal)
    return download(bytes(scan.data), scan.media_type, scan_name(concept, scan))


def scan_of(request: HttpRequest, concept: Concept, seal: UUID) -> tuple[Signature, Scan]:
    """The scan that a version was signed with, without its bytes, and a signature on it."""
    signatures = _seal(request, concept, seal).signatures.exclude(scan=None)
    signed = signatures.select_related("scan", "by").defer("scan__data").first()
    if signed is None or signed.scan is None:
        raise Http404
    return signed, signed.scan


def scan_name(concept: Concept, scan: Scan) -> str:
    """What the file is called."""
    (ending,) = (kind.endings[0] for kind in SCANS if kind.media_type == scan.media_type)
    return file_name("Unterschriften", concept, ending=ending)


@concept_view(GET=Action.READ)
def signed_file(request: HttpRequest, concept: Concept, seal: UUID, file: UUID) -> HttpResponse:
    """A signed PDF as it was sent: never shown, only saved."""
    for sent in _seal(request, concept, seal).files.all():
        if sent.pk == file:
            break
    else:
        raise Http404
    return download(bytes(sent.data), PDF, file_name("Signiert", concept, ending="pdf"))


@concept_view(GET=Action.READ)
def receipt(request: HttpRequest, concept: Concept) -> HttpResponse:
    """The confirmation of the last submission as a PDF."""
    return _receipt(Submission.objects.filter(seal__concept=concept))


@concept_view(GET=Action.READ)
def receipt_of(request: HttpRequest, concept: Concept, seal: UUID) -> HttpResponse:
    """The confirmation of the submission of that version as a PDF."""
    return _receipt(Submission.objects.filter(seal__concept=concept, seal=seal))


def _receipt(submissions: QuerySet[Submission]) -> HttpResponse:
    made = submissions.select_related("call").order_by("-number").first()
    if made is None:
        raise Http404
    name = file_name("Eingangsbestaetigung", made.code, ending="pdf")
    return download(bytes(made.receipt), PDF, name)
