"""The library as files: read and check them, load them into the database, dump the database in the same form."""
