"""Refusals, versions, downloads and deletions as a generated client gets them: typed, and none of them unexpected."""

import pytest

from hiringkit.people.keys import create_api_key
from tests.client.conftest import Api
from tests.story import Hiring

pytestmark = [pytest.mark.slow("generates a client"), pytest.mark.django_db(transaction=True)]
NOBODY = "0197a000-0000-7000-8000-00000000ffff"


def test_each_kind_of_refusal_is_a_problem(hiring: Hiring, api: Api) -> None:
    models = api.models
    wrong = api("hiring.create_candidate", 422, body=models.CandidateWrite(name="\u200b", remote_id="a/b"))
    assert isinstance(wrong, models.Problem)
    assert {(fault.code, fault.pointer) for fault in wrong.errors} >= {("invalid_name", "/name")}
    assert api("hiring.get_candidate", 404, id=NOBODY).code == "not_found"
    assert api("hiring.list_candidates", 400, cursor="nonsense").code == "invalid_cursor"
    assert api("hiring.delete_job", 409, id=hiring.job.pk).status == 409
    assert api("hiring.lift_blindness", 403, id=hiring.application.pk, body=models.ReleaseWrite("a", "b")).code
    missed = api("hiring.update_job", 412, id=hiring.job.pk, body=models.PatchedJobWrite(), if_match='"old"')
    assert (type(missed), missed.code) == (models.StaleProblem, "unmatchable")
    assert missed.current.additional_properties["id"] == str(hiring.job.pk)
    assert api("plans.update_plan", 409, id=hiring.plan.pk, body=models.PatchedPlanWrite(), if_match="*").code


def test_a_key_learns_what_it_may(api: Api) -> None:
    told = api("people.get_me")
    assert (told.kind, told.person, told.key.scopes) == ("integration", None, ["all"])


def test_versions_go_there_and_back(hiring: Hiring, api: Api) -> None:
    """The tag of an answer is in its headers, which the client keeps beside what it has read."""
    tag = api.ask("hiring.get_job", id=hiring.job.pk).headers["ETag"]
    assert api("hiring.get_job", 304, id=hiring.job.pk, if_none_match=tag) == b""
    body = api.models.PatchedJobWrite(title="Another title")
    changed = api("hiring.update_job", id=hiring.job.pk, body=body, if_match=tag)
    assert changed.title == "Another title"
    stale = api("hiring.update_job", 412, id=hiring.job.pk, body=body, if_match=tag)
    assert (stale.code, stale.current.additional_properties["title"]) == ("stale", "Another title")


def test_a_deletion_and_a_download(hiring: Hiring, api: Api) -> None:
    made = api("hiring.create_candidate", 201, body=api.models.CandidateWrite(name="Short Stay"))
    assert api("hiring.delete_candidate", 204, id=made.id) == b""
    assert api("hiring.get_candidate", 404, id=made.id).code == "not_found"
    for name, begins in (("CSV", b"\xef\xbb\xbfrecord,"), ("PDF", b"%PDF-"), ("XLSX", b"PK"), ("HTML", b"<!doctype")):
        export = getattr(api.models.ExportSummaryExport, name)
        file = api("summaries.export_summary", id=hiring.application.pk, export=export)
        assert file.payload.read().startswith(begins)
    files = api("library.export_library").files
    assert "activities.yaml" in {file.name for file in files}


def test_roles_are_compared_nulls_and_all(library: None, api: Api) -> None:
    compared = api("library.get_role_comparison", roles="ml-engineer,data-engineer")
    cells = [cell for row in compared.competencies for cell in row.cells]
    assert None in cells
    assert {cell.role for cell in cells if cell is not None} == {"ml-engineer", "data-engineer"}


def test_a_key_without_a_scope_is_told_which(hiring: Hiring, api: Api) -> None:
    _, text = create_api_key(name="less", scopes=["library:read"])
    less = api.with_key(text)
    refused = less("hiring.list_jobs", 403)
    assert (refused.code, "hiring:read" in refused.detail) == ("scope_missing", True)
    assert api.with_key("hk_nobody")("people.get_me", 401).code == "invalid_key"
