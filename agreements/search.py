"""How agreements and the text of their documents are found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from accounts.visibility import Viewer
from agreements.models import Agreement, AgreementParty, Document
from core.search.sources import Found, SearchSource


def _visible(user: Viewer) -> QuerySet[Agreement, int]:
    return Agreement.objects.visible_to(user).order_by().values_list("pk", flat=True)


def _describe(ids: Sequence[int], user: Viewer) -> Mapping[int, Found]:
    return {each.pk: _found(each) for each in Agreement.objects.visible_to(user).filter(pk__in=ids).for_list()}


def _found(each: Agreement) -> Found:
    names = dict.fromkeys(party.institution.short_name for party in each.parties.all())
    return Found(
        key=each.reference,
        reference=each.reference,
        title=each.title,
        path=reverse("agreements:detail", args=[each.reference]),
        resource=f"agreements/{each.reference}/",
        about=(each.get_kind_display(), each.get_stage_display()),
        beside=" · ".join(names),
    )


def _visible_documents(user: Viewer) -> QuerySet[Document, int]:
    return Document.objects.visible_to(user).held().order_by().values_list("pk", flat=True)


def _describe_documents(ids: Sequence[int], user: Viewer) -> Mapping[int, Found]:
    rows = Document.objects.visible_to(user).held().filter(pk__in=ids).select_related("agreement")
    return {each.pk: _found_document(each) for each in rows.order_by()}


def _found_document(each: Document) -> Found:
    agreement = each.agreement
    return Found(
        key=str(each.uid),
        reference=agreement.reference,
        title=each.title,
        path=f"{reverse('agreements:detail', args=[agreement.reference])}#documents",
        resource=f"agreements/{agreement.reference}/",
        about=(each.get_kind_display(),),
        beside=agreement.title,
    )


AGREEMENTS = SearchSource(
    name="agreement",
    table=Agreement._meta.db_table,
    singular=gettext_lazy("Agreement"),
    label=gettext_lazy("Agreements"),
    visible=_visible,
    describe=_describe,
    list_view="agreements:list",
    linked=lambda ids: AgreementParty.objects.filter(institution__in=ids).order_by().values_list("agreement"),
)
DOCUMENTS = SearchSource(
    name="document",
    table=Document._meta.db_table,
    singular=gettext_lazy("Document"),
    label=gettext_lazy("Documents"),
    visible=_visible_documents,
    describe=_describe_documents,
)
