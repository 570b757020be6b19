"""The ids in the examples of requests: each stands for one thing, whichever example names it.

The examples tell one story in the order of the main job: what one makes, a later one names, by remote id where it can.
"""

from typing import Final

PLAN: Final = "0197a000-0000-7000-8000-000000000001"
ROUND: Final = "0197a000-0000-7000-8000-000000000002"
ITEM: Final = "0197a000-0000-7000-8000-000000000003"
