"""The groups after a migration: there, and with exactly the permissions that the table gives them."""

import pytest
from django.contrib.auth.models import Group, Permission

from hiringkit.people.groups import admin_permissions, can_manage, ensure_groups, manageable_groups
from hiringkit.people.models import Person
from hiringkit.people.vocabulary import GroupName
from tests.people.factories import make_person, member

pytestmark = pytest.mark.django_db


def test_the_five_groups_are_there() -> None:
    assert set(Group.objects.values_list("name", flat=True)) == set(GroupName)


@pytest.mark.parametrize("name", GroupName)
def test_each_permission_of_the_table_is_given_and_no_other(name: GroupName) -> None:
    wanted = {
        f"{label}.{verb}_{model}"
        for verb, models in admin_permissions()[name].items()
        for label, model in (entry.split(".") for entry in models)
    }
    assert member(name).get_all_permissions() == wanted


def test_permissions_given_by_hand_are_taken_back() -> None:
    Group.objects.get(name=GroupName.INTERVIEWER).permissions.set(Permission.objects.all()[:3])
    Group.objects.get(name=GroupName.RECRUITER).permissions.clear()
    ensure_groups()
    assert not Group.objects.get(name=GroupName.INTERVIEWER).permissions.exists()
    assert member(GroupName.RECRUITER).has_perm("people.change_person")


def test_settled_groups_cost_only_reads(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(11):  # type: ignore[operator]  # the permissions, and of each group itself and its own
        ensure_groups()


def test_nobody_manages_people_who_may_do_more_than_themselves() -> None:
    recruiter = member(GroupName.RECRUITER)
    superuser = Person.objects.create_superuser("root@example.com", name="Root")
    managed = {GroupName.INTERVIEWER, GroupName.HIRING_MANAGER, GroupName.RECRUITER}
    assert manageable_groups(recruiter) == managed
    for name in GroupName:
        other = member(name, email=f"{name.name.lower()}@example.com")
        assert can_manage(recruiter, other) == (name in managed)
        assert can_manage(superuser, other)
        if name != GroupName.RECRUITER:
            assert manageable_groups(other) == frozenset()
    assert not can_manage(recruiter, superuser)
    assert can_manage(recruiter, make_person())
