"""The explicit wishes of a request, one by one, and the rules that any subset of them makes.

Every wish has a JSON pointer of its own into the body of POST /plans/assemble. To find out which wishes clash, rules
are laid from some of them only; what is left out is as if it had never been asked.
"""

from collections.abc import Collection
from dataclasses import dataclass

from interviews.domain.plans.problem.types import AssemblyRequest, BankQuestion, ConstraintRef, Kind, Mix, Strength

ANY_MIX = Mix()


@dataclass(frozen=True, slots=True)
class RoundRules:
    """A round: minutes for questions (None without limit), and what it takes (empty: anything)."""

    capacity: int | None
    focus: frozenset[str] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    competencies_max: int | None = None
    mix: Mix = ANY_MIX

    @property
    def minds_the_rest(self) -> bool:
        """Whether what it takes depends on what else it holds, beyond minutes."""
        return self.competencies_max is not None or self.mix != ANY_MIX

    def takes(self, question: BankQuestion) -> bool:
        """Whether the question belongs in the round.

        A focused round takes only questions that show one of its competencies as *primary*: that is what its panel
        scores, and a question that touches it in passing would spend the round's time on something else.
        """
        if self.kinds and question.kind not in self.kinds:
            return False
        if not self.focus:
            return True
        return any(strength == Strength.PRIMARY and slug in self.focus for slug, strength in question.shows)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a plan must keep to."""

    rounds: tuple[RoundRules, ...]
    questions_min: int
    questions_max: int | None
    rounds_min: int
    difficulty_min: int | None
    difficulty_max: int | None
    include: frozenset[str]
    exclude: frozenset[str]
    locked: frozenset[tuple[str, int]]
    mix: Mix
    enemies: bool

    @property
    def minds_places(self) -> bool:
        """Whether a rule speaks of which questions sit together, so that minutes alone don't tell where one may go."""
        return self.rounds_min > 1 or any(each.minds_the_rest for each in self.rounds)

    @property
    def wanted(self) -> frozenset[str]:
        """Questions that the plan must hold."""
        return self.include | {slug for slug, _ in self.locked}

    def allow(self, question: BankQuestion) -> bool:
        """Whether the question may be asked in any round at all."""
        return question.slug not in self.exclude and self.in_range(question)

    def in_range(self, question: BankQuestion) -> bool:
        """Whether its difficulty is one of those wished for."""
        if self.difficulty_min is not None and question.difficulty < self.difficulty_min:
            return False
        return self.difficulty_max is None or question.difficulty <= self.difficulty_max


def list_wishes(request: AssemblyRequest) -> tuple[ConstraintRef, ...]:
    """Every explicit wish of the request, in the order of its body. What is left at "anything goes" is no wish."""
    options = request.options
    wishes = []
    for index, each in enumerate(request.rounds):
        place, name = f"/rounds/{index}", f"round {index + 1}"
        wishes.append(ConstraintRef("round_minutes", f"{place}/minutes", f"{name} has {each.minutes} minutes"))
        if each.focus:
            detail = f"{name} is kept for {listed(each.focus)}"
            wishes.append(ConstraintRef("round_focus", f"{place}/focus", detail))
        if each.kinds:
            detail = f"{name} takes only questions of kind {listed(each.kinds)}"
            wishes.append(ConstraintRef("round_kinds", f"{place}/kinds", detail))
        if each.max_competencies is not None:
            most = counted(each.max_competencies, "competency")
            wishes.append(
                ConstraintRef("max_competencies", f"{place}/max_competencies", f"{name} scores at most {most}")
            )
        wishes += _list_mix(each.mix, place, name)
    if options.free_minutes > 0:
        detail = f"{options.free_minutes} minutes of every round are kept free"
        wishes.append(ConstraintRef("free_minutes", "/options/free_minutes", detail))
    if options.questions_min:
        detail = f"every competency needs at least {counted(options.questions_min, 'question')}"
        wishes.append(ConstraintRef("questions_min", "/options/questions_per_competency/min", detail))
    if options.questions_max is not None:
        detail = f"no competency may have more than {counted(options.questions_max, 'question')}"
        wishes.append(ConstraintRef("questions_max", "/options/questions_per_competency/max", detail))
    if options.rounds_per_competency:
        detail = f"every competency needs {counted(options.rounds_per_competency, 'round')}"
        wishes.append(ConstraintRef("rounds_per_competency", "/options/rounds_per_competency", detail))
    wishes += _list_mix(options.mix, "/options", "the plan")
    if options.difficulty_min > 1:
        detail = f"questions have difficulty {options.difficulty_min} or more"
        wishes.append(ConstraintRef("difficulty_min", "/options/difficulty/min", detail))
    if options.difficulty_max < 5:
        detail = f"questions have difficulty {options.difficulty_max} or less"
        wishes.append(ConstraintRef("difficulty_max", "/options/difficulty/max", detail))
    for index, slug in enumerate(options.include):
        wishes.append(ConstraintRef("include", f"/options/include/{index}", f"`{slug}` must be asked"))
    for index, slug in enumerate(options.exclude):
        wishes.append(ConstraintRef("exclude", f"/options/exclude/{index}", f"`{slug}` must not be asked"))
    for index, (slug, place_of) in enumerate(options.locked):
        detail = f"`{slug}` is locked to round {place_of + 1}"
        wishes.append(ConstraintRef("locked", f"/options/locked/{index}", detail))
    return tuple(wishes)


def _list_mix(mix: Mix, place: str, who: str) -> list[ConstraintRef]:
    wishes = []
    for name, number, words in (
        ("knowledge_max", mix.knowledge_max, "may have at most {} knowledge {}"),
        ("exercise_min", mix.exercise_min or None, "needs at least {} {}"),
        ("behavioural_min", mix.behavioural_min or None, "needs at least {} behavioural {}"),
    ):
        if number is not None:
            noun = ("exercise" if name == "exercise_min" else "question") + ("" if number == 1 else "s")
            detail = f"{who} {words.format(number, noun)}"
            wishes.append(ConstraintRef(f"mix_{name}", f"{place}/mix/{name}", detail))
    return wishes


def lay_rules(request: AssemblyRequest, kept: Collection[str] | None = None) -> Rules:
    """The rules that the wishes with the pointers `kept` make; None keeps all of them."""

    def holds(pointer: str) -> bool:
        return kept is None or pointer in kept

    def mix_of(mix: Mix, place: str) -> Mix:
        return Mix(
            knowledge_max=mix.knowledge_max if holds(f"{place}/mix/knowledge_max") else None,
            exercise_min=(mix.exercise_min or None) if holds(f"{place}/mix/exercise_min") else None,
            behavioural_min=(mix.behavioural_min or None) if holds(f"{place}/mix/behavioural_min") else None,
        )

    options = request.options
    free = options.free_minutes if holds("/options/free_minutes") else 0
    return Rules(
        rounds=tuple(
            RoundRules(
                capacity=each.minutes - free if holds(f"/rounds/{index}/minutes") else None,
                focus=frozenset(each.focus if holds(f"/rounds/{index}/focus") else ()),
                kinds=frozenset(each.kinds if holds(f"/rounds/{index}/kinds") else ()),
                competencies_max=each.max_competencies if holds(f"/rounds/{index}/max_competencies") else None,
                mix=mix_of(each.mix, f"/rounds/{index}"),
            )
            for index, each in enumerate(request.rounds)
        ),
        questions_min=(options.questions_min or 0) if holds("/options/questions_per_competency/min") else 0,
        questions_max=options.questions_max if holds("/options/questions_per_competency/max") else None,
        rounds_min=(options.rounds_per_competency or 0) if holds("/options/rounds_per_competency") else 0,
        difficulty_min=options.difficulty_min if holds("/options/difficulty/min") else None,
        difficulty_max=options.difficulty_max if holds("/options/difficulty/max") else None,
        include=frozenset(slug for index, slug in enumerate(options.include) if holds(f"/options/include/{index}")),
        exclude=frozenset(slug for index, slug in enumerate(options.exclude) if holds(f"/options/exclude/{index}")),
        locked=frozenset(lock for index, lock in enumerate(options.locked) if holds(f"/options/locked/{index}")),
        mix=mix_of(options.mix, "/options"),
        enemies=not options.allow_never_with,
    )


def counted(number: int, noun: str) -> str:
    """`1 question`, `2 questions`, `2 competencies`."""
    if number == 1:
        return f"{number} {noun}"
    return f"{number} {noun[:-1]}ies" if noun.endswith("y") else f"{number} {noun}s"


def listed(names: Collection[str]) -> str:
    """Slugs in words: `a`, `b` or `c`."""
    quoted = [f"`{name}`" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"
