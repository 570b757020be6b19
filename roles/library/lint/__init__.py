"""The lint of the library: what an editor should look at before people are asked it. Works on documents."""

from roles.library.lint.competencies import lint_competency
from roles.library.lint.findings import Finding, Kind, Severity, write_findings
from roles.library.lint.questions import lint_question
from roles.library.lint.whole import lint_library

__all__ = ["Finding", "Kind", "Severity", "lint_competency", "lint_library", "lint_question", "write_findings"]
