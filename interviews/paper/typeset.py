"""Typst, with fonts that come with packages and never with the system, so that every machine makes the same pages.

What is said goes to it as data, never as its language: nothing that anybody has written can change a page's lay-out.
"""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, Literal

import orjson

Paper = Literal["a4", "us-letter"]
PAPERS: Final[dict[str, Paper]] = {"a4": "a4", "letter": "us-letter"}
_ROOT: Final = Path(__file__).parents[1]  # of the templates, each of which imports `/paper/shared.typ`
# Latin with Vietnamese, Greek, Cyrillic and Hebrew; Arabic; Chinese, Japanese and Korean. Code is in Typst's own font.
_FONTS: Final = ("fontpkg_arimo", "fontpkg_almarai", "noto_cjk_sans_jp_regular")


def typeset(*, template: str, data: dict[str, Any], paper: Paper) -> bytes:
    """The PDF of a template, named by its path in this app, with the data that it reads from `sys.inputs.data`."""
    import typst  # 30 MB that only whoever makes a PDF needs

    made: bytes = typst.compile(
        (_ROOT / template).read_bytes(),
        root=str(_ROOT),
        font_paths=_fonts(),
        sys_inputs={"data": orjson.dumps({**data, "paper": paper}).decode()},
    )
    return made


@cache
def _fonts() -> Any:
    import typst

    folders = [str(files(package)) for package in _FONTS]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)
