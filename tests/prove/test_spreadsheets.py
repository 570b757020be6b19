"""LibreOffice opens every spreadsheet of the export, as every separator would have it, and finds no formula."""

import re
import subprocess
from pathlib import Path

import pytest

from interviews.summaries.formats.csv import SEPARATORS, render_csv
from interviews.summaries.formats.spreadsheet import guard_text
from interviews.summaries.formats.xlsx import render_xlsx
from tests.interviews.summaries.large import made_up
from tests.interviews.summaries.test_spreadsheet import CASES
from tests.prove.office import find_office

pytestmark = [pytest.mark.prove, pytest.mark.slow("starts an office suite")]
FORMULA = re.compile(r"table:formula=")


def formulas(file: Path, separator: str | None = None) -> int:
    """How many cells it takes for formulas, asked to look for them."""
    office = find_office()
    if office is None:
        pytest.skip("needs LibreOffice")
    tokens = f"CSV:{ord(separator)},34,76,1,,0,false,true,false,false,false,0,true" if separator else None
    command = [
        office, "--headless", "--norestore", f"-env:UserInstallation={(file.parent / 'profile').as_uri()}",
        *([f"--infilter={tokens}"] if tokens else []), "--convert-to", "fods", "--outdir", str(file.parent), str(file),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return len(FORMULA.findall(file.with_suffix(".fods").read_text()))


@pytest.mark.parametrize("read", SEPARATORS.values(), ids=list(SEPARATORS))
@pytest.mark.parametrize("written", SEPARATORS)
def test_no_csv_has_a_formula_however_it_is_read(tmp_path: Path, written: str, read: str) -> None:
    file = tmp_path / "summary.csv"
    file.write_bytes(render_csv(summary=made_up(competencies=3, raters=3, characters=300), separator=written))
    assert formulas(file, read) == 0


@pytest.mark.parametrize("read", SEPARATORS.values(), ids=list(SEPARATORS))
def test_no_case_of_the_guard_is_a_formula_however_it_is_read(tmp_path: Path, read: str) -> None:
    file = tmp_path / "cases.csv"
    file.write_text("".join(f'"{guard_text(text).replace(chr(34), chr(34) * 2)}"\r\n' for text, _ in CASES))
    assert formulas(file, read) == 0


def test_the_workbook_has_none(tmp_path: Path) -> None:
    file = tmp_path / "summary.xlsx"
    file.write_bytes(render_xlsx(summary=made_up(competencies=3, raters=3, characters=300)))
    assert formulas(file) == 0


def test_without_the_guard_there_are_some(tmp_path: Path) -> None:
    file = tmp_path / "unguarded.csv"
    file.write_text('=1+1,"a;=2+2;b"\r\n')
    assert formulas(file, ",") >= 1
    assert formulas(file, ";") >= 1
