"""Why Hiring Kit cannot start."""


class StartError(Exception):
    """The message says what is wrong and what to do, in one paragraph."""
