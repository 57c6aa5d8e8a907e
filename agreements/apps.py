"""App configuration."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """See the package's docstring."""

    name = "agreements"

    def ready(self) -> None:
        """Offer to the apps below what they need of agreements."""
        from agreements.actions.agreements import APPROVAL_KIND
        from agreements.approval_subjects import AgreementApprovals
        from agreements.models import Act
        from core.history_reading import describe_rows
        from core.registries import registries

        registries.approval_subjects[APPROVAL_KIND] = AgreementApprovals()
        describe_rows(
            Act,
            related=("party__institution",),
            name=lambda act: f"{act.get_kind_display()} ({act.party})" if act.party_id else act.get_kind_display(),
        )
