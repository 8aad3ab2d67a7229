"""Bring the English catalogue up to date (`make messages`, for maintainers).

Finds every German sentence that the portal says, in templates and in Python, without GNU gettext.
A new one stands in django.po with an empty `msgstr` until somebody writes the English; one that was
reworded keeps the old English and is marked fuzzy until somebody has looked. A test tells which.
"""

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

import polib
from django.utils.translation.template import templatize

from wirportal.editions.checks import CHECKS
from wirportal.rulebook.roles import KIND_LABELS, ROLE_LABELS
from wirportal.rulebook.rules import RULES
from wirportal.rulebook.states import ASSIGNMENT_LABELS, INVITATION_LABELS, STATE_LABELS, WAY_LABELS
from wirportal.rulebook.turns import DESK_LABELS, SIDE_LABELS

ROOT = Path(__file__).parent.parent
CATALOGUE = ROOT / "wirportal" / "locale" / "en" / "LC_MESSAGES" / "django.po"
CLASS = "wirportal/sentence.py"  # says nothing itself

CALLS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "Sentence", "listed"), 1),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), 2),
}
"""What says a sentence, and how many of its arguments are wording."""
TABLES: dict[str, Iterable[str]] = {
    "self.text": [check.text for check in CHECKS],
    "rule.label": [rule.label for rule in RULES.values()],
    "rule.told": [rule.told for rule in RULES.values()],
    **dict.fromkeys(
        ("STATE_LABELS[state]", "STATE_LABELS[State(state)]"),
        STATE_LABELS.values(),
    ),
    **dict.fromkeys(
        ("state_label(case.state, actor.roles)", "state_label(State(concept.state), roles)"),
        (*STATE_LABELS.values(), *DESK_LABELS.values()),
    ),
    **dict.fromkeys(("DESK_LABELS[self.state]", "DESK_LABELS[state]"), DESK_LABELS.values()),
    "SIDE_LABELS[side]": SIDE_LABELS.values(),
    "INVITATION_LABELS[self.state]": INVITATION_LABELS.values(),
    "KIND_LABELS[self.kind]": KIND_LABELS.values(),
    "ASSIGNMENT_LABELS[case.request]": ASSIGNMENT_LABELS.values(),
    "ASSIGNMENT_LABELS[AssignmentState(self.state)]": ASSIGNMENT_LABELS.values(),
    "WAY_LABELS[way]": WAY_LABELS.values(),
    "ROLE_LABELS[role]": ROLE_LABELS.values(),
    "self.why['template']": [],  # what was a Sentence before
    "sentence.template": [],  # what was a Sentence before
    "self.wording.sentence": [],  # the same
    "said.decode(errors='replace').strip()[:500]": [],  # another process has said it
}
"""An argument as it stands in the code → what it can be, where that is not to be read there."""


@dataclass
class Message:
    """A sentence: its form for many ("" where it has only one) and the files that say it."""

    plural: str = ""
    files: set[str] = field(default_factory=set)


def messages() -> dict[str, Message]:
    """Every sentence of the portal by its German text. ValueError where one can't be read."""
    found: dict[str, Message] = {}
    for path in sorted((ROOT / "wirportal").rglob("*")):
        name = path.relative_to(ROOT).as_posix()
        if "/migrations/" in name or name == CLASS or path.suffix not in SOURCES:
            continue
        for text, plural in SOURCES[path.suffix](path.read_text(), name):
            message = found.setdefault(text, Message())
            message.plural = message.plural or plural
            message.files.add(name)
    found.pop("", None)
    return found


# --- templates ------------------------------------------------------------------------------------

_LITERAL = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_CALL = re.compile(rf"\b(?:_|n?gettext)\({_LITERAL}(?:, {_LITERAL})?")


def in_template(source: str, name: str) -> Iterator[tuple[str, str]]:
    """Sentences as Django will look them up."""
    for match in _CALL.finditer(templatize(source, origin=name)):
        yield ast.literal_eval(match[1]), ast.literal_eval(match[2] or "''")


# --- Python ---------------------------------------------------------------------------------------


def in_python(source: str, name: str) -> Iterator[tuple[str, str]]:
    """Sentences of calls, wherever their wording stands in the same file or in a table."""
    module = ast.parse(source)
    for scope in ast.walk(module):
        if isinstance(scope, ast.FunctionDef | ast.Module):
            for call in _calls(scope):
                wording = call.args[: CALLS[_called(call)]]
                try:
                    if len(wording) == 2:
                        yield _only(wording[0], scope, module), _only(wording[1], scope, module)
                    else:
                        yield from ((text, "") for text in _texts(wording[0], scope, module))
                except ValueError:
                    says = ast.unparse(call)
                    raise ValueError(f"{name}:{call.lineno}: which sentence? {says}") from None


def _calls(scope: ast.AST) -> Iterator[ast.Call]:
    """The calls that say something, without those of inner functions."""
    for child in ast.iter_child_nodes(scope):
        if isinstance(child, ast.Call) and _called(child) in CALLS and child.args:
            yield child
        if not isinstance(child, ast.FunctionDef):
            yield from _calls(child)


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _only(node: ast.expr, scope: ast.AST, module: ast.Module) -> str:
    (text,) = _texts(node, scope, module)
    return text


def _texts(node: ast.expr, scope: ast.AST, module: ast.Module) -> list[str]:
    """Every text that the expression can be. ValueError where it can't be told."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case _ if (written := ast.unparse(node)) in TABLES:
            return list(TABLES[written])
        case ast.IfExp(body=yes, orelse=no):
            inside = [yes, no]
        case ast.GeneratorExp(elt=each):
            inside = [each]
        case ast.Name(id=name):
            inside = _values(scope, name)
        case ast.Attribute(value=ast.Name(id="self"), attr=name):
            inside = _values(module, name)
        case ast.Call(func=ast.Name(id=name)):
            scope, inside = module, _returns(module, name)
        case _:
            inside = []
    if not inside:
        raise ValueError(node)
    return [text for value in inside for text in _texts(value, scope, module)]


def _values(scope: ast.AST, name: str) -> list[ast.expr]:
    """What is assigned to the name."""
    return [
        node.value
        for node in ast.walk(scope)
        if (isinstance(node, ast.NamedExpr) and node.target.id == name)
        or (isinstance(node, ast.Assign) and [ast.unparse(t) for t in node.targets] == [name])
    ]


def _returns(module: ast.Module, name: str) -> list[ast.expr]:
    """What the function of that name returns."""
    return [
        node.value
        for function in ast.walk(module)
        if isinstance(function, ast.FunctionDef) and function.name == name
        for node in ast.walk(function)
        if isinstance(node, ast.Return) and node.value
    ]


SOURCES = {".html": in_template, ".py": in_python}

# --- the catalogue --------------------------------------------------------------------------------


def catalogue(known: Iterable[polib.POEntry] = ()) -> polib.POFile:
    """All messages in the order of their files, with the English of the known ones."""
    old = {entry.msgid: entry for entry in known if not entry.obsolete}
    po = polib.POFile(wrapwidth=98)
    po.header = "What the portal says in English. `make messages` finds new sentences, see there."
    po.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": "en",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    found = messages()
    gone = {text: entry for text, entry in old.items() if text not in found}
    for text in sorted(found, key=lambda text: (min(found[text].files), text)):
        po.append(_entry(text, found[text], old.get(text) or _reworded(text, gone)))
    return po


def _reworded(text: str, gone: Mapping[str, polib.POEntry]) -> polib.POEntry:
    """The entry of a sentence that is gone and much like the new one, marked; else an empty one."""
    like = get_close_matches(text, gone, n=1, cutoff=0.8)
    if not like:
        return polib.POEntry()
    was = gone[like[0]]
    return polib.POEntry(msgstr=was.msgstr, msgstr_plural=was.msgstr_plural, flags=["fuzzy"])


def _entry(text: str, message: Message, old: polib.POEntry) -> polib.POEntry:
    entry = polib.POEntry(msgid=text, occurrences=[(name, "") for name in sorted(message.files)])
    if message.plural:
        entry.msgid_plural = message.plural
        entry.msgstr_plural = old.msgstr_plural or {0: "", 1: ""}
    else:
        entry.msgstr = old.msgstr
    entry.flags = old.flags
    return entry


def main() -> int:
    """Write .po and .mo; 1 where an English text is missing or to be looked at."""
    po = catalogue(polib.pofile(str(CATALOGUE)) if CATALOGUE.exists() else ())
    po.save(str(CATALOGUE))
    po.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
    open_entries = [*po.untranslated_entries(), *po.fuzzy_entries()]
    for entry in open_entries:
        says = "still right in English?" if entry.fuzzy else "no English yet:"
        print(says, entry.msgid, file=sys.stderr)
    return 1 if open_entries else 0


if __name__ == "__main__":
    sys.exit(main())
