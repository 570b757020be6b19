"""The library as files: written one way, moved without loss, refused whole with every fault at its line."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hiringkit.people.vocabulary import GroupName
from roles.library.export import export_library
from roles.library.files import Known, LibraryInvalid, read_files
from roles.library.load import import_library
from roles.library.parse import parse
from roles.library.render import render
from roles.library.report import Change
from roles.models import CompetencyArea, Question, Role, Tool
from roles.vocabulary import QuestionStatus
from tests.api_client import APIClient
from tests.people.factories import key_client, member, session
from tests.template import load_shipped_library

FOLDER = Path(settings.BASE_DIR, "fixtures", "library")
Files = dict[str, bytes]


def shipped() -> Files:
    return {path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in FOLDER.rglob("*.yaml")}


def only(files: Files, *names: str) -> Files:
    """Some of the files, where the library is there or its slugs are known: a tenth of the time."""
    return {name: files[name] for name in names}


@cache
def known() -> Known:
    """The slugs that the shipped files define."""
    found = Known()
    for content in shipped().values():
        found = found.with_claims(parse(content).value)
    return found


def changed(name: str, old: str, new: str, *, count: int = 1) -> Files:
    """The shipped files with a text replaced in one of them."""
    files = shipped()
    text = files[name].decode()
    assert old in text
    return files | {name: text.replace(old, new, count).encode()}


AREA = "areas/01-data-analysis-and-exploration.yaml"
ROLE = "roles/data-scientist.yaml"


# Written one way


@pytest.mark.django_db
def test_the_shipped_files_are_what_the_library_is_exported_as(library: None) -> None:
    """Byte for byte: nothing is lost on the way in or out, and a change shows as just that in a review."""
    exported = {name: content.encode() for name, content in export_library().items()}
    assert sorted(exported) == sorted(shipped())
    for name, content in shipped().items():
        assert exported[name] == content, name


@pytest.mark.django_db
def test_an_export_takes_the_same_statements_however_much_there_is(library: None) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            export_library()
        return len(captured)

    everything = statements()
    Question.objects.exclude(kind="exercise").delete()
    assert statements() == everything


@pytest.mark.slow("loads the whole library")
@pytest.mark.django_db
def test_an_import_into_an_empty_library_and_an_export_give_the_bytes_back(tmp_path: Path) -> None:
    call_command("import_library", FOLDER, verbosity=0)
    call_command("export_library", tmp_path, verbosity=0)
    assert {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in tmp_path.rglob("*.yaml")} == shipped()


@pytest.mark.django_db
def test_an_export_removes_what_is_no_longer_there_and_leaves_other_files(tmp_path: Path, library: None) -> None:
    (tmp_path / "roles").mkdir()
    (tmp_path / "roles" / "gone.yaml").write_text("role: {}")
    (tmp_path / "README.md").write_text("Ours")
    call_command("export_library", tmp_path, verbosity=0)
    assert not (tmp_path / "roles" / "gone.yaml").exists()
    assert (tmp_path / "README.md").read_text() == "Ours"


# What an import changes


@pytest.mark.django_db
def test_what_is_the_same_is_left_alone(library: None) -> None:
    before = list(Question.objects.order_by("pk").values_list("pk", "modified_at"))
    files = only(shipped(), AREA, ROLE)
    report = import_library(contents=files)
    assert (report.changes, report.kept) == ([], {})
    assert len(report.unchanged["question"]) == len(parse(files[AREA]).value["questions"])
    assert list(Question.objects.order_by("pk").values_list("pk", "modified_at")) == before


@pytest.mark.django_db
@pytest.mark.parametrize("dry_run", [False, True])
def test_a_report_says_what_changed_and_a_dry_run_what_would(library: None, dry_run: bool) -> None:
    before = export_library()
    files = {
        ROLE: changed(ROLE, "Jupyter", "Jupiter")[ROLE],
        AREA: changed(AREA, "minutes: 10", "minutes: 11")[AREA],
    }
    report = import_library(contents=files, dry_run=dry_run)
    assert [(change.kind, change.action, change.fields) for change in report.changes] == [
        ("role", "updated", ("tools",)),
        ("question", "updated", ("minutes",)),
    ]
    after = {name: content.encode() for name, content in export_library().items()}
    assert (export_library() == before) is dry_run
    assert Tool.objects.filter(name__startswith="Jupiter").exists() is not dry_run
    assert (after[ROLE] == files[ROLE]) is not dry_run


def as_draft(slug: str) -> bytes:
    """The area's file, with one question that is not brought into use."""
    text, times = re.subn(rf"(- slug: {slug}\n  version: \d+\n  status: )active", r"\1draft", shipped()[AREA].decode())
    assert times == 1
    return text.encode()


@pytest.mark.django_db
def test_an_active_question_that_asks_otherwise_is_its_next_version(library: None) -> None:
    question = Question.objects.get(slug="explore-large-mixed-dataset")
    draft = Question.objects.get(slug="choose-treatment-for-missing-values")
    before, of_draft = question.version, draft.version
    Question.objects.filter(pk=draft.pk).update(status=QuestionStatus.DRAFT)
    files = {AREA: as_draft(draft.slug)}
    lines = files[AREA].decode().replace("minutes: 10", "minutes: 11").replace("minutes: 8", "minutes: 9").encode()
    import_library(contents={AREA: lines})
    question.refresh_from_db()
    draft.refresh_from_db()
    assert (question.minutes, question.version) == (11, before + 1)
    assert draft.version == of_draft  # nobody was asked it
    import_library(contents={AREA: lines})
    question.refresh_from_db()
    assert question.version == before + 1  # the file's older version takes nothing back


@pytest.mark.django_db
def test_with_keep_only_what_is_missing_is_added(library: None) -> None:
    Role.objects.filter(slug="data-scientist").update(focus="Ours")
    Question.objects.filter(slug="explore-large-mixed-dataset").delete()
    files = only(shipped(), ROLE) | {AREA: as_draft("explore-large-mixed-dataset")}
    report = import_library(contents=files, overwrite=False)
    assert Role.objects.get(slug="data-scientist").focus == "Ours"
    assert report.kept["role"] == ["data-scientist"]
    assert Change("question", "explore-large-mixed-dataset", "created") in report.changes


@pytest.mark.django_db
def test_a_single_file_may_name_what_is_there_and_touches_nothing_else(library: None) -> None:
    before = export_library()
    assert import_library(contents={"x.yaml": shipped()[ROLE]}).changes == []
    assert export_library() == before


@pytest.mark.django_db
def test_the_order_of_areas_follows_the_files_where_they_name_all(library: None) -> None:
    files = shipped()
    first = files.pop(AREA)
    import_library(contents=files | {"areas/99-last.yaml": first})
    assert CompetencyArea.objects.order_by("position").last() == CompetencyArea.objects.get(
        slug="data-analysis-and-exploration"
    )


@pytest.mark.django_db
def test_what_somebody_deleted_here_stays_deleted(library: None) -> None:
    from hiringkit.rows.tracked import delete_softly

    question = Question.objects.get(slug="explore-large-mixed-dataset")
    delete_softly(question)
    report = import_library(contents=only(shipped(), AREA))
    assert report.kept == {"question": ["explore-large-mixed-dataset"]}
    assert not Question.objects.filter(slug="explore-large-mixed-dataset").exists()


# Refused whole


def refused(files: Files, known: Known | None = None) -> list[tuple[str, int, str, str]]:
    with pytest.raises(LibraryInvalid) as caught:
        read_files(contents=files, known=known)
    return [(fault.file, fault.line, fault.place, fault.code) for fault in caught.value.faults]


def line(files: Files, name: str, text: str) -> int:
    """Where a text stands for the first time."""
    return files[name].decode().split(text)[0].count("\n") + 1


BAD: dict[str, tuple[str, str, str, str]] = {
    # what is replaced, by what, the code, and the place within the file (its beginning)
    "a number out of range": ("minutes: 10", "minutes: 0", "schema", "questions/"),
    "a word that is none of them": ("kind: situational", "kind: guess", "schema", "questions/"),
    "an unknown key": ("  probes:", "  prompts: []\n  probes:", "schema", "questions/"),
    "an unknown competency": (
        "causal-reasoning: primary",
        "casual-reasoning: primary",
        "unknown_competency",
        "questions/",
    ),
    "an unknown role": ("roles: [data-", "roles: [daft-", "unknown_role", "questions/"),
    "no primary competency": ("causal-reasoning: primary", "causal-reasoning: secondary", "no_primary_competency", ""),
    "an alias": ("  name: Data Analysis", "  name: *name #", "alias", ""),
    "an anchor of YAML": ("  name: Data Analysis", "  name: &name Data Analysis", "alias", ""),
    "a tag": ("  name: Data Analysis", "  name: !!python/name:os.system Data", "tag", ""),
    "a repeated key": ("  name: Data Analysis", "  name: Twice\n  name: Data Analysis", "repeated_key", ""),
    "a second document": ("competencies:\n", "---\ncompetencies:\n", "second_document", ""),
    "broken YAML": ("  name: Data Analysis", "  name: [Data Analysis", "unreadable", ""),
    "a tab": ("  name: Data Analysis", "\tname: Data Analysis", "unreadable", ""),
    "a text where a list belongs": ("  roles: [", "  roles: some #", "schema", "questions/"),
    "a null where a text belongs": ("  name: Data Analysis and Exploration", "  name: ~", "schema", "area/name"),
    "a NUL character": ("  name: Data Analysis and Exploration", '  name: "x\\0"', "invalid_text", ""),
    "a tag that is too long": ("tags: [", f"tags: [{'x' * 41}, ", "schema", "questions/"),
    "an unquoted date": ("  name: Data Analysis and Exploration", "  name: [2026-01-01]", "schema", "area/name"),
}


@pytest.mark.parametrize("case", BAD)
def test_each_fault_is_told_with_its_line(case: str) -> None:
    old, new, code, place = BAD[case]
    files = only(changed(AREA, old, new), AREA)
    found = [fault for fault in refused(files, known()) if fault[3] == code]
    assert found
    expected = line(files, AREA, new)
    assert found[0][0] == AREA
    assert abs(found[0][1] - expected) <= 2, (found[0], expected)
    assert found[0][2].startswith(place)


ROLE_FAULTS: dict[str, tuple[str, str, str]] = {
    "targets fall": ("targets: {junior: 2, mid: 3", "targets: {junior: 4, mid: 3", "targets_fall"),
    "a target left out above another": ("targets: {junior: 2, mid: 3", "targets: {junior: 2", "targets_fall"),
    "a target of level 1": ("targets: {junior: 2, mid: 3", "targets: {junior: 1, mid: 3", "target_too_low"),
    "an unknown activity": ("activity: deployment\n", "activity: deploying\n", "unknown_activity"),
    "told apart from itself": ("- role: ml-engineer", "- role: data-scientist", "own_role"),
}


@pytest.mark.parametrize("case", ROLE_FAULTS)
def test_each_fault_of_a_role_is_told_with_its_line(case: str) -> None:
    old, new, code = ROLE_FAULTS[case]
    files = only(changed(ROLE, old, new), ROLE)
    found = [fault for fault in refused(files, known()) if fault[3] == code]
    assert [fault[0] for fault in found] == [ROLE]
    assert found[0][1] > 1


def test_weights_that_differ_need_a_reason_each() -> None:
    files = shipped()
    role = yaml.safe_load(files[ROLE])
    role["role"]["competencies"][0]["weight_justification"] = None
    files |= {ROLE: render(role).encode()}
    assert [fault[3] for fault in refused(only(files, ROLE), known())] == ["weights_unjustified"]


def test_faults_of_all_files_are_told_at_once_in_order() -> None:
    files = changed(AREA, "minutes: 10", "minutes: 0") | {
        ROLE: changed(ROLE, "weight: 9", "weight: 0")[ROLE],
        "zz.yaml": b"\xff\xfe",
        "nothing.yaml": b"# only a comment\n",
    }
    assert [(fault[0], fault[3]) for fault in refused(files)] == [
        (AREA, "schema"),
        ("nothing.yaml", "schema"),
        (ROLE, "schema"),
        ("zz.yaml", "unreadable"),
    ]


def test_unknown_names_wait_until_every_file_is_yaml() -> None:
    """Or each file that names what the broken one defines would be at fault."""
    assert {fault[3] for fault in refused(shipped() | {AREA: b"area: ["})} == {"unreadable"}


def test_what_a_faulty_file_defines_is_known_to_the_others() -> None:
    assert {fault[0] for fault in refused(changed(AREA, "minutes: 10", "minutes: 0"))} == {AREA}


def test_a_slug_defined_twice_is_told_at_the_second_place() -> None:
    files = shipped()
    found = refused(files | {"roles/zz-copy.yaml": files[ROLE]})
    assert found == [("roles/zz-copy.yaml", 2, "role/slug", "repeated_slug")]


def test_what_would_exhaust_a_reader_is_refused_before_it() -> None:
    bomb = b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    assert {fault.code for fault in parse(bomb).faults} == {"alias"}
    assert [fault.code for fault in parse(b"[" * 100_000).faults] in (["too_deep"], ["unreadable"])
    assert parse(b"a: 1\nb: {c: [1, 2]}\n").value == {"a": 1, "b": {"c": [1, 2]}}


@pytest.mark.django_db
def test_nothing_is_kept_of_a_bad_import(library: None) -> None:
    before = export_library()
    with pytest.raises(LibraryInvalid):
        import_library(contents=only(changed(AREA, "minutes: 10", "minutes: 0"), ROLE, AREA))
    assert export_library() == before


# Over the API and by command


@pytest.fixture
def editor(library: None) -> APIClient:
    return session(member(GroupName.LIBRARY_EDITOR))


def body(files: Files, **options: Any) -> dict[str, Any]:
    return {"files": [{"name": name, "content": content.decode()} for name, content in files.items()]} | options


def post(client: APIClient, files: Files, **options: Any) -> Any:
    return client.post("/api/v1/library/import", body(files, **options), format="json")


def test_what_is_exported_is_imported(editor: APIClient) -> None:
    exported = editor.get("/api/v1/library/export")
    assert exported.status_code == 200
    assert {row["name"]: row["content"].encode() for row in exported.json()["files"]} == shipped()
    again = editor.post("/api/v1/library/import", exported.json(), format="json").json()
    assert (again["changes"], again["kept"], again["dry_run"]) == ([], [], False)
    assert editor.get("/api/v1/library/export", headers={"If-None-Match": exported["ETag"]}).status_code == 304


def test_a_dry_run_over_the_api(editor: APIClient) -> None:
    found = post(editor, only(changed(ROLE, "Jupyter", "Jupiter"), ROLE), dry_run=True).json()
    change = {"kind": "role", "slug": "data-scientist", "action": "updated", "fields": ["tools"]}
    assert (found["changes"], found["dry_run"]) == ([change], True)
    assert not Tool.objects.filter(name__startswith="Jupiter").exists()


def test_faults_over_the_api_have_file_and_line(editor: APIClient) -> None:
    files = only(changed(AREA, "minutes: 10", "minutes: 0"), ROLE, AREA)
    problem = post(editor, files)
    assert (problem.status_code, problem.json()["code"]) == (422, "library_invalid")
    index = list(files).index(AREA)
    assert [(fault["code"], fault["pointer"]) for fault in problem.json()["errors"]] == [
        ("schema", f"/files/{index}/content")
    ]
    located = problem.json()["faults"][0]
    assert (located["file"], located["line"]) == (AREA, line(files, AREA, "minutes: 0"))


def test_a_name_is_sent_once(editor: APIClient) -> None:
    twice = body(only(shipped(), ROLE))
    twice["files"].append(twice["files"][0])
    problem = editor.post("/api/v1/library/import", twice, format="json").json()
    assert [fault["code"] for fault in problem["errors"]] == ["repeated_name"]


def test_who_may_import(library: None) -> None:
    files = only(shipped(), ROLE)
    answers = {
        "recruiter": post(session(member(GroupName.RECRUITER)), files),
        "reading key": post(key_client("library:read"), files),
        "writing key": post(key_client("library:write"), files),
    }
    assert {name: answer.status_code for name, answer in answers.items()} == {
        "recruiter": 403,
        "reading key": 403,
        "writing key": 200,
    }
    assert key_client("library:read").get("/api/v1/library/export").status_code == 200
    assert key_client("hiring:read").get("/api/v1/library/export").status_code == 403


@pytest.mark.slow("loads the whole library")
@pytest.mark.django_db
def test_the_commands_say_what_they_did(library: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, content in changed(ROLE, "Jupyter", "Jupiter").items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    call_command("import_library", tmp_path, "--dry-run")
    told = capsys.readouterr().out
    assert "updated role data-scientist tools" in told
    assert "Nothing was changed: this was a dry run." in told
    call_command("import_library", tmp_path, "--keep")
    assert "kept role data-scientist" in capsys.readouterr().out
    (tmp_path / ROLE).write_text("role: 3")
    with pytest.raises(CommandError, match=r"Nothing was imported; 1 fault:\nroles/data-scientist\.yaml:1: role: "):
        call_command("import_library", tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(CommandError, match=r"there are no \.yaml files"):
        call_command("import_library", tmp_path / "empty")


PART = """
area: {slug: in-part, name: In part, definition: Some of a bank., source: {kind: own}}
competencies:
- slug: in-part
  name: In part
  definition: What is not whole.
  not_this: The whole.
  anchors: {1: none of it, 2: little of it, 3: half of it, 4: most of it, 5: all of it}
  rating_errors: []
questions:
- {slug: in-part-question, version: 1, status: active, kind: knowledge, difficulty: 2, minutes: 8,
   text: What is a part?, probes: [], strong_answer: [], red_flags: [Nothing], competencies: {in-part: primary},
   roles: [data-scientist], tags: [], source: {kind: own}}
"""


@pytest.mark.slow("lints the whole library")
@pytest.mark.django_db
def test_a_part_of_a_bank_is_read_whole_and_linted(
    library: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Files may end in .yml too, an import tells what the lint found, and a part may name what is installed."""
    (tmp_path / "a.yaml").write_bytes(shipped()[AREA])
    (tmp_path / "b.yml").write_text(PART)
    with pytest.raises(CommandError, match=r"b\.yml:\d+: questions/0/probes: `in-part-question`.*\[lint_error\]"):
        call_command("import_library", tmp_path, "--dry-run")
    (tmp_path / "b.yml").write_text(PART.replace("status: active", "status: draft"))
    call_command("import_library", tmp_path, "--dry-run")
    told = capsys.readouterr().out
    assert "created question in-part-question" in told
    assert "question in-part-question\n  error: probes: " in told
    (tmp_path / "notes.json").write_text("{}")
    (tmp_path / "b.yml").rename(tmp_path / "B.YML")
    call_command("import_library", tmp_path, "--dry-run")
    told = capsys.readouterr().out
    assert told.startswith("passed over notes.json: ")
    assert "created question in-part-question" in told
    (tmp_path / "a.yaml").unlink()
    with pytest.raises(CommandError, match=r"there is no role `data-scientist`(.|\n)*with --installed"):
        call_command("lint_library", tmp_path)
    with pytest.raises(SystemExit):
        call_command("lint_library", tmp_path, "--installed")
    assert "question in-part-question\n  error: probes: " in capsys.readouterr().out


@pytest.mark.django_db
def test_the_shipped_library_is_loaded_once(library: None) -> None:
    before = export_library()
    load_shipped_library()
    assert export_library() == before
