"""What the kinds of clause are called. Pure data."""

from agreements.law.clauses import ClauseKind
from core.sentences import gettext_noop

CLAUSE_LABELS = {
    ClauseKind.ENTRY_INTO_FORCE: gettext_noop("Entry into force"),
    ClauseKind.PROVISIONAL_APPLICATION: gettext_noop("Provisional application"),
    ClauseKind.DURATION: gettext_noop("Duration"),
    ClauseKind.RENEWAL: gettext_noop("Renewal"),
    ClauseKind.NOTICE: gettext_noop("Notice of non-renewal"),
    ClauseKind.DENUNCIATION: gettext_noop("Denunciation"),
    ClauseKind.REPORTING: gettext_noop("Reporting duty"),
}
