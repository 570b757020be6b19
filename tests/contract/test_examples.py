"""The example of every request body, sent in the order of the main job with the ids of what came before."""

from collections.abc import Callable
from typing import Any

import pytest

from hiringkit.api import examples
from hiringkit.people.vocabulary import GroupName
from roles.models import Question
from roles.services.questions import save_question
from tests.api_client import APIClient
from tests.contract.validation import contract
from tests.people.factories import key_client, member, session

pytestmark = pytest.mark.django_db
V1 = "/api/v1"
BODIES = [operation for operation in contract().operations if "requestBody" in operation.described]


def example(operation_id: str) -> Any:
    """The body that the schema shows."""
    (described,) = (each.described for each in BODIES if each.described["operationId"] == operation_id)
    (shown,) = described["requestBody"]["content"]["application/json"]["examples"].values()
    return shown["value"]


def put_in(node: Any, ids: dict[str, str]) -> Any:
    """The example with ids of things that are there."""
    if isinstance(node, dict):
        return {name: put_in(inner, ids) for name, inner in node.items()}
    if isinstance(node, list):
        return [put_in(inner, ids) for inner in node]
    return ids.get(node, node) if isinstance(node, str) else node


@pytest.mark.slow("assembles a plan")
def test_each_example_works_in_the_order_of_the_main_job(library: None) -> None:
    """The test client holds each of them to its schema as well."""
    program = key_client("all")
    recruiter = session(member(GroupName.RECRUITER, GroupName.LIBRARY_EDITOR))
    ids: dict[str, str] = {}
    sent: set[str] = set()

    def send(operation: str, path: str, client: APIClient = program) -> Any:
        sent.add(operation)
        method = "patch" if operation.startswith("update") else "post"
        call: Callable[..., Any] = getattr(client, method)
        headers = {"If-Match": "*"} if method == "patch" else {}
        response = call(f"{V1}{path}", put_in(example(operation), ids), headers=headers)
        assert response.status_code in (200, 201), (operation, response.content)
        return response.json()

    send("import_library", "/library/import")
    area = send("create_competency_area", "/competency-areas")
    send("update_competency_area", f"/competency-areas/{area['slug']}")
    competency = send("create_competency", "/competencies")
    send("update_competency", f"/competencies/{competency['slug']}")
    written = send("create_question", "/questions")
    send("update_question", f"/questions/{written['id']}")
    role = send("create_role", "/roles")
    send("update_role", f"/roles/{role['slug']}")
    question = Question.objects.filter(status="active").latest("pk")
    question.red_flags = []
    shows, roles = list(question.shows.all()), list(question.roles.all())
    save_question(question=question, changed=["red_flags"], roles=roles, shows=shows)
    send("overrule_question", f"/questions/{question.pk}/overrule", recruiter)
    plan = send("assemble_plan", "/plans/assemble")
    send("update_plan", f"/plans/{plan['id']}")
    assert program.post(f"{V1}/plans/{plan['id']}/publish").status_code == 200
    first_round = plan["rounds"][0]
    ids |= {
        examples.PLAN: plan["id"],
        examples.ROUND: first_round["id"],
        examples.ITEM: first_round["items"][0]["id"],
    }
    job = send("create_job", "/jobs")
    candidate = send("create_candidate", "/candidates")
    application = send("create_application", "/applications")
    interview = send("create_interview", "/interviews")
    card = send("create_scorecard", "/scorecards")
    send("update_scorecard", f"/scorecards/{card['id']}")
    submitted = program.post(f"{V1}/scorecards/{card['id']}/submit")
    assert submitted.status_code == 200, submitted.content
    send("amend_scorecard", f"/scorecards/{card['id']}/amend")
    send("lift_blindness", f"/applications/{application['id']}/lift-blindness", recruiter)
    send("excuse_panelist", f"/interviews/{interview['id']}/excuse", recruiter)
    send("update_interview", f"/interviews/{interview['id']}")
    send("record_decision", f"/applications/{application['id']}/decision")
    send("update_candidate", f"/candidates/{candidate['id']}")
    send("update_application", f"/applications/{application['id']}")
    send("update_job", f"/jobs/{job['id']}")
    assert sent == {each.described["operationId"] for each in BODIES}


def test_ids_in_examples_are_those_that_are_put_in() -> None:
    """An id that nobody knows would be sent as it stands, and found nowhere."""
    known = {value for name, value in vars(examples).items() if name.isupper()}
    shown = {text for each in BODIES for text in texts(example(each.described["operationId"])) if text.count("-") == 4}
    assert shown == known


def texts(node: Any) -> list[str]:
    if isinstance(node, dict):
        node = list(node.values())
    return [text for inner in node for text in texts(inner)] if isinstance(node, list) else [str(node)]
