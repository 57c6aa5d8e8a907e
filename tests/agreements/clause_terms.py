"""Terms of clauses, made up: any at all, and those that hold."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from agreements.act_kinds import ActKind
from agreements.law import clauses as law
from agreements.law.calendar import NO_TIME, Length

DAYS = st.dates(min_value=dt.date(1600, 1, 1))
LENGTHS = st.one_of(
    st.builds(Length, years=st.integers(0, 30), months=st.integers(0, 30)),
    st.builds(Length, weeks=st.integers(0, 60), days=st.integers(0, 400)),
)
REAL_LENGTHS = LENGTHS.filter(bool)
CLASSES = st.sampled_from(["regional_organisation", "member_state", "coastal"])
RULES = st.sampled_from(
    [
        "FREQ=YEARLY",
        "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31",
        "FREQ=MONTHLY;INTERVAL=6",
        "FREQ=WEEKLY;BYDAY=MO;COUNT=10",
        "FREQ=DAILY;UNTIL=20301231",
        "FREQ=MONTHLY;BYDAY=-1FR",
    ]
)
# Any values of the right types, most of which do not go together.
ANY = st.one_of(
    st.builds(
        law.EntryIntoForce,
        mode=st.sampled_from(law.EntryMode),
        consents=st.none() | st.integers(-1, 60),
        quotas=st.lists(st.builds(law.Quota, CLASSES, st.integers(0, 50)), max_size=2).map(tuple),
        excluded_classes=st.lists(CLASSES, max_size=2).map(tuple),
        counted_acts=st.lists(st.sampled_from(ActKind), max_size=2).map(tuple),
        further_condition=st.none() | st.text(max_size=20),
        further_condition_met_on=st.none() | DAYS,
        delay=LENGTHS,
        first_of_month=st.booleans(),
        fixed_date=st.none() | DAYS,
        not_before_date=st.none() | DAYS,
        not_before_agreement=st.none() | st.just("LIS-TR-2026-0001"),
        later_after_entry=st.booleans(),
        later_delay=st.none() | LENGTHS,
        later_first_of_month=st.booleans(),
    ),
    st.builds(
        law.ProvisionalApplication, start=st.sampled_from(law.ProvisionalStart), fixed_date=st.none() | DAYS
    ),
    st.builds(
        law.Duration,
        mode=st.sampled_from(law.DurationMode),
        until=st.none() | DAYS,
        length=st.none() | LENGTHS,
    ),
    st.builds(
        law.Renewal,
        mode=st.sampled_from(law.RenewalMode),
        length=st.none() | LENGTHS,
        at_most=st.none() | st.integers(-1, 2000),
    ),
    st.builds(law.Notice, length=LENGTHS, opens=st.none() | LENGTHS),
    st.builds(
        law.Denunciation,
        mode=st.sampled_from(law.DenunciationMode),
        notice=LENGTHS,
        first_of_month=st.booleans(),
        at_end_of_term=st.booleans(),
        not_before=st.none() | LENGTHS,
        not_before_by_party=st.booleans(),
    ),
    st.builds(
        law.Reporting,
        title=st.text(max_size=20),
        rule=RULES | st.text(max_size=20),
        starts=st.none() | DAYS,
        parties=st.lists(st.sampled_from(["a", "b"]), max_size=2).map(tuple),
    ),
)  # fmt: skip


@st.composite
def _entries(draw):
    mode = draw(st.sampled_from(law.EntryMode))
    fixed = mode is law.EntryMode.ON_FIXED_DATE
    counts = mode in (law.EntryMode.ON_CONSENTS, law.EntryMode.ON_ALL_CONSENTS) or fixed
    consents = (
        draw(st.integers(1, 60)) if mode is law.EntryMode.ON_CONSENTS or (fixed and draw(st.booleans())) else None
    )
    moves = not fixed or consents is not None
    condition = draw(st.sampled_from([None, "55 % of emissions"])) if counts and moves else None
    return law.EntryIntoForce(
        mode=mode,
        consents=consents,
        quotas=(law.Quota("member_state", draw(st.integers(1, consents))),) if consents and draw(st.booleans()) else (),
        excluded_classes=draw(st.sampled_from([(), ("regional_organisation",)])) if counts else (),
        counted_acts=draw(st.sampled_from([(), law.INSTRUMENTS, (ActKind.SIGNATURE,)])) if counts else (),
        further_condition=condition,
        further_condition_met_on=draw(st.none() | DAYS) if condition else None,
        delay=draw(LENGTHS) if moves else NO_TIME,
        first_of_month=moves and draw(st.booleans()),
        fixed_date=draw(DAYS) if fixed else None,
        not_before_date=draw(st.none() | DAYS),
        not_before_agreement=draw(st.sampled_from([None, "LIS-TR-2026-0001"])),
        later_after_entry=draw(st.booleans()),
        later_delay=draw(st.none() | REAL_LENGTHS),
        later_first_of_month=draw(st.booleans()),
    )  # fmt: skip


_RENEWING = st.sampled_from([law.RenewalMode.TACIT, law.RenewalMode.EXPRESS])
_OTHER_STARTS = [each for each in law.ProvisionalStart if each is not law.ProvisionalStart.FIXED_DATE]
_LEAVING = law.DenunciationMode.ALLOWED
# Terms built so that they hold, of every kind and mode.
VALID = st.one_of(
    _entries(),
    st.builds(law.ProvisionalApplication, start=st.sampled_from(_OTHER_STARTS)),
    st.builds(law.ProvisionalApplication, start=st.just(law.ProvisionalStart.FIXED_DATE), fixed_date=DAYS),
    st.just(law.Duration(law.DurationMode.INDEFINITE)),
    st.builds(law.Duration, mode=st.just(law.DurationMode.UNTIL), until=DAYS),
    st.builds(law.Duration, mode=st.just(law.DurationMode.PERIOD), length=REAL_LENGTHS),
    st.just(law.Renewal(law.RenewalMode.NONE)),
    st.builds(law.Renewal, mode=_RENEWING, length=st.none() | REAL_LENGTHS, at_most=st.none() | st.integers(1, 9)),
    st.builds(law.Notice, length=REAL_LENGTHS),
    st.just(law.Denunciation(law.DenunciationMode.NOT_ALLOWED)),
    st.builds(law.Denunciation, st.just(_LEAVING), LENGTHS, st.booleans(), st.just(False), st.none() | REAL_LENGTHS),
    st.builds(law.Denunciation, st.just(_LEAVING), LENGTHS, st.just(False), st.booleans(), st.none() | REAL_LENGTHS),
    st.builds(
        law.Denunciation, st.just(_LEAVING), LENGTHS, not_before=REAL_LENGTHS, not_before_by_party=st.booleans()
    ),
    st.builds(law.Reporting, st.just("Report"), RULES, st.none() | DAYS, st.sampled_from([(), ("a",), ("a", "b")])),
)  # fmt: skip
