"""What recruiters do to a plan on its own page: publish or discard it, archive it, make it its role's standard."""

from collections.abc import Callable
from typing import ClassVar

from hiringkit.admin.acts import Act, ActForm
from interviews.models import InterviewPlan
from interviews.plans.services import (
    archive_plan,
    discard_plan,
    lock_with_standard,
    make_standard,
    publish_plan,
    require_draft,
    require_publishable,
    require_published,
)
from interviews.vocabulary import PlanStatus

MAY = "interviews.change_interviewplan"


class PublishForm(ActForm):
    """Nothing to fill in."""

    needed: ClassVar[Callable[[InterviewPlan], None]] = require_publishable
    service: ClassVar[Callable[..., InterviewPlan]] = publish_plan

    def require_possible(self) -> None:
        type(self).needed(self.record)

    def carry_out(self) -> None:
        type(self).service(plan=lock_with_standard(plan=self.record))


class ArchiveForm(PublishForm):
    """Nothing to fill in."""

    needed = require_published
    service = archive_plan


class DiscardForm(PublishForm):
    """Nothing to fill in."""

    needed = require_draft
    service = discard_plan


class StandardForm(PublishForm):
    """Nothing to fill in."""

    needed = require_published
    service = make_standard


PUBLISH = Act(
    name="publish",
    title="Publish",
    button="Publish it: its questions never change again",
    permission=MAY,
    form=PublishForm,
    done="Published: jobs can be opened on it.",
    logged="published",
)
DISCARD = Act(
    name="discard",
    title="Discard",
    button="Discard the draft for good",
    permission=MAY,
    form=DiscardForm,
    done="The draft is discarded.",
    logged="discarded",
    removes=True,
)
ARCHIVE = Act(
    name="archive",
    title="Archive",
    button="Take it out of use; applications that have it keep it",
    permission=MAY,
    form=ArchiveForm,
    done="Archived.",
    logged="archived",
)
STANDARD = Act(
    name="standard",
    title="Make it the standard of its role",
    button="Let jobs that are opened without a plan take this one",
    permission=MAY,
    form=StandardForm,
    done="It is the standard of its role.",
    logged="made the standard",
)

# What is possible with a plan in this state, the likeliest first.
ACTS: dict[str, tuple[Act, ...]] = {PlanStatus.DRAFT: (PUBLISH, DISCARD), PlanStatus.PUBLISHED: (STANDARD, ARCHIVE)}
