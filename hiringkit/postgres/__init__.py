"""The database engine: Django's PostgreSQL backend, with a real PostgreSQL of its own where no server is named.

`base` is what Django loads; `server` joins and leaves; `cluster` is what PostgreSQL's own programs do; `places` says
where files live; `locks` tells who still needs the server; `keeper` stops it after the last of them, however it ended.
"""
