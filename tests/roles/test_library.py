"""The shipped library: complete by what its own data says, traceable to the seeds, and loaded without loss."""

from collections import Counter
from pathlib import Path
from shutil import copytree

import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, call_command

from roles.library.files import LibraryFiles, LibraryInvalid, read_library
from roles.library.load import load_library
from roles.models import Anchor, Competency, CompetencyArea, Question, Role, RoleActivity
from roles.vocabulary import Involvement

FOLDER = Path(settings.BASE_DIR, "fixtures", "library")


@pytest.fixture(scope="module")
def files() -> LibraryFiles:
    return read_library(folder=FOLDER)


def test_each_area_holds_two_competencies_with_five_anchors(files: LibraryFiles) -> None:
    assert min(len(area["competencies"]) for area in files.areas) >= 2
    assert {tuple(row["anchors"]) for row in files.competencies()} == {("1", "2", "3", "4", "5")}


def test_the_seeds_27_sample_questions_are_there_each_with_its_own_place(files: LibraryFiles) -> None:
    places = Counter(
        (row["source"]["file"], row["source"]["place"]) for row in files.questions() if row["source"]["kind"] == "seed"
    )
    assert len(places) == 27
    assert set(places.values()) == {1}
    groups = Counter(place.rpartition(" > ")[0] for _, place in places)
    assert set(groups.values()) == {3}
    assert len(groups) == 9


def test_each_competency_of_a_profile_has_two_questions_that_show_it_first(files: LibraryFiles) -> None:
    for role in files.roles:
        shown = Counter(
            slug
            for question in files.questions()
            if role["slug"] in question["roles"] and question["status"] == "active"
            for slug, strength in question["competencies"].items()
            if strength == "primary"
        )
        thin = [row["competency"] for row in role["competencies"] if shown[row["competency"]] < 2]
        assert thin == []


def test_questions_are_fit_to_be_asked(files: LibraryFiles) -> None:
    for question in files.questions():
        assert 2 <= len(question["probes"]) <= 4, question["slug"]
        assert len(question["strong_answer"]) >= 3, question["slug"]
        assert len(question["red_flags"]) >= 2, question["slug"]
    for role in files.roles:
        kinds = {question["kind"] for question in files.questions() if role["slug"] in question["roles"]}
        assert kinds == {"knowledge", "situational", "behavioural", "exercise"}


def test_the_overlap_matrix_has_every_cell(files: LibraryFiles) -> None:
    activities = {row["slug"] for row in files.activities}
    assert Counter(row["kind"] for row in files.activities) == {"overlapping": 4, "exclusive": 3}
    for role in files.roles:
        assert {row["activity"] for row in role["activities"]} == activities
    for activity in files.activities:
        if activity["kind"] == "exclusive":
            owners = [
                role["slug"]
                for role in files.roles
                for row in role["activities"]
                if row["activity"] == activity["slug"] and row["involvement"] == "primary"
            ]
            assert len(owners) == 1


def test_any_two_roles_are_told_apart_both_ways(files: LibraryFiles) -> None:
    slugs = {role["slug"] for role in files.roles}
    for role in files.roles:
        assert {row["role"] for row in role["distinctions"]} == slugs - {role["slug"]}


@pytest.mark.django_db
def test_loading_puts_everything_in_and_again_changes_nothing(files: LibraryFiles) -> None:
    load_library(folder=FOLDER)
    assert Role.objects.count() == len(files.roles)
    assert CompetencyArea.objects.count() == len(files.areas)
    assert Competency.objects.count() == len(list(files.competencies()))
    assert Anchor.objects.count() == 5 * Competency.objects.count()
    assert Question.objects.count() == len(list(files.questions()))
    assert RoleActivity.objects.exclude(involvement=Involvement.NONE).filter(focus="").count() == 0
    before = list(Question.objects.order_by("pk").values_list("pk", "modified_at"))
    assert not load_library(folder=FOLDER)
    assert list(Question.objects.order_by("pk").values_list("pk", "modified_at")) == before


@pytest.mark.django_db
def test_an_editors_change_survives_unless_overwriting_is_asked_for() -> None:
    load_library(folder=FOLDER)
    Role.objects.filter(slug="data-scientist").update(focus="Ours")
    load_library(folder=FOLDER)
    assert Role.objects.get(slug="data-scientist").focus == "Ours"
    load_library(folder=FOLDER, overwrite=True)
    assert Role.objects.get(slug="data-scientist").focus != "Ours"


def test_every_fault_of_a_bad_library_is_listed_with_its_place(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    copytree(FOLDER, folder)
    area_file = folder / "areas" / "01-data-analysis-and-exploration.yaml"
    area = yaml.safe_load(area_file.read_text())
    area["questions"][0]["minutes"] = 0
    del area["competencies"][0]["anchors"][3]
    area_file.write_text(yaml.safe_dump(area))
    role_file = folder / "roles" / "ml-engineer.yaml"
    role = yaml.safe_load(role_file.read_text())
    role["role"]["competencies"][0]["weight"] = 20
    role["role"]["competencies"][1]["competency"] = "no-such-competency"
    role_file.write_text(yaml.safe_dump(role))
    (folder / "roles" / "broken.yaml").write_text("role: [")
    with pytest.raises(LibraryInvalid) as error:
        read_library(folder=folder)
    found = {(fault.file, fault.place, fault.code) for fault in error.value.faults}
    assert {
        ("areas/01-data-analysis-and-exploration.yaml", "questions/0/minutes", "schema"),
        ("areas/01-data-analysis-and-exploration.yaml", "competencies/0/anchors", "schema"),
        ("roles/ml-engineer.yaml", "role/competencies", "weights_unjustified"),
        ("roles/ml-engineer.yaml", "role/competencies", "unknown_competency"),
        ("roles/broken.yaml", "", "unreadable"),
    } <= found


@pytest.mark.django_db
def test_a_bad_library_loads_nothing(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"no \.yaml files"):
        call_command("load_library", str(tmp_path))
    assert Role.objects.count() == 0
