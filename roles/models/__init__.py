"""The library's tables: competencies, roles and questions."""

from roles.models.competencies import Anchor, Competency, CompetencyArea
from roles.models.content import CONTENT, QuestionContent
from roles.models.findings import AcceptedFinding, QuestionFinding, QuestionLint
from roles.models.guides import Guide, GuidePage
from roles.models.questions import Question, QuestionCompetency
from roles.models.roles import (
    Activity,
    Distinction,
    ExternalCode,
    Responsibility,
    Role,
    RoleActivity,
    RoleCompetency,
    RoleTool,
    Skill,
    Tool,
)
from roles.models.texts import QuestionText

__all__ = [
    "CONTENT",
    "AcceptedFinding",
    "Activity",
    "Anchor",
    "Competency",
    "CompetencyArea",
    "Distinction",
    "ExternalCode",
    "Guide",
    "GuidePage",
    "Question",
    "QuestionCompetency",
    "QuestionContent",
    "QuestionFinding",
    "QuestionLint",
    "QuestionText",
    "Responsibility",
    "Role",
    "RoleActivity",
    "RoleCompetency",
    "RoleTool",
    "Skill",
    "Tool",
]
