"""Guides: read by everybody, kept with the library, edited in pages."""

import pytest

from hiringkit.people.vocabulary import GroupName
from roles.models import Guide
from tests.api_client import APIClient, Client
from tests.people.factories import key_client, member, session
from tests.roles.test_admin_writes import change, form_of, send
from tests.roles.test_import import only, post, shipped

pytestmark = pytest.mark.django_db
NAME = "guides/closing.yaml"
SLUGS = {"interviewer", "opening", "closing", "candidate", "calibration"}


@pytest.fixture
def interviewer(library: None) -> APIClient:
    return session(member(GroupName.INTERVIEWER))


def test_an_interviewer_reads_them(interviewer: APIClient) -> None:
    listed = interviewer.get("/api/v1/guides").json()["results"]
    assert {row["slug"] for row in listed} == SLUGS
    guide = interviewer.get("/api/v1/guides/interviewer").json()
    assert [page["title"] for page in guide["pages"]] == ["Rating what you heard", "What bends ratings, and what helps"]
    assert "**The scale.**" in guide["pages"][0]["body"]
    assert len(interviewer.get("/api/v1/guides/calibration").json()["pages"]) == 4  # how to, and three transcripts


def test_they_come_and_go_as_files(library: None) -> None:
    editor = session(member(GroupName.LIBRARY_EDITOR))
    files = only(shipped(), NAME)
    assert post(editor, files).json()["changes"] == []
    changed = {NAME: files[NAME].replace(b"Thank them", b"Thank everybody")}
    (told,) = post(editor, changed).json()["changes"]
    assert (told["kind"], told["action"], told["fields"]) == ("guide", "updated", ["pages"])
    exported = editor.get("/api/v1/library/export").json()["files"]
    assert changed[NAME].decode() in [row["content"] for row in exported if row["name"] == NAME]


def test_a_guide_without_pages_is_refused(library: None) -> None:
    body = b"guide: {slug: empty, title: Empty, pages: [], source: {kind: own}}\n"
    response = post(key_client("all"), {"guides/empty.yaml": body})
    assert [(fault["code"], fault["place"]) for fault in response.json()["faults"]] == [("schema", "guide/pages")]


def test_an_editor_changes_a_page_in_the_admin(library: None) -> None:
    editor = Client()
    editor.force_login(member(GroupName.LIBRARY_EDITOR))
    guide = Guide.objects.get(slug="opening")
    form = form_of(editor, change(guide)) | {"pages-0-title": "The first minutes"}
    assert send(editor, change(guide), form) == ""
    assert guide.pages.get().title == "The first minutes"
