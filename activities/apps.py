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
        from activities.deadlines import Start, visible_activities, visible_memberships
        from activities.documents import LIFECYCLE, lifecycle
        from activities.panels import (
            activities_of_agreement,
            activities_of_institution,
            memberships_of_institution,
            programmes_of_institution,
        )
        from activities.search import ACTIVITIES, PROGRAMMES
        from core.documents import register_document
        from core.registries import registries
        from core.search.sources import register_source

        registries.approval_subjects[ACTIVITY] = ActivityApprovals()
        registries.approval_subjects[MEMBERSHIP] = MembershipApprovals()
        registries.visible_records[ACTIVITY] = visible_activities
        registries.visible_records[MEMBERSHIP] = visible_memberships
        registries.deadline_sources[Start.kind] = Start()
        registries.add_panel("agreement", activities_of_agreement)
        registries.add_panel("institution", memberships_of_institution)
        registries.add_panel("institution", programmes_of_institution)
        registries.add_panel("institution", activities_of_institution)
        register_document(LIFECYCLE, lifecycle)
        register_source(ACTIVITIES, order=3)
        register_source(PROGRAMMES, order=4)
