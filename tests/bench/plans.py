"""`python -m tests.bench.plans`: the 126 plans of the shipped library with their proofs, and plans from large banks.

CPU seconds of one thread; goals are 1 s for the shipped settings, 2 s for 1,000 and 10,000 questions, 4 s for 100,000.
"""

import os
import random
import statistics
import time
from collections import Counter
from itertools import pairwise

from django.db import connection

import tests.conftest  # noqa: F401  # sets Django up with the settings of the tests, before the next lines need it
from interviews.domain.plans import assemble_plan
from interviews.domain.plans.problem.answers import Assembly
from interviews.plans.bank import assembly_request, load_bank, targets_for
from roles.lint import EDITION
from roles.queries import roles_to_assemble
from tests.practice import SHAPES, Setting, allows, judge, request_for, settings, shared
from tests.template import load_shipped_library

SIZES = tuple(int(size) for size in os.environ.get("BENCH_BANKS", "1000,10000,100000").split(","))
GOALS = {1_000: 2.0, 10_000: 2.0, 100_000: 4.0}
SHAPES_OF_LARGE = {"open": (60, 60, 60, 60), "mixed": (45, 60, 45, 90)}


def main() -> None:
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        load_shipped_library()
        _shipped()
        for already, size in pairwise((0, *SIZES)):
            _make_questions(already, size)
            _large(size)
    finally:
        connection.close()
        connection.creation.destroy_test_db(name, verbosity=0)


def _shipped() -> None:
    """The table over all settings, and what of it is proven."""
    seconds: dict[str, float] = {}
    plans: dict[Setting, Assembly] = {}
    counts: Counter[str] = Counter()
    print("## 126 settings of the shipped library\n")
    for setting in settings():
        request = request_for(setting)
        started = time.process_time()
        plans[setting] = assembly = assemble_plan(request)
        seconds[str(setting)] = time.process_time() - started
        verdict = judge(request, assembly)
        counts += verdict.counts
        counts["optimal"] += assembly.optimal
        counts["places proven"] += assembly.places.proven
        counts.update(name for name, _ in verdict.short)
        proof = "" if allows(request) else " (proven: the bank has too few near ones)"
        for name, word in verdict.short:
            print(f"{setting}: {name}, {word}{proof}")
    print("\n| counted | |\n|---|---|")
    for name, number in sorted(counts.items()):
        print(f"| {name} | {number} |")
    shares = {
        each: shared(plans[each], plans[Setting(each.role, "senior", each.shape)])
        for each in plans
        if each.seniority == "junior"
    }
    usual = [share for each, share in shares.items() if each.shape in (SHAPES[1], SHAPES[2])]
    print(
        f"| shared by junior and senior | mean {statistics.mean(shares.values()):.2f}, in two shapes {max(usual):.2f} |"
    )
    slow = sorted(seconds.items(), key=lambda each: -each[1])
    print(
        f"\nCPU s: mean {statistics.mean(seconds.values()):.2f}, worst {slow[0][1]:.2f} ({slow[0][0]}), over 1 s: "
        f"{sum(each > 1 for each in seconds.values())} of {len(seconds)}\n"
    )


def _large(size: int) -> None:
    """Grouped by the database, then assembled."""
    role = roles_to_assemble().get(slug="ml-engineer")
    targets = targets_for(role=role, seniority="mid")
    for label, shape in SHAPES_OF_LARGE.items():
        started, cpu = time.perf_counter(), time.process_time()
        bank = load_bank(role=role, profile=[row for row, _ in targets], named=(), minutes=sum(shape))
        grouped = time.perf_counter() - started
        rounds = [{"title": "A round", "minutes": minutes} for minutes in shape]
        request = assembly_request(targets=targets, bank=bank, seniority="mid", rounds=rounds, options={})
        assembly = assemble_plan(request)
        gap = 100 * (assembly.bound - assembly.objective) / assembly.bound
        taken, spent = time.perf_counter() - started, time.process_time() - cpu
        print(
            f"{size:>7,} questions, {label}: {taken:.2f} s (goal {GOALS.get(size, 4.0):.0f} s), {grouped:.2f} s of it "
            f"in the database, {spent:.2f} s CPU; {len(bank):,} groups; gap {gap:.3f} %"
        )


_INSERT = """
INSERT INTO roles_question (id, slug, version, text, kind, difficulty, minutes, probes, strong_answer, red_flags, tags,
    status, source_kind, source_file, source_place, brief, sheet, reference, answers)
SELECT gen_random_uuid(), 'bench-' || n, 1, 'Question ' || n || '?', k.kind, k.difficulty, k.minutes, '[]', '[]', '[]',
    '{}', 'active', 'own', '', '', '[]', '', '', '[]'
FROM unnest(%s::int[], %s::text[], %s::int[], %s::int[]) k (n, kind, difficulty, minutes)
RETURNING id
"""
_SHOWS = """
INSERT INTO roles_questioncompetency (question_id, competency_id, strength)
SELECT question, competency, %s FROM unnest(%s::uuid[], %s::bigint[]) k (question, competency)
"""
LENGTHS = {"knowledge": (6, 8, 10), "situational": (8, 10, 12), "behavioural": (8, 10), "exercise": (12, 15, 20)}


def _make_questions(already: int, size: int) -> None:
    """As many more as make `size` beside the library's, for one role, made alike each time."""
    chance = random.Random(size)
    role = roles_to_assemble().get(slug="ml-engineer")
    competencies = [row.competency_id for row in role.profile.all()]
    numbers = range(already, size)
    kinds = chance.choices(list(LENGTHS), (20, 40, 20, 20), k=len(numbers))
    hard = chance.choices((1, 2, 3, 4, 5), (5, 28, 38, 24, 5), k=len(numbers))
    minutes = [chance.choice(LENGTHS[kind]) for kind in kinds]
    first, second = ([chance.choice(competencies) for _ in numbers] for _ in range(2))
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(_INSERT, (list(numbers), kinds, hard, minutes))
        ids = [row[0] for row in cursor.fetchall()]
        for strength, shown in (("primary", first), ("secondary", second)):
            rows = [
                (key, of) for key, of, one in zip(ids, shown, first, strict=True) if strength == "primary" or of != one
            ]
            cursor.execute(_SHOWS, (strength, [key for key, _ in rows], [of for _, of in rows]))
        for table, column, value in (("question_roles", "role_id", role.pk), ("questionlint", "edition", EDITION)):
            cursor.execute(
                f"INSERT INTO roles_{table} (question_id, {column}) SELECT unnest(%s::uuid[]), %s", (ids, value)
            )
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main()
