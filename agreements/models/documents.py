"""The documents of agreements: what each is, the versions of its file, and the text in them."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import KEEPING_ROLES, Role
from accounts.visibility import Viewer
from agreements.document_kinds import (
    ALWAYS_AUTHENTIC,
    DOCUMENT_LABELS,
    MAY_BE_AUTHENTIC,
    TEXT_STATE_LABELS,
    DocumentKind,
    TextState,
)
from agreements.models.agreement import Agreement
from core.models import Record, Sourced
from core.tracking import tracked

_AGREEMENT_OF_VERSION = "SELECT d.agreement_id FROM agreements_document d WHERE d.id = r.document_id"


class DocumentQuerySet(models.QuerySet["Document"]):
    """Questions about documents."""

    def visible_to(self, user: Viewer) -> DocumentQuerySet:
        """Documents of agreements the person may see; withdrawn ones only for keepers and auditors of its office."""
        if not user.is_authenticated:
            return self.none()
        after_all = Q(agreement__office_id__in=user.offices_with(*KEEPING_ROLES, Role.AUDITOR))
        seen = Agreement.objects.visible_to(user).order_by().values("pk")
        return self.filter(Q(withdrawn_at=None) | after_all, agreement_id__in=seen)

    def held(self) -> DocumentQuerySet:
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at=None)

    def for_list(self) -> DocumentQuerySet:
        """What a list shows, in a fixed number of queries: each with its versions, the latest first."""
        versions = DocumentVersion.objects.select_related("uploaded_by").order_by("-number")
        states = DocumentText.objects.defer("text")
        return (
            self.select_related("withdrawn_by")
            .prefetch_related(Prefetch("versions", versions), Prefetch("versions__text_state", states))
            .order_by("agreement", "id")
        )


class Document(Record, Sourced):
    """A document of an agreement; its file is in `versions`, of which the one with the highest number holds.

    `language` is a code of ISO 639, empty where it is not stated or there are several. A withdrawn document left the
    lists; its rows, its files and its history stay.
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="documents")
    kind = models.CharField(
        _("kind"), max_length=20, choices=[(kind.value, _(label)) for kind, label in DOCUMENT_LABELS.items()]
    )
    title = models.CharField(_("title"), max_length=300)
    language = models.CharField(_("language"), max_length=3, blank=True)
    is_authentic = models.BooleanField(_("authentic"), default=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )
    withdrawal_reason = models.CharField(_("why it was withdrawn"), max_length=500, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["agreement", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in DocumentKind]), name="document_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(is_authentic=False) | Q(kind__in=sorted(kind.value for kind in MAY_BE_AUTHENTIC)),
                name="only_what_was_signed_is_authentic",
            ),
            models.CheckConstraint(
                condition=Q(is_authentic=True) | ~Q(kind__in=sorted(kind.value for kind in ALWAYS_AUTHENTIC)),
                name="authentic_text_is_authentic",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawal_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawal_reason="")),
                name="withdrawn_for_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["agreement", "id"], name="documents_of_agreement")]
        triggers = [tracked(root="agreements_agreement", root_id="r.agreement_id")]

    def __str__(self) -> str:
        return self.title

    @property
    def latest(self) -> DocumentVersion:
        """The version that holds, of a document from `for_list`."""
        return self.versions.all()[0]


class DocumentVersion(models.Model):
    """One file of a document, as it came in. Never changed, never removed.

    `stored_as` names the file in the storage and says nothing of `name`, which is what the person called it;
    `media_type` is what the content is; `sha256` is in lower-case hexadecimal digits, `size` in bytes.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    stored_as = models.CharField(max_length=100, unique=True, editable=False)
    name = models.CharField(_("name of the file"), max_length=200)
    media_type = models.CharField(_("format"), max_length=100)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    note = models.CharField(_("what is new"), max_length=500, blank=True)
    uploaded_at = models.DateTimeField(_("uploaded"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("uploaded by")
    )

    class Meta:
        verbose_name = _("version of a document")
        verbose_name_plural = _("versions of documents")
        ordering = ["document", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="document_version_number_once"),
            models.UniqueConstraint(fields=["document", "sha256"], name="document_bytes_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="document_versions_from_one"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="sha256_is_hexadecimal"),
        ]
        triggers = [
            tracked(root="agreements_agreement", root_id=_AGREEMENT_OF_VERSION, leave_out=["stored_as"]),
            pgtrigger.Protect(name="versions_are_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"


class DocumentText(models.Model):
    """The text in one file, for searching: derived, so it has no history and can be made again at any time.

    A worker that takes it up puts `due_at` off and counts an attempt; `reason` says, in English, why it failed.
    """

    version = models.OneToOneField(DocumentVersion, models.CASCADE, primary_key=True, related_name="text_state")
    state = models.CharField(
        max_length=10,
        choices=[(state.value, _(label)) for state, label in TEXT_STATE_LABELS.items()],
        default=TextState.PENDING,
    )
    reason = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("text of a document")
        verbose_name_plural = _("texts of documents")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[each.value for each in TextState]), name="text_state_known"),
            models.CheckConstraint(condition=Q(text="") | Q(state=TextState.EXTRACTED.value), name="text_if_extracted"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state=TextState.PENDING.value), name="texts_to_be_read"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.state}"


class UploadBegun(models.Model):
    """A file is being stored that no version names yet. Committed before the file is written, removed in the
    transaction that records the version: what is left after a crash names the orphan, and the sweep removes both.
    """

    stored_as = models.CharField(max_length=100, unique=True)
    begun_at = models.DateTimeField()

    class Meta:
        verbose_name = _("upload that has begun")
        verbose_name_plural = _("uploads that have begun")
        indexes = [models.Index(fields=["begun_at"], name="uploads_by_age")]

    def __str__(self) -> str:
        return self.stored_as
