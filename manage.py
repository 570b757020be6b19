#!/usr/bin/env python
"""Django's command line for Hiring Kit."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hiringkit.settings")
    from django.core.management import execute_from_command_line

    from hiringkit.rows.signing import act_as

    act_as(door="command", operation=" ".join(sys.argv[1:2]))
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
