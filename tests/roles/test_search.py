"""Finding questions by their words: what matches, what comes first, and that pages and the index hold."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hiringkit.people.vocabulary import GroupName
from hiringkit.rows.tracked import delete_softly
from roles.filters import QuestionFilter
from roles.models import Question
from roles.queries import list_questions, search_questions
from tests.api_client import APIClient
from tests.factories import QuestionFactory
from tests.people.factories import key_client, member, session
from tests.template import load_shipped_library

pytestmark = pytest.mark.django_db
URL = "/api/v1/questions"


def question(slug: str, text: str = "Tell us something else.", **values: Any) -> Question:
    return QuestionFactory.make(slug=slug, text=text, **values)


@pytest.fixture
def client() -> APIClient:
    client = key_client("library:read")
    client.get(URL)  # notes the key's first use
    return client


def slugs(client: APIClient, query: str) -> list[str]:
    response = client.get(f"{URL}?{query}")
    assert response.status_code == 200, response.content
    return [row["slug"] for row in response.json()["results"]]


def found(client: APIClient, text: str) -> list[str]:
    return slugs(client, f"search={quote(text)}")


def walk(client: APIClient, query: str) -> Iterator[list[str]]:
    """The slugs of each page, to the last one and back to the first."""
    page = client.get(f"{URL}?{query}").json()
    while page:
        yield [row["slug"] for row in page["results"]]
        page = client.get(page["next"]).json() if page["next"] else None


@pytest.fixture
def bank() -> None:
    question("drift", "How do you notice that a model drifts in production?", tags=["model-monitoring", "latency"])
    question("experiment", "Design an experiment for a new checkout page.", probes=["Which confounders do you expect?"])
    question("boosting", "When is gradient-boosting better than a forest of trees?", tags=["trees"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("drifting", ["drift"]),  # another form of the word
        ("EXPERIMENTS", ["experiment"]),
        ("confounder", ["experiment"]),  # a probe
        ("latency", ["drift"]),  # a tag
        ("Model-Monitoring", ["drift"]),  # a tag of two words
        ("model monitoring", ["drift"]),
        ("drift latency", ["drift"]),  # one word in the text, one a tag
        ("drift -latency", []),  # `not` reaches the tags as well
        ("latency or checkout", ["experiment", "drift"]),
        ("the checkout of a page", ["experiment"]),  # words that are in every text don't count
        ("gradient boosting", ["boosting"]),
        ('"forest of trees"', ["boosting"]),
        ('"trees of forests"', []),
        ('"forest of trees" boosting -latency', ["boosting"]),
        ("late", []),  # a part of a tag
        ("the", []),
        ("' or 1=1 --", []),
        ("\\' & | ! ( <->", []),
        ("'''\\", []),
        ("x" * 3_000, []),
    ],
)
def test_what_is_found(bank: None, client: APIClient, text: str, expected: list[str]) -> None:
    assert found(client, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CI", ["pipeline"]),
        ("cd", ["pipeline"]),
        ("CI/CD", ["pipeline"]),
        ("node", ["service"]),
        ("Node.js", ["service"]),
        ("A/B", ["split"]),
        ("A/B-test", ["split"]),
        ("C++", ["speed"]),
        ("C#", ["desktop"]),
        ("C", ["letter"]),
        ("scikit.learn or TensorFlow/Keras", ["frameworks"]),
    ],
)
def test_names_of_tools_are_found_as_what_they_are(client: APIClient, text: str, expected: list[str]) -> None:
    question("pipeline", "What belongs into a CI/CD pipeline?")
    question("service", "Where does a Node.js service fit?")
    question("split", "When is an A/B test over?")
    question("speed", "What would you write in C++?")
    question("desktop", "What would you write in C#?")
    question("letter", "What is point C of the curve?")
    question("frameworks", "Compare frameworks.", probes=["What of TensorFlow/Keras?"])
    assert found(client, text) == expected


def test_the_question_counts_more_than_its_tags_and_these_more_than_its_probes(client: APIClient) -> None:
    question("probed", probes=["A churn?", "And churn?", "Churn again?", "Which churn?", "Why churn?"])
    question("tagged", tags=["churn"])
    question("asked", "Explain what churn is.")
    question("asked-twice", "Explain churn to somebody who has never heard of churn.")
    assert found(client, "churn") == ["asked-twice", "asked", "tagged", "probed"]


def test_each_word_adds_to_the_rank(client: APIClient) -> None:
    question("both-far", "Churn " + "and so on " * 60 + "forecasts.")
    question("one-probed", "Which forecasts?", probes=["Of churn?"])
    question("both-probed", probes=["Which forecasts of churn?"])
    assert found(client, "churn forecast") == ["both-far", "one-probed", "both-probed"]


def test_filters_go_with_a_search(library: None, client: APIClient) -> None:
    narrow = "role=data-scientist&kind=situational&status=active&page_size=500"
    rows = client.get(f"{URL}?search=data+or+model&{narrow}").json()["results"]
    assert len(rows) > 1
    found_at_all = set(slugs(client, "search=data+or+model&page_size=500"))
    assert {row["slug"] for row in rows} == found_at_all & set(slugs(client, narrow)) < found_at_all
    best, shown = rows[0], rows[0]["competencies"][0]["slug"]
    narrower = f"search=data+or+model&{narrow}&competency={shown}&difficulty={best['difficulty']}"
    assert slugs(client, narrower)[0] == best["slug"]
    assert slugs(client, f"{narrower}&area=nothing") == []


@pytest.mark.parametrize("ordering", ["", "&ordering=-rank"])
def test_pages_of_equal_ranks_find_everything_once(client: APIClient, ordering: str) -> None:
    made = [question(f"churn-{number}", "What is churn?").slug for number in range(7)]
    best = question("churn-best", "Churn, churn and churn?").slug
    pages = list(walk(client, f"search=churn&page_size=3{ordering}"))
    assert [slug for page in pages for slug in page] == [best, *made]
    assert [len(page) for page in pages] == [3, 3, 2]
    first = client.get(f"{URL}?search=churn&page_size=3{ordering}").json()
    second = client.get(first["next"]).json()
    assert client.get(second["previous"]).json()["results"] == first["results"]


@pytest.mark.parametrize(
    ("ordering", "expected"),
    [
        ("slug", ["a", "b", "c"]),
        ("difficulty", ["c", "b", "a"]),
        ("-difficulty", ["a", "b", "c"]),
        ("minutes", ["b", "c", "a"]),
        ("-minutes", ["a", "c", "b"]),
        ("-modified_at", ["b", "a", "c"]),
    ],
)
def test_each_other_order_with_a_search_and_without(client: APIClient, ordering: str, expected: list[str]) -> None:
    question("c", "Churn?", difficulty=3, minutes=9)
    question("a", "Churn?", difficulty=4, minutes=9)
    question("b", "Churn?", difficulty=3, minutes=8)
    for search in ("", "search=churn&"):
        pages = walk(client, f"{search}ordering={ordering}&page_size=1")
        assert [slug for page in pages for slug in page] == expected


def test_without_a_search_there_is_no_rank(client: APIClient) -> None:
    response = client.get(f"{URL}?ordering=-rank")
    fault = response.json()["errors"][0]
    assert (response.status_code, fault["code"], fault["pointer"]) == (400, "search_required", "?ordering")


def test_a_cursor_belongs_to_its_order(client: APIClient) -> None:
    for slug in ("a", "b"):
        question(slug, "Churn?")
    following = client.get(f"{URL}?search=churn&page_size=1").json()["next"]
    response = client.get(following.replace("&search=churn", ""))
    assert (response.status_code, response.json()["code"]) == (400, "invalid_cursor")


def test_the_change_feed_keeps_its_own_order(client: APIClient) -> None:
    question("churn", "Churn?")
    feed = f"{URL}?search=churn&modified_after=2020-01-01T00:00:00Z"
    assert client.get(feed).status_code == 200
    response = client.get(f"{feed}&ordering=-rank")
    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (400, "?ordering")


def test_what_is_deleted_is_not_found(client: APIClient) -> None:
    gone = question("gone", "What is churn?")
    assert found(client, "churn") == ["gone"]
    delete_softly(gone)
    assert found(client, "churn") == []


def test_what_an_editor_writes_is_found_at_once(client: APIClient) -> None:
    asked = question("asked", "What is churn?")
    Question.objects.filter(pk=asked.pk).update(text="What is attrition?", tags=["retention"])
    assert (found(client, "churn"), found(client, "attrition"), found(client, "retention")) == (
        [],
        ["asked"],
        ["asked"],
    )


def test_a_search_takes_the_same_statements_for_three_as_for_one(library: None, client: APIClient) -> None:
    """The key; the page; competencies shown; competencies; roles; three lists of what it names; findings; what is
    accepted of them. The words of the search are not read.
    """
    counts = []
    for size in (1, 3):
        with CaptureQueriesContext(connection) as captured:
            assert len(slugs(client, f"search=model&page_size={size}")) == size
        counts.append(len(captured))
        page = next(each["sql"] for each in captured if "ts_rank" in each["sql"])
        assert '"words"' not in page.partition(" FROM ")[0].partition("ts_rank")[0]
    assert counts == [10, 10]


def test_the_index_finds_them() -> None:
    """Among a few thousand rows, as the planner knows them after ANALYZE."""
    rows = (QuestionFactory.build(text=f"What is word{number % 1000}?") for number in range(5_000))
    Question.objects.bulk_create(rows, batch_size=1_000)
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('question_words'); ANALYZE roles_question")
    found: Any = search_questions(questions=list_questions(), text="word7")
    plan = found.order_by("-rank", "pk")[:51].explain()
    assert "Bitmap Index Scan on question_words" in plan
    assert len(found) == 5


# The admin


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("confounders", ["experiment"]),
        ("latency", ["drift"]),
        ("model or trees", ["boosting", "drift"]),  # the best first
        ("xperim", ["experiment"]),  # a part of the slug
        ("nothing like it", []),
        ("", ["boosting", "drift", "experiment"]),
    ],
)
def test_the_admins_search(bank: None, text: str, expected: list[str]) -> None:
    editor = session(member(GroupName.LIBRARY_EDITOR))
    page = editor.get("/admin/roles/question/", {"q": text})
    listed: Any = page.context["cl"].result_list
    assert [row.slug for row in listed] == expected


def test_a_chosen_column_orders_what_the_admins_search_found(bank: None) -> None:
    editor = session(member(GroupName.LIBRARY_EDITOR))
    page = editor.get("/admin/roles/question/", {"q": "model or trees", "o": "-1"})
    listed: Any = page.context["cl"].result_list
    assert [row.slug for row in listed] == ["drift", "boosting"]


# What the planner makes of the filters


def test_filters_by_relations_are_worked_out_once_and_never_joined(library: None) -> None:
    """As joins they hung on the tables having been analysed: fifteen seconds were seen for 241 rows."""
    asked = {"role": "data-scientist", "area": "data-analysis-and-exploration", "competency": "causal-reasoning"}
    found: Any = QuestionFilter(asked, queryset=Question.objects.only("pk")).qs
    plan = found.explain()
    assert len(re.findall(r"^\s*InitPlan", plan, re.MULTILINE)) == 3
    (outer,) = re.findall(r"^  ->  (.*)$", plan, re.MULTILINE)  # what is under the sort
    assert re.match(r"(Seq|Index|Bitmap Heap) Scan .*on roles_question", outer), plan
    joined = Question.objects.filter(
        roles__slug=asked["role"],
        shows__competency__slug=asked["competency"],
        shows__competency__area__slug=asked["area"],
    )
    assert {row.pk for row in found} == {row.pk for row in joined} != set()


@pytest.mark.slow("loads the whole library")
def test_an_import_leaves_the_planner_informed() -> None:
    """In the same transaction, so that the very first list after it is planned with what is there."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE roles_question")  # empty here: nothing is known of it
        load_shipped_library()
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'roles_question'")
        assert cursor.fetchone()[0] == Question.objects.count() > 0
