"""App configuration."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """See the package's docstring."""

    name = "agreements"

    def ready(self) -> None:
        """Offer to the apps below what they need of agreements."""
        from agreements.actions.agreements import APPROVAL_KIND
        from agreements.actions.documents import VERSION_ADDED
        from agreements.actions.evidence import AgreementEvidence
        from agreements.approval_subjects import AgreementApprovals
        from agreements.clause_reading import say_parameters
        from agreements.deadlines import RECORD_TYPE, Untouched, visible_agreements
        from agreements.force_deadlines import SOURCES
        from agreements.models import Act, Clause, Document, DocumentVersion
        from agreements.panels import agreements_of_institution
        from agreements.search import AGREEMENTS, DOCUMENTS
        from agreements.tasks import text_waits
        from core.history_reading import describe_rows
        from core.registries import registries
        from core.search.sources import register_source

        registries.approval_subjects[APPROVAL_KIND] = AgreementApprovals()
        registries.evidence_keepers[APPROVAL_KIND] = AgreementEvidence()
        registries.visible_records[RECORD_TYPE] = visible_agreements
        registries.deadline_sources[Untouched.kind] = Untouched()
        for source in SOURCES:
            registries.deadline_sources[source.kind] = source
        registries.add_panel("institution", agreements_of_institution)
        register_source(AGREEMENTS, order=1)
        register_source(DOCUMENTS, order=5)
        registries.add_outbox_handler(VERSION_ADDED, text_waits)
        describe_rows(Clause, related=(), name=str, fields={"parameters": say_parameters})
        describe_rows(Document, related=(), name=str)
        describe_rows(DocumentVersion, related=("document",), name=lambda version: f"{version.document}, {version}")
        describe_rows(
            Act,
            related=("party__institution",),
            name=lambda act: f"{act.get_kind_display()} ({act.party})" if act.party_id else act.get_kind_display(),
        )
