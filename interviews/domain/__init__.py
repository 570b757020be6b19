"""Rules that need no framework, no database and no clock: how a plan is assembled, how scores are counted."""
