"""A summary and a comparison for whoever asks: read, checked and laid out."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence

from hiringkit.people.principals import Principal
from hiringkit.problems import not_found
from interviews.access.blindness import WRITTEN, still_blind
from interviews.access.memory import note_reading
from interviews.domain.summaries.comparison import Comparison, compare
from interviews.domain.summaries.packet import Packet
from interviews.domain.summaries.refs import SummaryJob
from interviews.domain.summaries.summary import Summary, lay_out
from interviews.models import CompetencyScore, Job
from interviews.summaries.packets import read_packet, read_packets_of_job

NO_SUMMARY_YET = "You see the summary once the scorecards that keep you blind on it are submitted."


def build_summary(*, principal: Principal, application_id: uuid.UUID) -> Summary:
    """The summary of an application, in one statement, and for a person one more that keeps their reading.

    Raises 404 where the principal does not reach it, 409 `still_blind` while they may not see others' scores.
    """
    packet = read_packet(principal=principal, application_id=application_id)
    if packet is None:
        raise not_found()
    if packet.blind:
        raise still_blind(NO_SUMMARY_YET)
    _note_reading(principal, [packet])
    return lay_out(packet)


def build_comparison(*, principal: Principal, job: Job) -> Comparison:
    """The comparison of a job that the principal reaches, over the applications that they reach and that have a plan.

    Two statements, however many applications there are.
    """
    packets = read_packets_of_job(principal=principal, job_id=job.pk)
    _note_reading(principal, packets)
    readable = [packet.application.id for packet in packets if not packet.blind]
    return compare(job=SummaryJob(job.pk, job.title), packets=packets, units=_first_levels(readable))


def _note_reading(principal: Principal, packets: Iterable[Packet]) -> None:
    reader = None if principal.person is None else principal.person.pk
    shown = [
        packet.application.id for packet in packets if any(card.interviewer.id != reader for card in packet.scorecards)
    ]
    note_reading(principal=principal, applications=shown)


def _first_levels(applications: Sequence[uuid.UUID]) -> dict[str, list[list[int]]]:
    """Per competency, per application, the level that each rater gave first: uninformed, and before any amendment."""
    rows = (
        CompetencyScore.objects.filter(
            scorecard__application__in=applications,
            scorecard__status__in=WRITTEN,
            scorecard__deleted_at__isnull=True,
            scorecard__informed=False,
            scorecard__supersedes__isnull=True,
            level__isnull=False,
        )
        .order_by("competency__slug", "scorecard__application", "scorecard__submitted_at", "pk")
        .values_list("competency__slug", "scorecard__application", "scorecard__interviewer", "level")
    )
    first: dict[tuple[str, uuid.UUID], dict[uuid.UUID, int]] = defaultdict(dict)
    for competency, application, rater, level in rows:
        if level is not None:
            first[competency, application].setdefault(rater, level)
    units: dict[str, list[list[int]]] = defaultdict(list)
    for (competency, _), levels in first.items():
        units[competency].append(list(levels.values()))
    return units
