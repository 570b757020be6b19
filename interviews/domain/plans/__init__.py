"""Plan assembly: the best set of questions for the rounds there are, with the proof, or the reason there is none."""

from interviews.domain.plans.assembly import assemble_plan, evaluate_plan

__all__ = ["assemble_plan", "evaluate_plan"]
