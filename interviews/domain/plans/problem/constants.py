"""Every constant of plan assembly, in one table.

The literature gives an order, not numbers: "own" marks what is this product's. What the sources are taken for:

* **Few competencies, the same questions for all.** The US Office of Personnel Management's page on structured
  interviews speaks of five to eight critical competencies; Gaugler and Thornton (1989) found that assessors rate few
  dimensions better than many.
* **A mix of kinds.** The revised validities of Sackett, Zhang, Berry and Lievens (2022) set structured interviews at
  .42, job-knowledge tests at .40, work samples at .33, with a wide spread around each. So no kind is better than
  another; they measure different things and share no error of method. One spoken question is a short test of knowledge.
* **Stories count for more in senior work**: past behaviour predicts better than situations for complex jobs (Huffcutt
  et al. 2004, Krajewski et al. 2006).
* **Falling gains**: the reliability of n parallel questions is n r / (1 + (n - 1) r) (Spearman-Brown). With r = .35 for
  ten minutes, an assumption, it rises by .35, .17, .10, .07.
* **Difficulty near the target**: automated test assembly (van der Linden) maximises information at the target ability.
  With 1.5 logits a level, an assumption, 4 p (1 - p) of the logistic model is 1, .60, .18, .04, .01 for 0 to 4 levels.
"""

from interviews.domain.plans.problem.types import Depth, Kind, Seniority

# --- What a question says of a competency -----------------------------------------------------------------------------
INFORMATION = (20, 12, 4, 1, 0)  # twentieths, by levels between difficulty and aim: see above
INFORMATION_WHOLE = 20
EASIEST_AIM, HARDEST_AIM = 2, 4  # levels 1 and 5 have few questions of their own. Own
ASKING_MINUTES = 2  # of every question go into putting it and writing notes. Own
SECONDARY_SHARE = 3  # a competency touched in passing gets a third. Own
NEAR = 1  # levels; further off, a question counts as neither shown, told, work sample nor tale. Own

# --- What a competency earns, times its weight ------------------------------------------------------------------------
STEP_MINUTES = 10
EVIDENCE_GAINS = {  # for each effective minute of the first, second, ... ten: Spearman-Brown, see above
    Depth.BROAD: (10, 4, 2, 1),
    Depth.BALANCED: (10, 5, 3, 2),
    Depth.DEEP: (10, 8, 5, 3),
}
FIRST_HAND_GAINS = {  # for the first and second question that shows it as primary. Own
    Depth.BROAD: (100, 10),
    Depth.BALANCED: (50, 15),
    Depth.DEEP: (40, 35),
}
SHOWN_POINTS = {Kind.EXERCISE: 2, Kind.SITUATIONAL: 1}  # what one can do says twice what one would do. Own
SHOWN_MOST, SHOWN_GAIN = 2, 20
TOLD_GAIN = {Seniority.JUNIOR: 10, Seniority.MID: 20, Seniority.SENIOR: 30}  # rises with seniority, see above
STORY_GAIN = 15  # more where the highest anchor wants a story of one's own. Own

# --- What a plan earns, times the weight in the middle of the profile -------------------------------------------------
HELD_GAIN = 100  # a round that asks something: one without a question cannot be held. Own
WHOLE_GAIN = 60  # a round that holds both an exercise and a story. Own
EXERCISE_GAIN = 60  # each, up to one a round. Own
TALE_GAIN = 30  # each, up to one a round. Own
TALE_COST = 30  # each beyond the allowance: two a round, for juniors three for every two rounds. Own
RECITAL_COST = 50  # each knowledge question beyond the allowance. Own
RECITAL_MINUTES = {Seniority.JUNIOR: 50, Seniority.MID: 100, Seniority.SENIOR: 100}  # of a plan allow for one each. Own
FAR_COST = 15  # each question that is near none of the competencies it is for. Own
CENTRAL_GAIN = 30  # marked as central to the role. Own
OWN_GAIN, OWN_ROLES = 10, 2  # else, suits this role and at most one other. Own

# --- What an arrangement costs ----------------------------------------------------------------------------------------
EMPTY_COST = 1_000  # a round that asks nothing of the profile: it cannot be held. Own
NOT_WHOLE_COST, NO_EXERCISE_COST, NO_TALE_COST = 200, 60, 50  # a round without both, without either: first of all. Own
OPEN_COST = 6  # a competency that a round's panel has to rate: Gaugler and Thornton, see above
AREA_COST = 2  # an area that a round touches. Own
RECITALS_COST = 4  # a knowledge question after a round's first. Own
ALONE_COST = 9  # a heavier competency with several questions that one round alone shows: two judges. Own

# --- How far the search goes: counts, which every machine reaches alike, before seconds -------------------------------
JOINT_MOST = 2**27  # value and tie in one number; doubles with tolerances of 1e-6 keep it whole. Measured
TIE_BITS = 10
LOT_BITS = 16  # of the numbers by which one of several ways to place the same questions is taken
PATTERNS_MOST = 3_000  # ways to fill a round; with more of them lengths are counted round by round. Measured
NODES_MOST, PLACED_NODES = 20_000, 1_000  # of one solve, and of one in the placed form, which is slower. Measured
CORE_FROM = 500  # classes; from here on the programme is laid over a core and the rest is priced. Measured
STATED_GAP = 0.005  # a plan from a large bank is good enough when no other can be worth more than so much
CORE_EACH, CORE_ALIKE, CORE_MOST, CORE_JOINING = 6, 3, 200, 400  # see `core`. Measured
PROVEN_UP_TO, PROVEN_NODES = 60, 200  # so few classes that could still be better are searched to the end. Measured
WIDE_UP_TO, WIDE_NODES = 1_000, 20  # and so many are looked at where the gap is wider than stated. Measured
CORE_NODES = 100  # of a solve over the core. Measured
PLACES_NODES, PLACES_MOST = 20, 64  # of the proof that no arrangement costs less; questions times rounds. Measured
PACKING_STEPS, STARTING_STEPS = 20_000, 3_000
EXCHANGED_UP_TO = 20  # questions of two rounds; with more of them only single ones are exchanged. Measured
