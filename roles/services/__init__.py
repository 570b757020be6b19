"""Writes of the library: what the admin and the import of files call, and nothing else writes."""
