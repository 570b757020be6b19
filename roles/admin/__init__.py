"""The library in the admin: where library editors keep roles, competencies, anchors and questions.

Nothing of the library is deleted here: plans and scores point at it. Questions are retired.
"""

from roles.admin import activities, competencies, findings, guides, questions, role

__all__ = ["activities", "competencies", "findings", "guides", "questions", "role"]
