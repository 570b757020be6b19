"""What every test needs before Django is set up: an environment that is the same on every machine.

The settings are named here and not in pyproject.toml, because pytest-django would read them before this file.
"""

import os

os.environ |= {
    "DJANGO_SETTINGS_MODULE": "hiringkit.settings",
    "HIRINGKIT_DEVELOPMENT": "1",
    "HIRINGKIT_KEY_PEPPERS": "1:a-pepper-that-only-the-tests-know-of",
    "HIRINGKIT_LINEAR_MIGRATIONS": "1",
    "HIRINGKIT_SECRET_KEY": "a-secret-key-that-only-the-tests-know-of-and-nobody-else",
}
