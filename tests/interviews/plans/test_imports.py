"""The solver is loaded where a plan is assembled and nowhere else: it costs every process time and memory."""

import subprocess
import sys

import pytest

LOADED = "import django; django.setup(); import hiringkit.urls, sys; print('highspy' in sys.modules)"


@pytest.mark.slow("starts another Python")
def test_the_solver_waits_for_a_plan() -> None:
    """With a control: the door to the solver loads it."""
    door = "from interviews.domain.plans.solving import solver; solver._quiet(); print('highspy' in sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", f"{LOADED}; {door}"], capture_output=True, text=True, check=True, timeout=60
    )
    assert result.stdout.split() == ["False", "True"]
