"""Nachforderungen: the authority asks and judges, the municipality answers; all rounds to read."""

from dataclasses import asdict, dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from wirportal.concepts.models import Concept
from wirportal.documents import letter as letters
from wirportal.people.proof import user_of
from wirportal.people.seen import Stale, digest
from wirportal.review import requesting
from wirportal.review.letters import request_letter
from wirportal.review.models import CaseFile, ItemState, Request, RequestItem
from wirportal.review.requesting import RequestFacts
from wirportal.review.rounds import (
    Asked,
    Round,
    draft_of,
    label_of,
    reopened_in,
    round_of,
    rounds_of,
)
from wirportal.rulebook.decide import decide
from wirportal.rulebook.rules import Action
from wirportal.web.access import concept_view, other_writer
from wirportal.web.numbers import whole_number
from wirportal.web.papers import PDF, download, file_name
from wirportal.web.request_forms import (
    ItemRows,
    ReplyForm,
    RequestForm,
    choices_for,
    facts_of,
    typed_rows,
)
from wirportal.web.summary import lines, row_lines
from wirportal.web.text_blocks import inserted
from wirportal.web.views.section import section_url

# --- both sides -----------------------------------------------------------------------------------


@concept_view(GET=Action.SEE_REQUESTS)
def requests(request: HttpRequest, concept: Concept) -> HttpResponse:
    """All rounds; for the authority also the draft of the next one."""
    actor = concept.actor(user_of(request))
    at_desk = bool(decide(Action.SEE_CASE, concept.case, actor))
    context = {
        "concept": concept,
        "rounds": rounds_of(concept),
        "at_desk": at_desk,
        "draft": draft_of(concept) if at_desk else None,
        "may_write": decide(Action.WRITE_REQUEST, concept.case, actor),
        "today": timezone.localdate(),
    }
    return render(request, "requests/list.html", context)


@concept_view(GET=Action.SEE_REQUESTS, POST=Action.REPLY)
def one_request(request: HttpRequest, concept: Concept, round: int) -> HttpResponse:
    """One round: its items, what was answered, what became of it."""
    if foreign := other_writer(request):
        return foreign
    seen = _round(request, concept, round)
    replies = [_Reply.of(one, request) for one in seen.items]
    if request.method != "POST":
        return _round_page(request, concept, seen, replies)
    if not all([one.form.is_valid() for one in replies]):
        return _round_page(request, concept, seen, replies, status=422)
    stale = [one for one in replies if not _keep(request, concept, round, one)]
    if stale:
        return _round_page(request, concept, seen, replies, stale=stale, status=409)
    messages.success(request, _("Ihre Antworten sind gespeichert."))
    if request.POST.get("then") == "finish":
        return redirect("signing", concept=concept.pk)
    return redirect("request", concept=concept.pk, round=round)


@concept_view(GET=Action.SEE_REQUESTS)
def letter(request: HttpRequest, concept: Concept, round: int) -> HttpResponse:
    """The Nachforderung as it was sent."""
    sent = Request.objects.filter(file__concept=concept, sent_at__isnull=False)
    made = get_object_or_404(sent.select_related("file"), number=round)
    name = file_name("Nachforderung", made.number, made.file.file_number, ending="pdf")
    return download(bytes(made.letter or b""), PDF, name)


@dataclass(frozen=True)
class _Reply:
    """An item with the field for its reply, and where its question is written."""

    asked: Asked
    form: ReplyForm
    theirs: str = ""
    """What another person has replied meanwhile."""

    @classmethod
    def of(cls, asked: Asked, request: HttpRequest) -> "_Reply":
        there = asked.item.reply
        initial = {"reply": there, "seen": digest(there)}
        prefix = f"item-{asked.item.place}"
        return cls(asked, ReplyForm(request.POST or None, prefix=prefix, initial=initial))


def _round(request: HttpRequest, concept: Concept, number: int) -> Round:
    actor = concept.actor(user_of(request))
    inside = bool(decide(Action.READ_DRAFT, concept.case, actor))
    for one in rounds_of(concept):
        if one.number == number:
            return round_of(concept, one, inside=inside)
    raise Http404


def _keep(request: HttpRequest, concept: Concept, number: int, one: _Reply) -> bool:
    """Whether the reply stands now; another person's in between is not overwritten."""
    said = one.form.cleaned_data
    try:
        requesting.reply(
            concept_id=concept.pk,
            number=number,
            place=one.asked.item.place,
            text=said["reply"],
            seen=said["seen"],
            by=user_of(request),
        )
    except RequestItem.DoesNotExist:
        raise Http404 from None
    except Stale:
        return False
    return True


def _round_page(
    request: HttpRequest,
    concept: Concept,
    seen: Round,
    replies: list[_Reply],
    stale: list[_Reply] | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = concept.actor(user_of(request))
    last = seen.request.number == rounds_of(concept)[0].number
    is_open = seen.request.answered_with is None
    judged = decide(Action.JUDGE_REPLY, concept.case, actor) if last and not is_open else None
    context = {
        "concept": concept,
        "round": seen,
        "replies": [_shown(concept, one, stale or []) for one in replies],
        "at_desk": decide(Action.SEE_CASE, concept.case, actor),
        "may_reply": is_open and decide(Action.REPLY, concept.case, actor),
        "may_judge": judged,
        "is_stale": bool(stale),
        "is_late": bool(seen.request.due and seen.request.due < timezone.localdate()),
        "summary": [line for one in replies for line in lines(one.form, named=True)],
    }
    return render(request, "requests/request.html", context, status=status)


def _shown(concept: Concept, one: _Reply, stale: list[_Reply]) -> dict[str, object]:
    """An item as drawn: after a clash what I typed, beside what stands there now."""
    question, form, theirs = one.asked.question, one.form, ""
    if one in stale:
        theirs = one.asked.item.reply
        typed = {"reply": form.cleaned_data["reply"], "seen": digest(theirs)}
        form = ReplyForm(prefix=form.prefix, initial=typed)
    if question:
        section = concept.edition.section_of[question.id]
        href = section_url(concept, section, f"{question.id}-frage")
    else:
        page = reverse("attachments", kwargs={"concept": concept.pk})
        href = f"{page}?unterlage={one.asked.item.paper_id}#id_file"
    return {"asked": one.asked, "form": form, "theirs": theirs, "href": href}


# --- the authority's side -------------------------------------------------------------------------


@concept_view(GET=Action.WRITE_REQUEST, POST=Action.WRITE_REQUEST)
def write(request: HttpRequest, concept: Concept) -> HttpResponse:
    """The draft of the next Nachforderung; what of the last one is wanted again stands in it."""
    if foreign := other_writer(request):
        return foreign
    file = get_object_or_404(CaseFile, concept=concept)
    form, rows, context = _forms(request, concept)
    context |= {"concept": concept, "file": file, "form": form, "rows": rows}
    if not form.is_bound:
        return render(request, "requests/write.html", context)
    if not all([form.is_valid(), rows.is_valid()]):
        context["summary"] = [*lines(form, named=True), *row_lines(rows)]
        return render(request, "requests/write.html", context, status=422)
    if not _save(request, concept, form, rows):
        return render(request, "requests/write.html", context | {"is_stale": True}, status=409)
    messages.success(request, _("Der Entwurf ist gespeichert. Die Kommune sieht ihn nicht."))
    to_send = request.POST.get("then") == "send" and draft_of(concept)
    return redirect("send-request" if to_send else "write-request", concept=concept.pk)


def _save(request: HttpRequest, concept: Concept, form: RequestForm, rows: ItemRows) -> bool:
    """Whether the draft says this now; False where another officer has written since."""
    facts, seen = facts_of(form, rows), request.POST.get("seen", "")
    try:
        requesting.save_request(concept_id=concept.pk, facts=facts, seen=seen, by=user_of(request))
    except Stale:
        return False
    return True


def _forms(request: HttpRequest, concept: Concept) -> tuple[RequestForm, ItemRows, dict[str, Any]]:
    """The draft as it stands, as it was sent, or as typed with a text block put in."""
    draft = draft_of(concept)
    there = RequestFacts.of(draft)
    items = [asdict(one) for one in there.items] if draft else _reopened(concept)
    said, posted, seen = {"text": there.text, "due": there.due}, request.POST or None, there.seen
    if typed := inserted(request):
        said, items = typed, typed_rows(typed, "item")
        posted, seen = None, typed.get("seen", "")
    rows = ItemRows(
        posted, prefix="item", initial=items, form_kwargs={"choices": choices_for(concept)}
    )
    return RequestForm(posted, initial=said), rows, {"draft": draft, "seen": seen}


def _reopened(concept: Concept) -> list[dict[str, Any]]:
    """What of the last round is wanted again, as rows."""
    return [
        {"about": one.about, "text": one.text, "required": one.required}
        for one in reopened_in(concept)
    ]


@concept_view(POST=Action.WRITE_REQUEST)
def drop(request: HttpRequest, concept: Concept) -> HttpResponse:
    """Throw the draft away."""
    requesting.drop_request(concept_id=concept.pk, by=user_of(request))
    messages.success(request, _("Der Entwurf ist verworfen."))
    return redirect("requests", concept=concept.pk)


@concept_view(GET=Action.SEND_REQUEST, POST=Action.SEND_REQUEST)
def send(request: HttpRequest, concept: Concept) -> HttpResponse:
    """The draft as the municipality will read it, and the click that sends it."""
    if request.method != "POST":
        return _send_page(request, concept)
    if foreign := other_writer(request):
        return foreign
    number, seen = whole_number(request.POST.get("number", "")), request.POST.get("seen", "")
    try:
        sent = requesting.send_request(
            concept_id=concept.pk, number=number, seen=seen, by=user_of(request)
        )
    except Request.DoesNotExist:
        raise Http404 from None
    except Stale:
        return _send_page(request, concept, status=409)
    messages.success(request, _("Die Nachforderung ist gesendet."))
    return redirect("request", concept=concept.pk, round=sent.number)


def _send_page(request: HttpRequest, concept: Concept, status: int = 200) -> HttpResponse:
    draft = _draft(concept)
    facts = RequestFacts.of(draft)
    case = requesting.sending_case(concept, facts)
    context = {
        "concept": concept,
        "draft": draft,
        "items": [(one, label_of(concept, one)) for one in draft.items.select_related("paper")],
        "seen": facts.seen,
        "may_send": decide(Action.SEND_REQUEST, case, concept.actor(user_of(request))),
        "is_stale": status == 409,
    }
    return render(request, "requests/send.html", context, status=status)


@concept_view(GET=Action.WRITE_REQUEST)
def preview(request: HttpRequest, concept: Concept) -> HttpResponse:
    """The letter as it would be sent today."""
    made = letters.render(request_letter(concept, _draft(concept), user_of(request)))
    return download(made, PDF, "Nachforderung-Entwurf.pdf", inline=True)


def _draft(concept: Concept) -> Request:
    drafts = Request.objects.filter(file__concept=concept, sent_at=None)
    return get_object_or_404(drafts.select_related("file", "asked_about__call"))


@concept_view(POST=Action.JUDGE_REPLY)
def judge(request: HttpRequest, concept: Concept, round: int, place: int) -> HttpResponse:
    """Accept what came back to an item, or want it again."""
    wanted = request.POST.get("state", "")
    if wanted not in (ItemState.ACCEPTED, ItemState.REOPENED):
        raise Http404
    try:
        requesting.judge(
            concept_id=concept.pk,
            number=round,
            place=place,
            state=ItemState(wanted),
            by=user_of(request),
        )
    except RequestItem.DoesNotExist:
        raise Http404 from None
    return redirect(
        f"{reverse('request', kwargs={'concept': concept.pk, 'round': round})}#punkt-{place}"
    )
