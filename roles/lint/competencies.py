"""What a competency's five anchors have to be: all there, all different, and about behaviour rather than degree."""

import re
from collections.abc import Mapping
from typing import Any, Final

from roles.lint.findings import Finding, Kind, Severity, sort_findings

_LEVELS: Final = ("1", "2", "3", "4", "5")

# Words that grade without saying what was done. Two interviewers agree on "names the metric", not on "very good".
_DEGREE: Final = re.compile(
    r"""
    (?<!the\ )(?<!this\ )(?<!that\ )\bvery\b
    | \bhighly\b(?![ -]available)
    | \b(?:extremely|exceptional(?:ly)?|excellent(?:ly)?|outstanding(?:ly)?|superb(?:ly)?|impressive(?:ly)?
        |remarkabl[ey]|incredibl[ey]|amazing(?:ly)?|brilliant(?:ly)?|perfectly|flawless(?:ly)?|superior
        |satisfactor(?:y|ily)|adequate(?:ly)?|proficient(?:ly)?|competent(?:ly)?|mediocre|so-so
        |above[ ]average|below[ ]average|world[ -]class|really|somewhat|fairly|quite)\b
    | \b(?:good|strong|poor|weak|great|solid|basic|limited|deep|thorough|advanced|fair|sound|broad|full|complete
        |comprehensive|decent|expert|sufficient|acceptable|some|little|no\ real)\s+
      (?:\w+\s+)?
      (?:understanding|knowledge|grasp|command|mastery|skills?|ability|abilities|awareness|insights?|expertise
        |familiarity|answers?|performance|reasoning|thinking|judge?ment|communicat(?:ion|or)|competence|proficiency
        |experience|demonstration)\b
    | \b(?:understands|explains|knows|answers|communicates|performs|handles|presents|masters|grasps|works|writes)\s+
      (?:(?!not\b)\w+\s+){0,3}
      (?:well|poorly|badly|fully|thoroughly|deeply|strongly|effectively|efficiently|nicely)\b(?![ -]\w+ed\b)
    """,
    re.IGNORECASE | re.VERBOSE,
)


def lint_competency(document: Mapping[str, Any]) -> list[Finding]:
    """Judge one competency document of a library file, by itself.

    Codes: `missing_anchors`, `repeated_anchor` (errors), `vague_anchor` (warning).
    """
    anchors = {str(level): str(text or "").strip() for level, text in document.get("anchors", {}).items()}
    findings = []

    def find(severity: Severity, code: str, place: str, detail: str) -> None:
        findings.append(Finding(severity, Kind.COMPETENCY, document["slug"], code, place, detail))

    missing = [level for level in _LEVELS if not anchors.get(level)]
    beyond = sorted(set(anchors) - set(_LEVELS))
    if missing:
        find(Severity.ERROR, "missing_anchors", "anchors", f"no text for level {', '.join(missing)}")
    if beyond:
        find(Severity.ERROR, "missing_anchors", "anchors", f"levels are 1 to 5, not {', '.join(beyond)}")
    first: dict[str, str] = {}
    for level, text in sorted(anchors.items()):
        if not text:
            continue
        same = first.setdefault(_essence(text), level)
        if same != level:
            find(Severity.ERROR, "repeated_anchor", f"anchors/{level}", f"says the same as level {same}")
        if vague := [match.group() for match in _DEGREE.finditer(text)]:
            words = ", ".join(f"`{word}`" for word in vague)
            find(
                Severity.WARNING,
                "vague_anchor",
                f"anchors/{level}",
                f"{words} grades without saying what the candidate does",
            )
    return sort_findings(findings)


def _essence(text: str) -> str:
    """The words of an anchor without case, punctuation and words of degree: "very clearly" says no more than
    "clearly".
    """
    bare = re.sub(
        r"\b(?:also|very|highly|extremely|really|quite|fairly|somewhat|exceptionally)\b", " ", text.casefold()
    )
    return " ".join(re.findall(r"\w+", bare)) or text.casefold()
