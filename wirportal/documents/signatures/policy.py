"""Which additions to a PDF a signature explains: pyHanko's rules, and some for the first one."""

from collections.abc import Iterator

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject, Reference
from pyhanko.pdf_utils.reader import HistoricalResolver
from pyhanko.sign.diff_analysis import ModificationLevel, SuspiciousModification
from pyhanko.sign.diff_analysis.constants import (
    ACROFORM_EXEMPT_STRICT_COMPARISON,
    ROOT_EXEMPT_STRICT_COMPARISON,
)
from pyhanko.sign.diff_analysis.form_rules_api import (
    FieldComparisonContext,
    FieldComparisonSpec,
    FormUpdate,
    FormUpdatingRule,
)
from pyhanko.sign.diff_analysis.policies import DEFAULT_DIFF_POLICY, StandardDiffPolicy
from pyhanko.sign.diff_analysis.rules.file_structure_rules import CatalogModificationRule
from pyhanko.sign.diff_analysis.rules.form_field_rules import (
    SigFieldCreationRule,
    SigFieldModificationRule,
)

_FIELDS = [SigFieldCreationRule(), SigFieldModificationRule()]
_FORM = {"/Type", "/Fields", "/SigFlags", "/DA", "/DR"}

LATER = StandardDiffPolicy(DEFAULT_DIFF_POLICY.global_rules, FormUpdatingRule(_FIELDS))
"""After a signature. Nothing can be filled in: our files have no other fields."""


class _FirstForm(FormUpdatingRule):
    """The file may have had no form at all before somebody signed it."""

    def apply(
        self, old: HistoricalResolver, new: HistoricalResolver
    ) -> Iterator[tuple[ModificationLevel, FormUpdate]]:
        yield from _reference(new.root, "/Perms")
        if "/AcroForm" in old.root:
            yield from super().apply(old, new)
        elif "/AcroForm" in new.root:
            yield from self._added(old, new)

    def _added(
        self, old: HistoricalResolver, new: HistoricalResolver
    ) -> Iterator[tuple[ModificationLevel, FormUpdate]]:
        form = new.root["/AcroForm"]
        if not isinstance(form, DictionaryObject) or form.keys() - _FORM:
            raise SuspiciousModification("more than a form for signatures")
        yield from _reference(new.root, "/AcroForm")
        yield from _reference(form, "/Fields")
        if "/DR" in form:
            fonts = new.collect_dependencies(form.raw_get("/DR"), since_revision=old.revision + 1)
            yield from map(_cleared, fonts)
        fields = form.get("/Fields", ArrayObject())
        context = FieldComparisonContext(dict(_new_fields(fields)), old, new)
        for rule in self.field_rules:
            yield from rule.apply(context)


def _reference(owner: DictionaryObject, key: str) -> Iterator[tuple[ModificationLevel, FormUpdate]]:
    """What the key holds may be an object of its own."""
    if key in owner and isinstance(raw := owner.raw_get(key), IndirectObject):
        yield _cleared(raw.reference)


def _cleared(reference: Reference) -> tuple[ModificationLevel, FormUpdate]:
    return ModificationLevel.FORM_FILLING, FormUpdate(updated_ref=reference, field_name=None)


def _new_fields(fields: ArrayObject) -> Iterator[tuple[str, FieldComparisonSpec]]:
    for raw in fields.iterate():
        field = raw.get_object()
        if not isinstance(raw, IndirectObject) or not isinstance(field, DictionaryObject):
            raise SuspiciousModification("a field that is no object")
        kind, name = str(field.get("/FT")), str(field.get("/T"))
        yield name, FieldComparisonSpec(kind, None, raw.reference, None)


def acts(field: DictionaryObject) -> bool:
    """It would do something when somebody looks at it or clicks."""
    parts = [field, *(kid.get_object() for kid in field.get("/Kids", ()))]
    return any({"/A", "/AA"} & part.keys() for part in parts)


_FIRST_ROOT = CatalogModificationRule(ROOT_EXEMPT_STRICT_COMPARISON | {"/Perms"})
FIRST = StandardDiffPolicy(
    [_FIRST_ROOT, *DEFAULT_DIFF_POLICY.global_rules[1:]],
    _FirstForm(_FIELDS, ACROFORM_EXEMPT_STRICT_COMPARISON | {"/SigFlags"}),
)
"""Up to and with the first signature."""
