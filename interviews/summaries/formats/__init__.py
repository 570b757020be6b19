"""A summary as a file or a text. All are made from the one frozen summary, so that they can't disagree."""
