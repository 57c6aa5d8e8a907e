"""Whether an act that a party does once is done anew: after it had left, a party may consent again (VCLT 15)."""

from __future__ import annotations

from agreements.act_kinds import ONCE_PER_PARTY
from agreements.actions.act_checks import NewAct
from agreements.instruments import determination_of
from agreements.law.statuses import ENDED
from agreements.models import Agreement


def occasion_of(agreement: Agreement, act: NewAct) -> int:
    """Which time it is that the party does this: 1, or one more for each bond of its that had ended before.

    An entry dated in a time when the party was out speaks of the act that ended this time, where one is recorded.
    """
    if act.kind not in ONCE_PER_PARTY or act.party is None:
        return 1
    earlier = agreement.acts.current().filter(kind=act.kind, party=act.party).order_by("-occasion", "date")
    known = list(earlier.values_list("occasion", "date"))
    if not known:
        return 1
    period = determination_of(agreement).on(act.when.first, str(act.party.uid))
    if period.status not in ENDED or period.start is None:
        return max((occasion for occasion, date in known if date <= act.when.last), default=1)
    following = [occasion for occasion, date in known if date > period.start]
    return min(following, default=known[0][0] + 1)
