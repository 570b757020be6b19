"""Whoever owes a scorecard of an application learns nothing of others' through any door of the admin."""

import re
from collections.abc import Iterable, Iterator

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from hiringkit.people.keys import create_api_key
from hiringkit.people.models import ApiKey, Person
from hiringkit.people.principals import integration_principal
from hiringkit.people.services import create_person
from hiringkit.people.vocabulary import GroupName
from interviews.hiring.panels import cancel_interview, create_interview
from interviews.hiring.releases import excuse_panelist
from interviews.hiring.services import create_job, update_job
from interviews.models import Application, Candidate, Interview, InterviewPlan, Job, Panelist, Scorecard
from interviews.vocabulary import Recommendation
from tests.api_client import Client
from tests.budgets import some_of
from tests.interviews.test_admin import address, sign_in
from tests.interviews.test_admin_acts import act, client_email, somebody, text
from tests.scorecards import create_scorecard
from tests.story import ADA, ATS, BEN, Hiring, rated, submit

BLIND, OTHER, MANAGER = "blind@example.com", "other@example.com", "manager@example.com"
SEATED = "Seated Later"  # came onto a panel with their scorecard
SECRET = "They were weak on causality"


@pytest.fixture
def other(hiring: Hiring) -> Client:
    """A recruiter who sits on no panel."""
    return sign_in(OTHER, GroupName.RECRUITER)


@pytest.fixture
def blind(hiring: Hiring) -> Client:
    """A recruiter who owes a scorecard of the application."""
    client = sign_in(BLIND, GroupName.RECRUITER)
    create_interview(application=hiring.application, round=hiring.first.round_id, panelists=[BLIND])
    cancel_interview(principal=ATS, interview=hiring.second)
    create_person(email="seated@example.com", name=SEATED)
    return client


@pytest.fixture
def blind_manager(hiring: Hiring, blind: Client) -> Client:
    """The job's hiring manager, who may only look, and owes a scorecard as well."""
    client = sign_in(MANAGER, GroupName.HIRING_MANAGER)
    update_job(principal=ATS, job=hiring.job, changes={"hiring_managers": [MANAGER]})
    create_interview(application=hiring.application, round=hiring.first.round_id, panelists=[MANAGER])
    return client


def write_secretly(hiring: Hiring, other: Client) -> Interview:
    """Everything at once that the blind must not notice; gives an interview that exists by its scorecard only."""
    submit(ADA, hiring.first, recommendation=Recommendation.STRONG_NO)
    _, key = create_api_key(name="ATS", scopes=["all"])
    integration = integration_principal(ApiKey.objects.get(lookup=key.split("_")[1]))
    cards = [
        create_scorecard(
            principal=integration,
            interviewer=somebody("seated@example.com"),
            application=hiring.application,
            round=interview.round_id,
            overall_recommendation=Recommendation.NO,
            scores=rated(interview.round.focus, 2),
            submit=True,
        )
        for interview in (hiring.first, hiring.second)
    ]
    decided = other.post(act(hiring.application, "decide"), {"outcome": "hold", "rationale": SECRET})
    lifted = other.post(act(hiring.application, "lift-blindness"), {"person": somebody(BEN).pk, "reason": SECRET})
    assert (decided.status_code, lifted.status_code) == (302, 302)
    made = cards[1].interview
    assert cards[0].interview == hiring.first
    assert made != hiring.second
    return made


def autocomplete(model: str, field: str, term: str) -> str:
    query = f"app_label=interviews&model_name={model}&field_name={field}&term={term}"
    return f"{reverse('admin:autocomplete')}?{query}"


def doors(hiring: Hiring) -> Iterator[str]:
    """Addresses of whatever somebody with view permissions can open that could tell of a scorecard."""
    yield reverse("admin:index")
    yield reverse("admin:app_list", args=["interviews"])
    for model in (Job, Candidate, Application, Interview, InterviewPlan, Scorecard):
        for query in ("", "?q=Seated", "?q=ada", "?q=weak", "?_facets=True", "?_popup=1", "?all=", "?o=1.2.3.4"):
            yield address(model, "changelist") + query
    for record in (hiring.application, hiring.first, hiring.second, hiring.job, hiring.application.candidate):
        for page in ("change", "history", "delete"):
            yield address(type(record), page, record.pk)
    yield act(hiring.job, "comparison")
    yield act(hiring.application, "decide")
    yield act(hiring.application, "lift-blindness")
    yield act(hiring.first, "excuse")
    for source, field in (("scorecard", "interview"), ("scorecard", "application"), ("scorecard", "supersedes")):
        for term in ("", "Seated", "ada"):
            yield autocomplete(source, field, term)


def seen(client: Client, opened: Iterable[str]) -> dict[str, tuple[int, str]]:
    """What each door shows, without what differs each time."""
    found = {}
    for door in opened:
        response = client.get(door)
        body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
        found[door] = (response.status_code, re.sub(r"request_id\W+[\w-]+", "", body))
    return found


@pytest.mark.slow("opens some dozen pages twice")
@pytest.mark.prove
@pytest.mark.parametrize("who", ["blind", "blind_manager"])
def test_nothing_in_the_admin_moves_when_others_write(
    hiring: Hiring, other: Client, who: str, request: pytest.FixtureRequest
) -> None:
    client: Client = request.getfixturevalue(who)
    telling = {  # the very same doors tell whoever is not blind
        address(Application, "change", hiring.application.pk),
        address(Application, "history", hiring.application.pk),
        address(Interview, "change", hiring.first.pk),
        address(Interview, "changelist"),
        address(Interview, "changelist") + "?q=Seated",
        address(Scorecard, "changelist"),
        address(Scorecard, "changelist") + "?_facets=True",
        address(Scorecard, "changelist") + "?_popup=1",
        act(hiring.job, "comparison"),
        autocomplete("scorecard", "interview", "Seated"),
        autocomplete("scorecard", "supersedes", ""),
    }
    lifted = act(hiring.application, "lift-blindness")  # who is lifted is offered no more: other recruiters' own act
    opened = [door for door in some_of(doors(hiring), step=7) if door != lifted]
    before, before_for_other = seen(client, opened), seen(other, telling)
    write_secretly(hiring, other)
    after, after_for_other = seen(client, opened), seen(other, telling)
    assert [door for door in opened if after[door] != before[door]] == []
    assert {door for door in telling if after_for_other[door] != before_for_other[door]} == telling


def test_the_rows_of_an_application_leave_out_interviews_made_with_a_scorecard(
    hiring: Hiring, blind: Client, other: Client
) -> None:
    made = write_secretly(hiring, other)
    page = address(Application, "change", hiring.application.pk)
    for client, told in ((blind, False), (other, True)):
        shown = text(client.get(page))
        assert (address(Interview, "change", made.pk) in shown) == told
        assert (SEATED in shown) == told
        assert (SECRET in shown) == told
        for name in ("change", "history"):
            assert (client.get(address(Interview, name, made.pk)).status_code == 200) == told


def test_who_may_only_look_is_shown_no_seat_made_with_a_scorecard(
    hiring: Hiring, blind_manager: Client, other: Client
) -> None:
    write_secretly(hiring, other)
    page = address(Interview, "change", hiring.first.pk)
    assert SEATED not in text(blind_manager.get(page))
    assert SEATED in text(other.get(page))


def test_the_panel_field_offers_what_is_known_and_keeps_what_is_not(
    hiring: Hiring, blind: Client, other: Client
) -> None:
    write_secretly(hiring, other)
    page = address(Interview, "change", hiring.first.pk)
    form = blind.get(page).context["adminform"].form
    assert {person.email for person in form.initial["panelists"]} == {ADA, BEN}
    assert form.fields["round"].disabled
    added = create_person(email="new@example.com", name="New")
    named = [somebody(ADA).pk, somebody(BEN).pk, added.pk]
    assert blind.post(page, {"panelists": named}).status_code == 302
    seated = {person.email for person in hiring.first.panelists.all()}
    assert seated == {ADA, BEN, "new@example.com", "seated@example.com"}


def test_whom_the_blind_put_on_a_panel_is_shown_there(hiring: Hiring, blind: Client, other: Client) -> None:
    """Whether or not they sat there by their scorecard already."""
    write_secretly(hiring, other)
    page = address(Interview, "change", hiring.first.pk)
    named = [person.pk for person in Person.objects.filter(email__in=[ADA, BEN, "seated@example.com"])]
    assert blind.post(page, {"panelists": named}).status_code == 302
    assert f"<td>{SEATED}</td>" in text(blind.get(page))
    assert hiring.first.panel.count() == 3


@pytest.mark.parametrize("leaving", [ADA, BEN])
def test_the_blind_take_nobody_off_a_panel(hiring: Hiring, blind: Client, other: Client, leaving: str) -> None:
    """Ada has submitted, Ben has not: the answer is the same."""
    write_secretly(hiring, other)
    staying = somebody(BEN if leaving == ADA else ADA)
    response = blind.post(address(Interview, "change", hiring.first.pk), {"panelists": [staying.pk]})
    assert response.context["adminform"].form.errors == {
        "panelists": ["While you owe a scorecard of this application you can add panelists, but take none off."]
    }
    assert hiring.first.panel.count() == 3


def test_the_blind_change_no_round_and_delete_no_interview(hiring: Hiring, blind: Client, other: Client) -> None:
    """Both are refused once there is a scorecard; so that a refusal says nothing, the blind are always refused."""
    for writes in (lambda: None, lambda: write_secretly(hiring, other)):
        writes()
        body = {"panelists": [somebody(ADA).pk, somebody(BEN).pk], "round": hiring.second.round_id}
        assert blind.post(address(Interview, "change", hiring.first.pk), body).status_code == 302
        hiring.first.refresh_from_db()
        assert hiring.first.round_id != hiring.second.round_id
        page = address(Interview, "delete", hiring.first.pk)
        assert page not in text(blind.get(address(Interview, "change", hiring.first.pk)))
        assert blind.post(page, {"post": "yes"}).status_code == 403
    refused = text(other.post(address(Interview, "delete", hiring.first.pk), {"post": "yes"}, follow=True))
    assert "Scorecards of this interview exist" in refused
    assert Interview.objects.filter(pk=hiring.first.pk).exists()


def test_the_delete_confirmation_lists_nothing_that_hangs_on_a_record(
    hiring: Hiring, blind: Client, other: Client
) -> None:
    write_secretly(hiring, other)
    for client in (blind, other):
        shown = text(client.get(address(Application, "delete", hiring.application.pk)))
        assert SEATED not in shown
        assert "scorecard" not in shown.partition('<div id="content"')[2].lower()


def test_the_search_finds_nobody_who_sits_there_by_their_scorecard(
    hiring: Hiring, blind: Client, other: Client
) -> None:
    write_secretly(hiring, other)
    for client, found in ((blind, 0), (other, 2)):
        assert client.get(address(Interview, "changelist") + "?q=Seated").context["cl"].result_count == found
        answer = client.get(autocomplete("scorecard", "interview", "Seated")).json()
        assert len(answer["results"]) == found
    assert blind.get(address(Interview, "changelist") + "?q=ben+analysis").context["cl"].result_count == 1


def test_scorecards_can_be_looked_up_by_nobody_who_is_blind(hiring: Hiring, blind: Client, other: Client) -> None:
    write_secretly(hiring, other)
    card = Scorecard.objects.filter(interviewer__email=ADA).get()
    kind = ContentType.objects.get_for_model(Scorecard)
    LogEntry.objects.create(  # as if an admin had written one
        user=somebody(OTHER),
        content_type=kind,
        object_id=str(card.pk),
        object_repr="",
        action_flag=2,
        change_message=SECRET,
    )
    for name in ("change", "history", "delete"):
        response = blind.get(address(Scorecard, name, card.pk), follow=True)
        assert SECRET not in response.content.decode()
        assert (response.redirect_chain != []) == (name != "delete")
    assert blind.post(address(Scorecard, "delete", card.pk), {"post": "yes"}).status_code == 403
    assert SECRET in text(other.get(address(Scorecard, "history", card.pk)))
    assert blind.get(autocomplete("scorecard", "supersedes", "")).json()["results"] == []
    assert len(other.get(autocomplete("scorecard", "supersedes", "")).json()["results"]) == 3
    popup = blind.get(address(Scorecard, "changelist") + "?_popup=1&_to_field=id")
    assert popup.context["cl"].result_count == 0
    assert blind.get(address(Scorecard, "changelist") + "?_popup=1&_to_field=submitted_at").status_code == 400
    shortcuts = [
        blind.get(reverse("admin:view_on_site", args=[kind.pk, pk])).status_code
        for pk in (card.pk, "0199a0b4-0000-7000-8000-000000000000")
    ]
    assert shortcuts == [404, 404]


def test_facets_and_dates_count_visible_scorecards_only(hiring: Hiring, blind: Client, other: Client) -> None:
    write_secretly(hiring, other)
    year = Scorecard.objects.filter(interviewer__email=ADA).get().submitted_at.year  # type: ignore[union-attr]
    page = address(Scorecard, "changelist")
    for client, count in ((blind, 0), (other, 3)):
        shown = text(client.get(page + "?_facets=True"))
        assert f"Submitted ({count})" in shown
        assert ("submitted_at__" in shown) == bool(count)
        dated = client.get(f"{page}?submitted_at__year={year}")
        assert dated.context["cl"].result_count == count


def test_recent_actions_are_ones_own(hiring: Hiring, blind: Client, other: Client) -> None:
    write_secretly(hiring, other)
    assert "Recorded a decision" not in text(blind.get(reverse("admin:index")))
    assert f"application {hiring.application.pk}" in text(other.get(reverse("admin:index")))


def test_the_history_of_an_application_opens_after_ones_own_scorecard(
    hiring: Hiring, blind: Client, other: Client
) -> None:
    write_secretly(hiring, other)
    page = address(Application, "history", hiring.application.pk)
    response = blind.get(page, follow=True)
    assert response.redirect_chain == [(address(Application, "change", hiring.application.pk), 302)]
    assert "Recorded a decision" not in text(response)
    submit(BLIND, hiring.application.interviews.get(panel__person__email=BLIND))
    assert "Recorded a decision" in text(blind.get(page))


def test_a_list_to_choose_from_tells_the_blind_not_who_still_owes(hiring: Hiring, blind: Client, other: Client) -> None:
    submit(ADA, hiring.first)
    shown = text(blind.get(act(hiring.first, "excuse")))
    assert "ask another recruiter" in shown
    assert "<select" not in shown.partition('<div id="content"')[2]
    body = {"person": somebody(ADA).pk, "reason": "r"}
    assert "ask another recruiter" in text(blind.post(act(hiring.first, "excuse"), body))
    offered = {
        client_email(client): {person.email for person in client.get(page).context["form"].fields["person"].queryset}
        for page in (act(hiring.application, "lift-blindness"),)
        for client in (blind, other)
    }
    assert offered == {BLIND: {ADA, BEN}, OTHER: {BEN, BLIND}}


def test_excuses_are_told_without_their_reasons(hiring: Hiring, blind: Client, other: Client) -> None:
    excuse_panelist(interview=hiring.first, person=somebody(BEN), reason=SECRET, excused_by=somebody(OTHER))
    page = address(Interview, "change", hiring.first.pk)
    assert "<td>excused</td>" in text(blind.get(page))
    assert SECRET not in text(blind.get(page))
    assert SECRET in text(other.get(page))


LOOKUPS = [
    (Application, "scorecards__isnull=0"),
    (Application, "scorecards__scores__level__gte=4"),
    (Application, "scorecards__overall_recommendation=yes"),
    (Application, "scorecards__submitted_at__gte=2020-01-01"),
    (Application, "decision__isnull=0"),
    (Application, "decision__outcome=hire"),
    (Application, "decisions__isnull=0"),
    (Application, "decisions__against_panel=1"),
    (Application, "blindness_lifts__isnull=0"),
    (Application, "interviews__scorecards__isnull=0"),
    (Application, "interviews__panel__from_scorecard=1"),
    (Application, "modified_at__gte=2020-01-01"),
    (Application, "job__applications__scorecards__isnull=0"),
    (Application, "job__title__startswith=D"),
    (Interview, "scorecards__isnull=0"),
    (Interview, "scorecards=0199a0b4-0000-7000-8000-000000000000"),
    (Interview, "scorecards__gt=0199a0b4-0000-7000-8000-000000000000"),
    (Interview, "scorecards__scores__level__gte=4"),
    (Interview, "panel__excused_at__isnull=1"),
    (Interview, "panel__from_scorecard=1"),
    (Interview, "panel__isnull=0"),
    (Interview, "panelists__isnull=0"),
    (Interview, "panelists__name__startswith=S"),
    (Interview, "application__job__applications__scorecards__isnull=0"),
    (Interview, "application__scorecards__isnull=0"),
    (Job, "applications__scorecards__isnull=0"),
    (Job, "applications__isnull=0"),
    (Candidate, "applications__decision__isnull=0"),
    (Candidate, "applications__isnull=0"),
    (InterviewPlan, "applications__isnull=0"),
    (InterviewPlan, "items__isnull=0"),
    (Person, "scorecards__isnull=0"),
    (Person, "scorecards__gt=0199a0b4-0000-7000-8000-000000000000"),
    (Person, "panels__isnull=0"),
    (Person, "interviews__isnull=0"),
    (Person, "blindness_lifts__isnull=0"),
    (Person, "groups__user__scorecards__isnull=0"),
    (Person, "password__startswith=argon"),
    (Scorecard, "scores__level__gte=4"),
    (Scorecard, "scores__isnull=0"),
    (Scorecard, "superseded_by__isnull=0"),
    (Scorecard, "application__decision__isnull=0"),
]


def test_no_query_string_asks_for_more_than_a_list_declares(hiring: Hiring, other: Client) -> None:
    """Refused to everybody alike: what a refusal hangs on would itself tell something."""
    answers = {(model, query): other.get(f"{address(model, 'changelist')}?{query}") for model, query in LOOKUPS}
    assert {asked for asked, answer in answers.items() if answer.status_code != 400} == set()


def test_what_a_list_declares_still_narrows_it(hiring: Hiring, other: Client) -> None:
    for model, query, found in [
        (Application, f"job__id__exact={hiring.job.pk}&status=active&created_at__year=2020", 0),
        (Application, f"job__id__exact={hiring.job.pk}", 1),
        (Interview, f"application__job__id__exact={hiring.job.pk}&scheduled_at__isnull=True", 2),
        (Scorecard, "status__exact=submitted&informed__exact=0", 0),
    ]:
        assert other.get(f"{address(model, 'changelist')}?{query}").context["cl"].result_count == found


def test_filters_name_no_job_out_of_reach(hiring: Hiring, blind_manager: Client, other: Client) -> None:
    job = create_job(title="Confidential opening")
    for model in (Application, Interview):
        path = "job" if model is Application else "application__job"
        chosen = f"{address(model, 'changelist')}?{path}__id__exact={job.pk}"
        assert "Confidential opening" not in text(blind_manager.get(chosen))
        assert "Confidential opening" in text(other.get(chosen))
        assert "Confidential opening" not in text(other.get(address(model, "changelist")))  # searched, not listed
    query = {"app_label": "interviews", "model_name": "application", "field_name": "job", "term": "confidential"}
    found = [client.get(reverse("admin:autocomplete"), query).json()["results"] for client in (blind_manager, other)]
    assert [[row["text"] for row in rows] for rows in found] == [[], ["Confidential opening"]]


def test_seats_made_with_a_scorecard_are_what_these_tests_think_they_are(hiring: Hiring, other: Client) -> None:
    create_person(email="seated@example.com", name=SEATED)
    cancel_interview(principal=ATS, interview=hiring.second)
    write_secretly(hiring, other)
    assert Panelist.objects.filter(from_scorecard=True, person=Person.objects.get(name=SEATED)).count() == 2
