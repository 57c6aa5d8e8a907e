"""App configuration."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    """See the package's docstring."""

    name = "activities"

    def ready(self) -> None:
        """Offer to the apps below what they need of activities and memberships."""
        from activities.actions.activities import APPROVAL_KIND as ACTIVITY
        from activities.actions.memberships import APPROVAL_KIND as MEMBERSHIP
        from activities.approval_subjects import ActivityApprovals, MembershipApprovals
        from activities.documents import LIFECYCLE, lifecycle
        from core.documents import register_document
        from core.registries import registries

        registries.approval_subjects[ACTIVITY] = ActivityApprovals()
        registries.approval_subjects[MEMBERSHIP] = MembershipApprovals()
        register_document(LIFECYCLE, lifecycle)
