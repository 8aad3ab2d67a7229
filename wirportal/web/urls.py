"""Every address of the portal, by subject: German for people, English names for us."""

from django.urls import include, path, register_converter
from django.urls.converters import StringConverter
from django.views.i18n import set_language

from wirportal.web.access import public
from wirportal.web.views import (
    assignments,
    checking,
    comments,
    concepts,
    history,
    imports,
    pages,
    papers,
    people,
    reading,
    rows,
    section,
)


class RowOperation(StringConverter):
    """An operation on the rows of a table."""

    regex = "|".join(rows.OPS)


register_converter(RowOperation, "row-operation")

SIGN_IN = [
    path("anmelden/", people.sign_in, name="sign-in"),
    path("abmelden/", people.sign_out, name="sign-out"),
    path("demo/<int:person>/", people.demo_sign_in, name="demo-sign-in"),
    path("sprache/", public("POST")(set_language), name="set_language"),
]

WRITE = [
    path("", concepts.overview, name="concept"),
    path("abschnitt/<slug:section>/", section.section_page, name="section"),
    path("frage/<slug:question>/zeile/<row-operation:op>/", rows.change_rows, name="change-rows"),
    path("frage/<slug:question>/verlauf/", history.history, name="history"),
    path("pruefen/", checking.check, name="check"),
    path("lesen/", reading.read, name="read"),
]

TOGETHER = [
    path("abschnitt/<slug:section>/anwesend/", section.who_is_here, name="here"),
    path("mitzeichnung/", assignments.overview, name="assignments"),
    path("mitzeichnung/<int:assignment>/annehmen/", assignments.accept, name="accept"),
    path("mitzeichnung/<int:assignment>/zurueckziehen/", assignments.cancel, name="cancel"),
    path("mitzeichnung/<int:assignment>/noch-einmal/", assignments.ask_again, name="ask-again"),
    path("frage/<slug:question>/bitten/", assignments.ask, name="ask"),
    path("frage/<slug:question>/zurueckgeben/", assignments.hand_back, name="hand-back"),
    path("frage/<slug:question>/kommentare/", comments.discussion, name="comments"),
    path(
        "frage/<slug:question>/kommentare/<uuid:comment>/erledigt/",
        comments.resolve,
        name="resolve-comment",
    ),
    path(
        "frage/<slug:question>/kommentare/<uuid:comment>/offen/",
        comments.reopen,
        name="reopen-comment",
    ),
]

PAPERS = [
    path("konzept.pdf", papers.concept_pdf, name="pdf"),
    path("vorschau/", papers.preview, name="preview"),
    path("vorschau/<int:page>.png", papers.preview_page, name="preview-page"),
    path("ausgeben/<slug:ending>/", papers.give_out, name="give-out"),
    path("einlesen/", imports.bring_file, name="import"),
    path("einlesen/<uuid:imported>/", imports.imported_file, name="imported"),
]

FOR_EVERYBODY = [
    path("formular/leer.docx", papers.empty_form, name="empty-form"),
    path("schema/<slug:edition>.json", papers.schema, name="schema"),
    path("barrierefreiheit/", pages.accessibility, name="accessibility"),
    path("datenschutz/", pages.privacy, name="privacy"),
    path("impressum/", pages.imprint, name="imprint"),
]

urlpatterns = [
    path("", concepts.start, name="start"),
    *SIGN_IN,
    *FOR_EVERYBODY,
    path("konzepte/", concepts.concept_list, name="concepts"),
    path("konzepte/neu/", concepts.new_concept, name="new-concept"),
    path("konzepte/<uuid:concept>/", include(WRITE + TOGETHER + PAPERS)),
]

handler400 = "wirportal.web.views.pages.bad_request"
