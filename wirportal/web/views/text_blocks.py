"""„Textbausteine“: words that the authority uses again and again."""

from dataclasses import asdict

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from wirportal.people.proof import user_of
from wirportal.people.seen import Stale, digest
from wirportal.review import text_blocks
from wirportal.review.models import TextBlock
from wirportal.review.text_blocks import BlockFacts, Taken
from wirportal.rulebook.decide import decide
from wirportal.rulebook.facts import Case
from wirportal.rulebook.rules import Action
from wirportal.web.access import held_role
from wirportal.web.checking_forms import TextBlockForm
from wirportal.web.summary import lines


@held_role(GET=Action.SEE_TEXT_BLOCKS)
def block_list(request: HttpRequest) -> HttpResponse:
    """By purpose and title."""
    context = {
        "blocks": TextBlock.objects.all(),
        "may_change": decide(Action.CHANGE_TEXT_BLOCKS, Case(), user_of(request).everywhere),
    }
    return render(request, "text_blocks/list.html", context)


@held_role(GET=Action.CHANGE_TEXT_BLOCKS, POST=Action.CHANGE_TEXT_BLOCKS)
def new_block(request: HttpRequest) -> HttpResponse:
    form = TextBlockForm(request.POST or None)
    if form.is_valid():
        try:
            text_blocks.add_block(facts=form.facts, by=user_of(request))
        except Taken:
            _say_taken(form)
        else:
            messages.success(request, _("Der Textbaustein ist angelegt."))
            return redirect("text-blocks")
    return _page(request, form)


@held_role(GET=Action.CHANGE_TEXT_BLOCKS, POST=Action.CHANGE_TEXT_BLOCKS)
def change_block(request: HttpRequest, block: int) -> HttpResponse:
    there = get_object_or_404(TextBlock, pk=block)
    facts = asdict(BlockFacts.of(there))
    form = TextBlockForm(request.POST or None, initial=facts)
    if form.is_valid():
        seen = request.POST.get("seen", "")
        try:
            text_blocks.change_block(
                block_id=block, facts=form.facts, seen=seen, by=user_of(request)
            )
        except Taken:
            _say_taken(form)
        except Stale:
            return _page(request, form, there, stale=True)
        else:
            messages.success(request, _("Gespeichert."))
            return redirect("text-blocks")
    return _page(request, form, there)


def _say_taken(form: Form) -> None:
    form.add_error("title", _("Es gibt dafür schon einen Textbaustein mit diesem Titel."))


def _page(
    request: HttpRequest, form: Form, block: TextBlock | None = None, *, stale: bool = False
) -> HttpResponse:
    """stale: somebody else was faster; what the person typed still stands in the form."""
    context = {
        "text_block": block,
        "form": form,
        "seen": digest(asdict(BlockFacts.of(block))) if block else "",
        "is_stale": stale,
        "summary": lines(form),
    }
    status = 422 if form.errors else 409 if stale else 200
    return render(request, "text_blocks/change.html", context, status=status)


@held_role(GET=Action.CHANGE_TEXT_BLOCKS, POST=Action.CHANGE_TEXT_BLOCKS)
def delete_block(request: HttpRequest, block: int) -> HttpResponse:
    """Shows once more what it says."""
    if request.method == "POST":
        text_blocks.delete_block(block_id=block, by=user_of(request))
        messages.success(request, _("Der Textbaustein ist gelöscht."))
        return redirect("text-blocks")
    context = {"text_block": get_object_or_404(TextBlock, pk=block)}
    return render(request, "text_blocks/delete.html", context)
