"""App configuration."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """See the package's docstring."""

    name = "agreements"

    def ready(self) -> None:
        """Offer to the apps below what they need of agreements."""
        from agreements.actions.agreements import APPROVAL_KIND
        from agreements.approval_subjects import AgreementApprovals
        from agreements.deadlines import Untouched
        from agreements.models import Act
        from agreements.panels import agreements_of_institution
        from core.history_reading import describe_rows
        from core.registries import registries

        registries.approval_subjects[APPROVAL_KIND] = AgreementApprovals()
        registries.deadline_sources[Untouched.kind] = Untouched()
        registries.add_panel("institution", agreements_of_institution)
        describe_rows(
            Act,
            related=("party__institution",),
            name=lambda act: f"{act.get_kind_display()} ({act.party})" if act.party_id else act.get_kind_display(),
        )
