"""The shipped library: complete by what its own data says, traceable to the seeds, and loaded without loss."""

from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path
from shutil import copytree
from typing import Any

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


ROLES = {
    "ai-engineer", "data-analyst", "data-engineer", "data-scientist", "deep-learning-engineer", "ml-engineer",
    "mlops-engineer",
}  # fmt: skip
COMMUNICATION = {"stakeholder-communication", "cross-role-collaboration"}


def active(files: LibraryFiles, role: str) -> list[dict[str, Any]]:
    """The questions that may be asked for a role."""
    return [row for row in files.questions() if role in row["roles"] and row["status"] == "active"]


def test_the_seven_roles_of_the_seeds_are_there(files: LibraryFiles) -> None:
    assert {role["slug"] for role in files.roles} == ROLES
    aliases = {role["slug"]: role["aliases"] for role in files.roles}
    assert "DL Engineer" in aliases["deep-learning-engineer"]


def test_every_competency_has_five_anchors_and_is_somebodys(files: LibraryFiles) -> None:
    assert {tuple(sorted(row["anchors"])) for row in files.competencies()} == {("1", "2", "3", "4", "5")}
    wanted = {row["competency"] for role in files.roles for row in role["competencies"]}
    assert {row["slug"] for row in files.competencies()} == wanted
    assert all(area["competencies"] and area["questions"] for area in files.areas)


def test_profiles_weigh_six_to_ten_competencies_and_one_is_of_communication(files: LibraryFiles) -> None:
    for role in files.roles:
        rows = role["competencies"]
        assert 6 <= len(rows) <= 10, role["slug"]
        alike = len({row["weight"] for row in rows}) == 1
        assert alike or all(row["weight_justification"] for row in rows), role["slug"]
        assert COMMUNICATION & {row["competency"] for row in rows}, role["slug"]


def test_the_seeds_27_sample_questions_are_there_each_with_its_own_place(files: LibraryFiles) -> None:
    places = Counter(
        (row["source"]["file"], row["source"]["place"]) for row in files.questions() if row["source"]["kind"] == "seed"
    )
    assert len(places) == 27
    assert set(places.values()) == {1}
    groups = Counter(place.rpartition(" > ")[0] for _, place in places)
    assert set(groups.values()) == {3}
    assert len(groups) == 9


def test_each_competency_of_a_profile_has_three_questions_of_two_kinds_that_show_it_first(files: LibraryFiles) -> None:
    thin = []
    for role in files.roles:
        kinds: dict[str, list[str]] = defaultdict(list)
        for question in active(files, role["slug"]):
            for slug, strength in question["competencies"].items():
                if strength == "primary":
                    kinds[slug].append(question["kind"])
        thin += [
            (role["slug"], row["competency"], kinds[row["competency"]])
            for row in role["competencies"]
            if len(kinds[row["competency"]]) < 3 or len(set(kinds[row["competency"]])) < 2
        ]
    assert thin == []


def test_each_role_has_24_questions_of_every_kind_and_most_difficulties(files: LibraryFiles) -> None:
    for role in files.roles:
        questions = active(files, role["slug"])
        assert len(questions) >= 24, role["slug"]
        assert {question["kind"] for question in questions} == {"knowledge", "situational", "behavioural", "exercise"}
        assert {2, 3, 4} <= {question["difficulty"] for question in questions}, role["slug"]


def test_questions_are_fit_to_be_asked(files: LibraryFiles) -> None:
    for question in files.questions():
        assert 2 <= len(question["probes"]) <= 4, question["slug"]
        assert len(question["strong_answer"]) >= 3, question["slug"]
        assert len(question["red_flags"]) >= 2, question["slug"]


def test_the_overlap_matrix_has_every_cell(files: LibraryFiles) -> None:
    activities = {row["slug"] for row in files.activities}
    assert Counter(row["kind"] for row in files.activities) == {"overlapping": 4, "exclusive": 5}
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


def test_any_two_roles_are_told_apart(files: LibraryFiles) -> None:
    told = {frozenset((role["slug"], row["role"])) for role in files.roles for row in role["distinctions"]}
    assert [pair for pair in combinations(sorted(ROLES), 2) if frozenset(pair) not in told] == []


def test_public_codes_carry_what_they_are_of(files: LibraryFiles) -> None:
    codes = {(role["slug"], code["uri"]): code["match"] for role in files.roles for code in role["codes"]}
    esco = "http://data.europa.eu/esco/occupation/"
    assert codes == {
        ("data-scientist", f"{esco}258e46f9-0075-4a2e-adae-1ff0477e0f30"): "exact",
        ("data-analyst", f"{esco}d3edb8f8-3a06-47a0-8fb9-9b212c006aa2"): "exact",
        ("data-engineer", f"{esco}2079755f-d809-49e6-8037-4de6180e54c0"): "exact",
        ("ai-engineer", f"{esco}35553663-deab-4d9a-bf22-15c1625d28e8"): "exact",
        ("ml-engineer", f"{esco}35553663-deab-4d9a-bf22-15c1625d28e8"): "close",
        ("deep-learning-engineer", f"{esco}35553663-deab-4d9a-bf22-15c1625d28e8"): "broad",
        ("mlops-engineer", f"{esco}cc867bee-ab5c-427f-9244-f7a204d9574b"): "related",
        ("data-scientist", "15-2051.00"): "exact",
        ("ml-engineer", "15-2051.00"): "broad",
        ("ai-engineer", "15-2051.00"): "broad",
        ("data-analyst", "15-2051.01"): "close",
        ("data-engineer", "15-1243.00"): "close",
        ("deep-learning-engineer", "15-1221.00"): "broad",
        ("mlops-engineer", "15-1252.00"): "broad",
    }


def test_technologies_among_the_skills_are_tools(files: LibraryFiles) -> None:
    tools = {role["slug"]: {row["name"] for row in role["tools"]} for role in files.roles}
    assert {"SQL", "Excel", "Tableau", "Power BI", "Python", "R"} <= tools["data-analyst"]
    assert {"SQL", "Python", "Java", "Scala", "Apache Airflow", "Spark", "Hadoop", "Redshift", "Snowflake"} <= tools[
        "data-engineer"
    ]
    assert {"Python", "TensorFlow", "PyTorch", "Keras"} <= tools["deep-learning-engineer"]
    assert {"Python", "TensorFlow", "PyTorch"} <= tools["ai-engineer"]


@pytest.mark.slow("loads the whole library")
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
    assert not load_library(folder=FOLDER).changes
    assert list(Question.objects.order_by("pk").values_list("pk", "modified_at")) == before


@pytest.mark.slow("loads the whole library")
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
    with pytest.raises(LibraryInvalid) as error:
        read_library(folder=folder)
    found = {(fault.file, fault.place, fault.code) for fault in error.value.faults}
    assert {
        ("areas/01-data-analysis-and-exploration.yaml", "questions/0/minutes", "schema"),
        ("areas/01-data-analysis-and-exploration.yaml", "competencies/0/anchors", "schema"),
        ("roles/ml-engineer.yaml", "role/competencies/0/weight", "weights_unjustified"),
        ("roles/ml-engineer.yaml", "role/competencies/1/competency", "unknown_competency"),
    } <= found


@pytest.mark.django_db
def test_a_bad_library_loads_nothing(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"no \.yaml files"):
        call_command("load_library", str(tmp_path))
    assert Role.objects.count() == 0
