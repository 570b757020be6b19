"""Sets Django up with an environment that is the same on every machine. Whoever needs the product imports this first.

The settings are named here and not in pyproject.toml, because pytest-django would read them before this file.
"""

import os

import django
from hypothesis import HealthCheck, settings

from tests.budgets import budget

os.environ |= {
    "DJANGO_SETTINGS_MODULE": "hiringkit.settings",
    "HIRINGKIT_DEVELOPMENT": "1",
    "HIRINGKIT_KEY_PEPPERS": "1:a-pepper-that-only-the-tests-know-of",
    "HIRINGKIT_LINEAR_MIGRATIONS": "1",
    "HIRINGKIT_SECRET_KEY": "a-secret-key-that-only-the-tests-know-of-and-nobody-else",
}
django.setup()

# How fast a machine is at the moment, with every core at work, is no property of the code. In CI the examples are the
# same in each run, so that a red run can be repeated; elsewhere they are new each time, which is what finds things.
settings.register_profile(
    "local", max_examples=budget(20, 200), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("ci", settings.get_profile("local"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")
