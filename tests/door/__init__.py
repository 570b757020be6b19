"""The server that `make run` starts, over real sockets."""

PATIENCE = 2.0  # seconds for a body, instead of twenty
