"""One guard, one table of cases: for every text that a person or an ATS can write, in Python and in SQL."""

import csv
import io
import re

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from interviews.summaries.formats.spreadsheet import guard_sql, guard_text, printable, unguard_text

CASES = [
    ("", ""),
    ("harmless", "harmless"),
    ("=1+1", "'=1+1"),
    ("+1", "'+1"),
    ("- a note that begins like a list", "'- a note that begins like a list"),
    ("@SUM(A1)", "'@SUM(A1)"),
    ("|cmd", "'|cmd"),
    ("%x", "'%x"),
    ("\t=1", "'\t'=1"),
    ("\r=1", "'\r'=1"),
    ("\n=1", "'\n'=1"),
    ("  =1", "'  =1"),
    ("\u00a0=1", "'\u00a0=1"),
    ("\u200b=1", "'\u200b=1"),
    ("\ufeff=1", "'\ufeff=1"),
    ("\uff1d1", "'\uff1d1"),
    ("\uff0b1", "'\uff0b1"),
    ("\uff0d1", "'\uff0d1"),
    ("\uff201", "'\uff201"),
    ("\u22121", "'\u22121"),
    ("\x01=1", "'\x01=1"),
    ('"=1"', '\'"=1"'),
    ("'=1", "''=1"),
    ("''=1", "'''=1"),
    ("'harmless", "'harmless"),
    ("a;=1", "a;'=1"),
    ("a\t=1", "a\t'=1"),
    ("a\r\n=1", "a\r'\n'=1"),
    ("a\n- b\n- c", "a\n'- b\n'- c"),
    ("a,=1", "a,'=1"),
    ('a;"=1"', 'a;\'"=1"'),
    ("a; =1", "a;' =1"),
    ("a;;=1", "a;;'=1"),
    ("a;'=1", "a;''=1"),
    ("a=1", "a=1"),
    ("3 - 2 = 1", "3 - 2 = 1"),
    ("e-mail: a@example.com", "e-mail: a@example.com"),
    ("x, y; z", "x, y; z"),
]
FORMULA = re.compile(r"[\s\x00-\x20\u00a0\u200b\ufeff\"]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]")
TEXTS = st.text(st.sampled_from([*"=+-@'\";,\t\r\n a1", "\u200b", "\uff1d", "\u00a0", "é", "張"]), max_size=12)


@pytest.mark.parametrize(("text", "guarded"), CASES)
def test_each_case_is_guarded_and_read_back(text: str, guarded: str) -> None:
    assert guard_text(text) == guarded
    assert unguard_text(guarded) == text


@given(TEXTS)
def test_reading_back_takes_away_exactly_the_marks(text: str) -> None:
    assert unguard_text(guard_text(text)) == text


@given(TEXTS, st.sampled_from(",;\t"), st.sampled_from(",;\t"))
def test_however_it_is_cut_no_cell_begins_like_a_formula(text: str, written: str, read: str) -> None:
    lines = io.StringIO(newline="")
    csv.writer(lines, delimiter=written).writerow(["x", guard_text(text), "y"])
    file = lines.getvalue()
    cells = [cell for row in csv.reader(io.StringIO(file, newline=""), delimiter=read) for cell in row]
    cells += [cell for line in re.split("[\r\n]", file) for cell in line.split(read)]  # who knows of no quotes
    assert not [cell for cell in cells if FORMULA.match(cell)], file


def test_without_the_guard_a_cell_would() -> None:
    assert FORMULA.match("=1")
    assert [cell for cell in ['x,"a', '=1",y'] if FORMULA.match(cell)]


@pytest.mark.django_db
def test_the_database_guards_alike() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {guard_sql('t.text')} FROM unnest(%s::text[]) WITH ORDINALITY AS t (text, place) ORDER BY place",
            [[text for text, _ in CASES]],
        )
        assert [row[0] for row in cursor.fetchall()] == [guarded for _, guarded in CASES]


def test_control_characters_go_and_line_breaks_stay() -> None:
    assert printable("a\x00b\x0bc\td\ne\rf\x85g") == "abc\td\ne\rfg"
