"""Bad input on every route of the schema: a problem document below 500, and nothing stored."""

import copy
from collections.abc import Iterator
from itertools import product
from typing import Any
from urllib.parse import quote

import pytest
import yaml
from django.apps import apps
from django.db import connection, transaction

from hiringkit.api.docs import SCHEMA_FILE
from hiringkit.people.models import Person
from hiringkit.people.vocabulary import GroupName
from interviews.hiring.services import update_job
from interviews.models import Application, Candidate, Interview, InterviewPlan, Job, Scorecard
from roles.documents.records import role_document
from roles.library.render import render
from roles.models import Competency, CompetencyArea, Guide, Question, Role
from roles.services.questions import save_question
from roles.vocabulary import QuestionKind, QuestionStatus
from tests.api_client import APIClient
from tests.budgets import some_of
from tests.contract.bad_input import BODIES, NAMES, QUERY_VALUES, VALUES
from tests.people.factories import key_client, member, session
from tests.story import ADA, ATS, Hiring, submit

pytestmark = pytest.mark.django_db
SCHEMA: dict[str, Any] = yaml.safe_load(SCHEMA_FILE.read_text())
OPERATIONS = [
    (path, method, operation)
    for path, item in SCHEMA["paths"].items()
    for method, operation in item.items()
    if method in ("get", "post", "patch", "put", "delete")
]
WRITES = [(path, method) for path, method, operation in OPERATIONS if "requestBody" in operation]
# What a program can't answer for: a recruiter's session asks these.
JUDGEMENTS = ("/excuse", "/lift-blindness", "/overrule")
OWNERS: dict[str, Any] = {
    "applications": Application, "candidates": Candidate, "competencies": Competency,
    "competency-areas": CompetencyArea, "interviews": Interview,
    "guides": Guide, "jobs": Job, "people": Person, "plans": InterviewPlan, "questions": Question, "roles": Role,
    "scorecards": Scorecard,
}  # fmt: skip


@pytest.fixture
def recorded(hiring: Hiring) -> None:
    """A row of each kind: the job has its manager, one scorecard is submitted. The newest question is retired, and the
    lint finds something in it.
    """
    question = Question.objects.order_by("-pk")[0]
    question.status, question.red_flags, question.brief, question.reference = QuestionStatus.RETIRED, [], ["A."], "B."
    question.answers = [{"level": level, "text": "So."} for level in (2, 3, 4, 5)]
    shows, roles = list(question.shows.all()), list(question.roles.all())
    columns = ["status", "red_flags", "brief", "reference", "answers"]
    save_question(question=question, changed=columns, roles=roles, shows=shows)
    update_job(principal=ATS, job=hiring.job, changes={"hiring_managers": ["manager@example.com"]})
    submit(ADA, hiring.first)


@pytest.fixture
def integration() -> APIClient:
    return key_client("all", raise_request_exception=False)


@pytest.fixture
def recruiter() -> APIClient:
    person = member(GroupName.RECRUITER, GroupName.LIBRARY_EDITOR, GroupName.AUDITOR)
    return session(person, raise_request_exception=False)


@pytest.fixture(params=["integration", "recruiter"])
def client(request: pytest.FixtureRequest) -> APIClient:
    found: APIClient = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def drafts(recorded: None, integration: APIClient) -> None:
    """The newest plan is a draft, the newest interview has a panelist without a scorecard and one with a draft."""
    rounds = [{"title": "One", "minutes": 30, "focus": ["causal-reasoning"]}]
    plan = integration.post("/api/v1/plans/assemble", {"role": "data-scientist", "rounds": rounds})
    held = Interview.objects.all()[0]
    meeting = {
        "application": held.application_id,
        "round": held.round_id,
        "panelists": ["a@example.com", "b@example.com"],
    }
    interview = integration.post("/api/v1/interviews", meeting)
    card = integration.post("/api/v1/scorecards", {"interview": interview.json()["id"], "interviewer": "b@example.com"})
    assert [response.status_code for response in (plan, interview, card)] == [201, 201, 201]


def address(path: str, *, newest: bool = False) -> str:
    """The path with a thing that is there; an amendment is of the oldest, which is submitted, and what the lint finds
    is in the newest.
    """
    newest = path.endswith("/overrule") or (newest and not path.endswith("/amend"))
    kind = path.split("/")[3]
    thing = OWNERS[kind].objects.order_by("-pk" if newest else "pk").first() if "{" in path else None
    return path.replace("{id}", str(getattr(thing, "pk", ""))).replace("{slug}", str(getattr(thing, "slug", "")))


def ask(client: APIClient, method: str, url: str, body: Any = None) -> Any:
    """One request; `*` stands for the version that some ask for.

    What a body of fields stored is undone afterwards, its deferred constraints checked before; what a raw body stored
    stays, to be found.
    """
    headers = {"If-Match": "*"} if method in ("patch", "delete") else {}
    if isinstance(body, tuple):
        return client.generic(method.upper(), url, *body, headers=headers)
    with transaction.atomic():
        response = getattr(client, method)(url, *([] if body is None else [body]), headers=headers)
        connection.check_constraints()
        transaction.set_rollback(True)
    return response


def refused(response: Any) -> bool:
    """Whether the answer is a 4xx problem document."""
    return bool(400 <= response.status_code < 500 and response["Content-Type"] == "application/problem+json")


def answered(response: Any) -> bool:
    return bool(response.status_code < 400) or refused(response)


def count_rows() -> dict[str, int]:
    return {model._meta.label: model._base_manager.count() for model in apps.get_models() if model._meta.managed}


@pytest.mark.slow("sends every bad body to each route")
@pytest.mark.prove
def test_each_bad_body_is_refused_in_its_way_and_nothing_is_stored(recorded: None, client: APIClient) -> None:
    client.get("/api/v1/people")  # the first use of a key is noted
    before = count_rows()
    cases = list(product(WRITES, BODIES.items()))
    if "sessionid" in client.cookies:  # a session's request takes longer, and the same parser reads it
        cases = some_of(cases, step=5)
    wrong = [
        (method, path, name, response.status_code)
        for (path, method), (name, (body, content_type, status)) in cases
        if "sessionid" in client.cookies or not path.endswith(JUDGEMENTS)
        for response in [ask(client, method, address(path), (body, content_type))]
        if not refused(response) or response.status_code != status
    ]
    assert wrong == []
    assert count_rows() == before


@pytest.mark.slow("asks at bad names of each route")
@pytest.mark.prove
def test_bad_names_in_the_address(recorded: None, client: APIClient) -> None:
    wrong = [
        (method, path, name[:40], response.status_code)
        for path, method, operation in OPERATIONS
        if "{" in path
        for name in some_of(NAMES, step=3)
        for url in [path.replace("{id}", name).replace("{slug}", name)]
        for response in [ask(client, method, url, {} if "requestBody" in operation else None)]
        if not refused(response)
    ]
    assert wrong == []


@pytest.mark.slow("asks with each parameter of each route")
@pytest.mark.prove
def test_bad_values_of_query_parameters(recorded: None, integration: APIClient) -> None:
    named = [(path, method, name) for path, method, operation in OPERATIONS for name in query_names(operation)]
    wrong = [
        (path, name, value[:40], response.status_code)
        for (path, method, name), value in some_of(product(named, QUERY_VALUES), step=13)
        for response in [ask(integration, method, f"{address(path)}?{quote(name)}={value}")]
        if not answered(response)
    ]
    assert wrong == []


@pytest.mark.prove
def test_unknown_and_repeated_query_parameters(recorded: None, integration: APIClient) -> None:
    wrong = [
        (path, query, response.status_code)
        for path, method, operation in OPERATIONS
        if method == "get"
        for query in some_of(
            ["no_such_parameter=1", "%00=1", *(f"{name}=1&{name}=2" for name in query_names(operation))], step=3
        )
        for response in [ask(integration, method, f"{address(path)}?{query}")]
        if not refused(response) or response.status_code != 400
    ]
    assert wrong == []


def query_names(operation: dict[str, Any]) -> list[str]:
    return [each["name"] for each in operation.get("parameters", ()) if each["in"] == "query"]


def good_bodies() -> dict[tuple[str, str], dict[str, Any]]:
    """For each write of the schema, a body in which every field stands."""
    application = Application.objects.get()
    interview = Interview.objects.order_by("-pk")[0]
    score, score_of_first = (
        {
            "competency": held.round.focus[0], "state": "rated", "level": 3, "evidence": "Said so.", "reason": "",
            "questions": [
                {"item": str(held.round.items.all()[0].pk), "asked": True, "level": 3, "note": "Fine."}
            ],
        }
        for held in (interview, Scorecard.objects.order_by("pk")[0].interview)
    )  # fmt: skip
    job = {
        "title": "A job", "remote_id": "job-1", "role": "data-scientist", "plan": str(application.plan_id),
        "hiring_managers": ["a@example.com"], "status": "open", "blindness": "never",
    }  # fmt: skip
    candidate = {"name": "A", "email": "a@example.com", "remote_id": "candidate-1"}
    related = {"candidate": str(application.candidate_id), "candidate_remote_id": None}
    pushed = {"job": str(application.job_id), "job_remote_id": None, "remote_id": "application-1", "status": "active"}
    meeting = {
        "application": str(application.pk), "application_remote_id": None, "round": str(interview.round_id),
        "panelists": ["a@example.com", "b@example.com"], "scheduled_at": "2030-01-01T10:00:00Z", "cancelled_at": None,
        "remote_id": "interview-1",
    }  # fmt: skip
    card = {
        "interview": str(interview.pk), "interview_remote_id": None, "application": None, "application_remote_id": None,
        "round": None, "interviewer": "a@example.com", "overall_recommendation": "yes", "scores": [score],
        "remote_id": "card-1", "submit": False,
    }  # fmt: skip
    plan = {
        "role": "data-scientist", "seniority": "mid", "title": "A plan",
        "rounds": [
            {"title": "One", "minutes": 60, "focus": ["model-evaluation"]},
            {"title": "Two", "minutes": 120, "kinds": list(QuestionKind)},
        ],
        "options": {
            "free_minutes": 10, "questions_per_competency": {"min": 0, "max": 4}, "rounds_per_competency": 1,
            "difficulty": {"min": 1, "max": 5}, "include": [], "exclude": [],
        },
    }  # fmt: skip
    v1 = "/api/v1"
    source = {"kind": "seed", "file": "a.md", "place": "line 1"}
    named = {"name": "Storytelling", "definition": "Turning data into decisions.", "source": source}
    competency = {
        "name": "Chart choice", "area": CompetencyArea.objects.all()[0].slug, "definition": "Choosing what shows it.",
        "not_this": "Colours.", "rating_errors": ["Liking one's own style."],
        "anchors": [{"level": level, "text": f"Level {level}."} for level in range(1, 6)],
    }  # fmt: skip
    question = {
        "text": "A figure doubled overnight. What do you do first?", "kind": "situational", "difficulty": 2,
        "minutes": 10, "competencies": [{"slug": "causal-reasoning", "strength": "primary"}],
        "roles": ["data-scientist"], "central_to": ["data-scientist"], "never_with": [], "alternates": [],
        "probes": ["Which first?"], "strong_answer": ["Asks what changed."], "red_flags": ["Explains at once."],
        "brief": ["A job ran twice."], "sheet": "| day | orders |\n|---|---|\n| 1 | 2 |", "reference": "Twice.",
        "answers": [{"level": 3, "text": "Asks what changed."}], "tags": ["figures"], "source": source,
    }  # fmt: skip
    edited = {
        "title": "A role", "aliases": ["Another"], "summary": "S.", "focus": "F.", "lifecycle": "L.", "notes": ["N."],
        "responsibilities": [{"text": "R.", "source": source}], "skills": [{"name": "S", "group": "G"}],
        "tools": [{"name": "T", "category": "C", "source": {"kind": "own"}}], "activities": [],
        "codes": [{"system": "esco", "uri": "http://x", "label": "L", "version": "1", "match": "close"}],
        "competencies": [
            {
                "competency": "causal-reasoning", "weight": 10, "weight_justification": None,
                "targets": {"junior": 2, "mid": 3, "senior": 4}, "note": "N.",
            },
        ],
        "distinctions": [{"role": Role.objects.order_by("pk")[0].slug, "text": "D."}],
    }  # fmt: skip
    role = render({"role": role_document(Role.objects.get(slug="data-scientist"))})
    return {
        (f"{v1}/library/import", "post"): {
            "files": [{"name": "roles/data-scientist.yaml", "content": role}], "existing": "update", "dry_run": True,
        },
        (f"{v1}/competency-areas", "post"): named | {"slug": "storytelling"},
        (f"{v1}/competency-areas/{{slug}}", "patch"): named,
        (f"{v1}/competencies", "post"): competency | {"slug": "chart-choice"},
        (f"{v1}/competencies/{{slug}}", "patch"): competency,
        (f"{v1}/questions", "post"): question | {"slug": "a-figure"},
        (f"{v1}/questions/{{id}}", "patch"): question,
        (f"{v1}/roles", "post"): edited | {"slug": "a-role"},
        (f"{v1}/roles/{{slug}}", "patch"): edited,
        (f"{v1}/applications", "post"): related | pushed,
        (f"{v1}/applications/{{id}}", "patch"): related | pushed,
        (f"{v1}/applications/{{id}}/decision", "post"): {
            "outcome": "hire", "rationale": "As the panel saw it.",
            "decided_by": application.job.hiring_managers.all()[0].email,
        },
        (f"{v1}/applications/{{id}}/lift-blindness", "post"): {"person": "a@example.com", "reason": "Decides."},
        (f"{v1}/interviews/{{id}}/excuse", "post"): {"person": "a@example.com", "reason": "On leave."},
        (f"{v1}/questions/{{id}}/overrule", "post"): {"code": "missing_red_flags", "reason": "None is known."},
        (f"{v1}/candidates", "post"): candidate,
        (f"{v1}/candidates/{{id}}", "patch"): candidate,
        (f"{v1}/interviews", "post"): meeting,
        (f"{v1}/interviews/{{id}}", "patch"): {
            name: value for name, value in meeting.items() if not name.startswith("application")
        },
        (f"{v1}/jobs", "post"): job,
        (f"{v1}/jobs/{{id}}", "patch"): job,
        (f"{v1}/plans/{{id}}", "patch"): {"title": "A plan"},
        (f"{v1}/plans/assemble", "post"): plan,
        (f"{v1}/scorecards", "post"): card,
        (f"{v1}/scorecards/{{id}}", "patch"): {
            "overall_recommendation": "yes",
            "scores": [score],
            "remote_id": "card-1",
        },
        (f"{v1}/scorecards/{{id}}/amend", "post"): {
            "reason": "Misread my notes.", "overall_recommendation": "no", "scores": [score_of_first],
            "remote_id": "card-1",
        },
    }  # fmt: skip


def spoiled(body: Any) -> Iterator[tuple[str, str, Any]]:
    """The body with one value replaced, at every place and by every value: place, name of the value, body."""
    for place in places(body):
        for name, value in VALUES.items():
            yield pointer_of(place), name, replaced(body, place, value)


def places(node: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    steps = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for step, inner in steps:
        yield (*above, step)
        yield from places(inner, (*above, step))


@pytest.mark.slow("sends a good body to each route")
def test_the_bodies_to_be_spoiled_are_of_the_right_shape(
    drafts: None, integration: APIClient, recruiter: APIClient
) -> None:
    bodies = good_bodies()
    assert sorted(bodies) == sorted(WRITES)
    outcomes = {
        (method, path): (response.status_code, response.json().get("errors"))
        for (path, method), body in bodies.items()
        for asker in [recruiter if path.endswith(JUDGEMENTS) else integration]
        for response in [ask(asker, method, address(path, newest=True), body)]
    }
    assert {name: outcome for name, outcome in outcomes.items() if outcome[0] >= 400} == {}


def mistyped(value: Any) -> list[Any]:
    """What is nearly the value, in another JSON type or in a form that says less."""
    if isinstance(value, bool):
        return ["yes", "true", 1, "on"]
    if isinstance(value, int):
        return [str(value), f" {value} ", True, value + 0.5]
    if not isinstance(value, str):
        return []
    if value.endswith("T10:00:00Z"):
        return ["2030-01-01T10:00:00", "2030-01-01", "2030-01-01T10:00Z", "2030-W01-3T10:00:00Z", 1893492000]
    return [7, 1.5, True, ["x"]]


@pytest.mark.slow("sends several values at every place of every body")
def test_what_is_nearly_the_right_type_is_refused_at_its_place(
    drafts: None, integration: APIClient, recruiter: APIClient
) -> None:
    tried, wrong = 0, []
    for (path, method), body in good_bodies().items():
        asker = recruiter if path.endswith(JUDGEMENTS) else integration
        for place in places(body):
            for value in mistyped(at(body, place)):
                response = ask(asker, method, address(path, newest=True), replaced(body, place, value))
                tried += 1
                pointers = [fault["pointer"] for fault in response.json().get("errors", ())]
                if response.status_code != 422 or pointer_of(place) not in pointers:
                    wrong.append((path, place, value, response.status_code, pointers))
    assert wrong == []
    assert tried > 300


def test_ids_are_read_in_any_case_and_in_one_form(drafts: None, integration: APIClient, recruiter: APIClient) -> None:
    """In path, query and body alike."""
    application = Application.objects.get()
    name = str(application.pk)
    forms = {
        name: True,
        name.upper(): True,
        name.replace("-", ""): False,
        f"{{{name}}}": False,
        f"urn:uuid:{name}": False,
    }
    body = good_bodies()["/api/v1/interviews", "post"]
    for form, taken in forms.items():
        path = integration.get(f"/api/v1/applications/{quote(form)}").status_code
        query = integration.get("/api/v1/interviews", {"application": form}).status_code
        inside = ask(integration, "post", "/api/v1/interviews", body | {"application": form}).status_code
        assert (path, query, inside) == ((200, 200, 201) if taken else (404, 400, 422)), form


def test_a_change_without_a_body_is_refused(drafts: None, integration: APIClient) -> None:
    """Not 200 with nothing changed: a body that got lost on the way is missed."""
    changes = [path for path, method in WRITES if method == "patch"]
    answers = {path: ask(integration, "patch", address(path, newest=True)) for path in changes}
    assert {path: answer.json()["code"] for path, answer in answers.items()} == dict.fromkeys(changes, "body_missing")
    assert {ask(integration, "patch", address(path, newest=True), {}).status_code for path in changes} == {200}


@pytest.mark.slow("asks with each filter of each route")
def test_an_empty_filter_is_refused(recorded: None, integration: APIClient) -> None:
    """A caller whose variable is empty must not get everything."""
    paging = {"page_size", "cursor", "modified_after", "include_deleted"}
    asked = [
        (path, name, ask(integration, method, f"{address(path)}?{name}={blank}"))
        for path, method, operation in OPERATIONS
        for name in set(query_names(operation)) - paging
        for blank in ("", "%20")
    ]
    assert [(path, name) for path, name, response in asked if response.status_code != 400] == []
    assert len(asked) > 40


def at(node: Any, place: tuple[Any, ...]) -> Any:
    for step in place:
        node = node[step]
    return node


def replaced(body: Any, place: tuple[Any, ...], value: Any) -> Any:
    changed = copy.deepcopy(body)
    at(changed, place[:-1])[place[-1]] = value
    return changed


def pointer_of(place: tuple[Any, ...]) -> str:
    return "/" + "/".join(map(str, place))


@pytest.mark.slow("sends values at many places of the largest bodies")
@pytest.mark.prove
@pytest.mark.parametrize(("path", "method"), WRITES)
def test_bad_values_at_every_place_of_every_body(
    drafts: None, integration: APIClient, recruiter: APIClient, path: str, method: str
) -> None:
    wrong = [
        (place, name, response.status_code)
        for place, name, changed in some_of(spoiled(good_bodies()[path, method]), step=11)
        for asker in [recruiter if path.endswith(JUDGEMENTS) else integration]
        for response in [ask(asker, method, address(path, newest=True), changed)]
        if not answered(response)
    ]
    assert wrong == []
