"""The closed set of words of people."""

from enum import StrEnum


class GroupName(StrEnum):
    """The five groups. What each may do is declared by each app (`hiringkit.people.declared`)."""

    INTERVIEWER = "Interviewer"
    HIRING_MANAGER = "Hiring manager"
    RECRUITER = "Recruiter"
    LIBRARY_EDITOR = "Library editor"
    AUDITOR = "Auditor"
