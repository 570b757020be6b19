"""What a summary is made of, and how it is laid out."""
