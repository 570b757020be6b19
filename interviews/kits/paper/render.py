"""Typst, with fonts that come with packages and never with the system, so that every machine makes the same pages."""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, Literal

import orjson

from interviews.kits.kit import Kit
from interviews.kits.paper.data import kit_data, sheets_data

Paper = Literal["a4", "us-letter"]
PAPERS: Final[dict[str, Paper]] = {"a4": "a4", "letter": "us-letter"}
_HERE: Final = Path(__file__).parent
# Latin with Vietnamese, Greek, Cyrillic and Hebrew; Arabic; Chinese, Japanese and Korean. Code is in Typst's own font.
_FONTS: Final = ("fontpkg_arimo", "fontpkg_almarai", "noto_cjk_sans_jp_regular")


def kit_pdf(*, kit: Kit, paper: Paper = "a4") -> bytes:
    """The kit as a PDF, black on white."""
    return _typeset("kit", {**kit_data(kit), "paper": paper})


def sheets_pdf(*, kit: Kit, paper: Paper = "a4") -> bytes:
    """The candidate's sheets as a PDF, each on a page of its own: no question, no answer, no name."""
    return _typeset("sheets", {**sheets_data(kit), "paper": paper})


def _typeset(template: str, data: dict[str, Any]) -> bytes:
    import typst  # 30 MB that only whoever makes a PDF needs

    made: bytes = typst.compile(
        (_HERE / f"{template}.typ").read_bytes(),
        root=str(_HERE),
        font_paths=_fonts(),
        sys_inputs={"data": orjson.dumps(data).decode()},
    )
    return made


@cache
def _fonts() -> Any:
    import typst

    folders = [str(files(package)) for package in _FONTS]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)
