"""The library's tables: competencies, roles and questions."""

from roles.models.competencies import Anchor, Competency, CompetencyArea
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

__all__ = [
    "Activity",
    "Anchor",
    "Competency",
    "CompetencyArea",
    "Distinction",
    "ExternalCode",
    "Question",
    "QuestionCompetency",
    "Responsibility",
    "Role",
    "RoleActivity",
    "RoleCompetency",
    "RoleTool",
    "Skill",
    "Tool",
]
