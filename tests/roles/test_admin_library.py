"""The library's files in the admin, and a question as the interviewer sees it."""

import html
import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hiringkit.people.vocabulary import GroupName
from roles.admin.library import MOST_BYTES
from roles.models import Question, Role
from tests.api_client import Client
from tests.people.factories import member
from tests.roles.test_import import AREA, ROLE, changed, shipped

URL = "/admin/roles/role/library/"


@pytest.fixture
def editor(library: None) -> Client:
    return signed_in(GroupName.LIBRARY_EDITOR)


def signed_in(*groups: GroupName) -> Client:
    client = Client()
    client.force_login(member(*groups, email=f"{len(groups)}-{groups[0].value[:3].lower()}@example.com"))
    return client


def archive(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return target.getvalue()


def send(client: Client, uploads: dict[str, bytes], button: str, **fields: str) -> Any:
    files = [SimpleUploadedFile(name, content) for name, content in uploads.items()]
    return client.post(URL, {"uploads": files, button: "yes"} | fields, follow=True)


def test_it_is_linked_and_downloads_what_an_import_takes(editor: Client) -> None:
    assert URL in editor.get("/admin/roles/role/").content.decode()
    assert f"{URL}download/" in editor.get(URL).content.decode()
    response = editor.get(f"{URL}download/")
    with zipfile.ZipFile(io.BytesIO(response.content)) as opened:
        assert {name: opened.read(name) for name in opened.namelist()} == shipped()
    assert editor.get(f"{URL}download/").content == response.content


def test_a_preview_changes_nothing_and_the_import_does(editor: Client) -> None:
    upload = {"library.zip": archive(changed(ROLE, "title: Data Scientist", "title: Data Explorer"))}
    shown = send(editor, upload, "preview").content.decode()
    assert "<td>data-scientist</td><td>title</td><td>Data Scientist</td><td>Data Explorer</td>" in shown
    assert Role.objects.get(slug="data-scientist").title == "Data Scientist"
    assert "Imported: 1 changes." in send(editor, upload, "import").content.decode()
    assert Role.objects.get(slug="data-scientist").title == "Data Explorer"


def test_a_preview_shows_lists_and_rows_before_and_after(editor: Client) -> None:
    upload = {"role.yaml": changed(ROLE, "mid: 3, senior: 4", "mid: 3, senior: 5", count=1)[ROLE]}
    shown = send(editor, upload, "preview").content.decode()
    before, after = shown.partition("<td>competencies</td>")[2].partition("</td><td>")[::2]
    assert "senior: 4" in before
    assert "senior: 5" in after


def test_a_spreadsheet_is_previewed_and_brought_in(editor: Client) -> None:
    page = "/admin/roles/question/spreadsheet/"
    assert page in editor.get("/admin/roles/question/").content.decode()
    role = Role.objects.get(slug="ml-engineer")

    def upload(content: bytes, button: str, name: str = "list.csv") -> str:
        sent = {"file": SimpleUploadedFile(name, content), "roles": [role.pk], button: "yes"}
        return str(html.unescape(editor.post(page, sent, follow=True).content.decode()))

    table = b"text\nWhat is drift, <b>really</b>?\n"
    shown = upload(table, "preview")
    assert "What is drift, <b>really</b>?" in shown
    assert "missing_answers 1" in shown
    assert not Question.objects.filter(status="draft").exists()
    assert "1 drafts; each says what it lacks" in upload(table, "import")
    made = Question.objects.get(status="draft")
    assert [each.slug for each in made.roles.all()] == ["ml-engineer"]
    assert "Row 2, text: this is asked already" in upload(table, "import")
    assert "Row 2, kind: `x` is not one of" in upload(b"text,kind\nA?,x\nB?,\n", "preview")
    assert "neither .csv nor .xlsx" in upload(b"text", "preview", "list.txt")
    assert signed_in(GroupName.RECRUITER).get(page).status_code == 403


def test_what_is_there_is_kept_where_that_is_asked_for(editor: Client) -> None:
    upload = {"role.yaml": changed(ROLE, "title: Data Scientist", "title: Data Explorer")[ROLE]}
    assert "Kept as it is: role data-scientist." in send(editor, upload, "preview", keep="on").content.decode()
    send(editor, upload, "import", keep="on")
    assert Role.objects.get(slug="data-scientist").title == "Data Scientist"


def test_every_fault_is_told_with_file_and_line(editor: Client) -> None:
    shown = send(editor, {"area.yaml": changed(AREA, "minutes: 10", "minutes: 0")[AREA]}, "import").content.decode()
    assert "Nothing was changed. 1 fault:" in shown
    assert "area.yaml:" in shown
    assert "0 is less than the minimum of 1 [schema]" in shown


@pytest.mark.parametrize(
    ("uploads", "told"),
    [
        ({"library.zip": b"no archive"}, "The archive can&#x27;t be read"),
        ({"library.zip": archive({"notes.txt": b"x"})}, "There is no .yaml file in it."),
        ({"big.zip": archive({"big.yaml": b" " * (MOST_BYTES + 1)})}, "The files hold more than 64,000,000 bytes."),
        ({"big.yaml": b" " * (MOST_BYTES + 1)}, "The files hold more than 64,000,000 bytes."),
        ({"empty.yaml": b""}, "The submitted file is empty."),
        ({}, "This field is required."),
    ],
)
def test_what_is_no_library_is_refused(editor: Client, uploads: dict[str, bytes], told: str) -> None:
    assert told in send(editor, uploads, "import").content.decode()


def test_whom_it_is_for(library: None) -> None:
    recruiter = signed_in(GroupName.RECRUITER)
    assert recruiter.get(URL).status_code == 403
    assert send(recruiter, {"role.yaml": shipped()[ROLE]}, "import").status_code == 403
    assert recruiter.get(f"{URL}download/").status_code == 200
    assert Client().get(URL).status_code == 302


def test_a_question_is_shown_as_the_interviewer_sees_it(editor: Client) -> None:
    question = Question.objects.get(slug="explore-large-mixed-dataset")
    page = editor.get(reverse("admin:roles_question_change", args=[question.pk])).content.decode()
    shown = page[page.index("As the interviewer sees it") :]
    assert f"<strong>{question.text}</strong>" in shown
    for anchor in question.competencies.get(slug="exploratory-data-analysis").anchors.all():
        assert f'<li value="{anchor.level}">' in shown
    assert editor.get(reverse("admin:roles_question_add")).status_code == 200
