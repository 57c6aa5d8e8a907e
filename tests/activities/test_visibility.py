"""Who sees which activity: by its own classification, and never wider than the agreements it stands under."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from accounts.models import User
from activities.actions import NewLink, change_activity
from activities.filters import ActivityFilter
from activities.models import Activity, Membership, Programme
from activities.queries import activity_page
from core.listing import filtered
from tests.cast import acting
from tests.factories import (
    make_activity,
    make_agreement,
    make_case,
    make_membership,
    make_programme,
    make_step,
)

PUBLIC = "olga otto hugo ana victor aude oscar nadia adam"
INTERNAL = "olga otto hugo ana victor aude oscar adam"
RESTRICTED = "olga hugo aude"


def seeing(cast: dict[str, User], activity: Activity) -> str:
    names = [name for name, person in cast.items() if Activity.objects.visible_to(person).filter(pk=activity.pk)]
    assert names == [name for name, person in cast.items() if activity_page(person).filter(pk=activity.pk)]
    return " ".join(names)


@pytest.mark.parametrize(
    ("classification", "names"), [("public", PUBLIC), ("internal", INTERNAL), ("restricted", RESTRICTED)]
)
def test_alone_it_is_seen_as_its_own_classification_says(office, cast, classification, names):
    activity = make_activity(office, classification=classification, officer=cast["olga"])
    assert seeing(cast, activity) == names


@pytest.mark.parametrize(
    ("its_own", "agreements", "names"),
    [
        ("public", ["public"], PUBLIC),
        ("public", ["internal"], INTERNAL),
        ("public", ["restricted"], RESTRICTED),
        ("internal", ["public"], INTERNAL),
        ("internal", ["restricted"], RESTRICTED),
        ("restricted", ["public"], RESTRICTED),
        ("public", ["restricted", "internal"], INTERNAL),
        ("public", ["restricted", "restricted"], RESTRICTED),
    ],
)
def test_under_agreements_it_is_seen_no_wider_than_they_are(office, cast, its_own, agreements, names):
    olga = cast["olga"]
    joined = [make_agreement(office, classification=each, officer=olga) for each in agreements]
    activity = make_activity(office, classification=its_own, officer=olga, agreements=joined)
    assert seeing(cast, activity) == names


@pytest.mark.parametrize("classification", ["public", "internal", "restricted"])
def test_nobody_sees_anything_without_signing_in(office, classification):
    make_activity(office, classification=classification)
    make_membership(office)
    make_programme()
    for model in (Activity, Membership, Programme):
        assert not model.objects.visible_to(AnonymousUser()).exists()


def test_who_is_asked_to_decide_sees_the_activity_but_not_the_restricted_agreement_it_carries_out(office, cast):
    agreement = make_agreement(office, classification="restricted", officer=cast["olga"])
    activity = make_activity(office, agreements=[agreement], officer=cast["olga"])
    make_step(make_case(activity.approval_subject), responsible=cast["nadia"])
    read = activity_page(cast["nadia"]).get()
    assert read == activity
    assert list(read.agreement_links.all()) == []
    assert [link.agreement for link in activity_page(cast["olga"]).get().agreement_links.all()] == [agreement]


def test_an_activity_under_two_agreements_shows_each_reader_only_those_they_see(office, cast):
    secret = make_agreement(office, classification="restricted", officer=cast["olga"])
    known = make_agreement(office, classification="internal")
    make_activity(office, agreements=[secret, known])
    assert [link.agreement for link in activity_page(cast["oscar"]).get().agreement_links.all()] == [known]


def test_who_replaces_the_links_they_see_leaves_those_they_do_not(office, cast):
    secret = make_agreement(office, classification="restricted", officer=cast["olga"])
    known, new = make_agreement(office), make_agreement(office)
    activity = make_activity(office, agreements=[secret, known])
    change_activity(by=acting(cast["otto"]), activity=activity, agreements=[NewLink(new)])
    assert set(activity.agreements.all()) == {secret, new}
    change_activity(by=acting(cast["olga"]), activity=activity, agreements=[NewLink(new)])
    assert set(activity.agreements.all()) == {new}


def test_filtering_by_a_restricted_agreement_tells_an_outsider_nothing(office, olga, oscar):
    secret = make_agreement(office, classification="restricted", officer=olga)
    known = make_agreement(office, classification="internal")
    activity = make_activity(office, agreements=[secret, known])
    for person, found in ((olga, [activity]), (oscar, [])):
        request = RequestFactory().get("/")
        request.user = person
        rows = filtered(ActivityFilter, Activity.objects.visible_to(person), {"agreement": secret.reference}, request)
        assert list(rows) == found


def test_memberships_and_programmes_are_shared_by_all_who_sign_in(office, cast):
    make_membership(office)
    make_programme()
    for person in cast.values():
        assert Membership.objects.visible_to(person).count() == 1
        assert Programme.objects.visible_to(person).count() == 1
