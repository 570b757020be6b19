"""A summary as a file or a text."""
