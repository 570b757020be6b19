"""The program behind `make run`: from a fresh clone to a served product with content, in one process and one command.

`secrets_file` and `port` make sure it can start, `content` fills the database, `serving` runs web and worker.
"""
