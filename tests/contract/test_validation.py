"""The test client's eye for the contract: controls that it sees each kind of lie."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from interviews.hiring.services import create_candidate
from tests import api_client
from tests.contract.validation import Contract, ContractBroken, contract
from tests.people.factories import key_client

pytestmark = pytest.mark.django_db
Schema = dict[str, Any]
LIST = "/api/v1/candidates"
ONE = f"{LIST}/{{id}}"


def candidate(schema: Schema) -> Schema:
    found: Schema = schema["components"]["schemas"]["Candidate"]
    return found


def refuse_blank_remote_id(schema: Schema) -> None:
    candidate(schema)["properties"]["remote_id"]["type"] = "string"


def forget_field(schema: Schema) -> None:
    del candidate(schema)["properties"]["email"]
    candidate(schema)["required"].remove("email")


def forget_status(schema: Schema) -> None:
    del schema["paths"][ONE]["get"]["responses"]["404"]


def forget_header(schema: Schema) -> None:
    del schema["paths"][ONE]["get"]["responses"]["200"]["headers"]["ETag"]


def want_header(schema: Schema) -> None:
    schema["components"]["headers"]["Total"] = {"required": True, "schema": {"type": "integer"}}
    responses = schema["paths"][LIST]["get"]["responses"]
    responses["200"]["headers"]["Total"] = {"$ref": "#/components/headers/Total"}


def want_other_media_type(schema: Schema) -> None:
    content = schema["paths"][LIST]["get"]["responses"]["200"]["content"]
    content["application/xml"] = content.pop("application/json")


def forget_parameter(schema: Schema) -> None:
    operation = schema["paths"][LIST]["get"]
    operation["parameters"] = [each for each in operation["parameters"] if each["name"] != "search"]


def bound_parameter(schema: Schema) -> None:
    for each in schema["paths"][LIST]["get"]["parameters"]:
        if each["name"] == "page_size":
            each["schema"]["maximum"] = 2


def shorten_body(schema: Schema) -> None:
    schema["components"]["schemas"]["CandidateWrite"]["properties"]["name"]["maxLength"] = 3


def forget_operation(schema: Schema) -> None:
    del schema["paths"][LIST]["post"]


LIES: dict[Callable[[Schema], None], str] = {
    refuse_blank_remote_id: "not of type",
    forget_field: "'email' was unexpected",
    forget_status: "status is not documented",
    forget_header: "ETag is not declared",
    want_header: "Total is missing",
    want_other_media_type: "media type is application/json",
    forget_parameter: "took the parameter search",
    bound_parameter: "greater than the maximum",
    shorten_body: "took a body that the contract forbids",
    forget_operation: "there is no such operation",
}


def ask_around() -> None:
    client = key_client("all")
    made = create_candidate(name="Somebody")
    client.get(f"{LIST}/{made.pk}")
    client.get(f"{LIST}?page_size=3&search=some")
    client.get(f"{LIST}/0197a000-0000-7000-8000-00000000ffff")
    client.post(LIST, {"name": "Somebody Else"})


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_of_the_contract_fails_the_test_that_meets_it(
    lie: Callable[[Schema], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    schema = copy.deepcopy(dict(contract().schema))
    lie(schema)
    lying = Contract(schema)
    monkeypatch.setattr(api_client, "contract", lambda: lying)
    with pytest.raises(ContractBroken, match=LIES[lie]):
        ask_around()


def test_the_truth_passes() -> None:
    ask_around()
