"""The kit on paper, as PDF: what is said goes to Typst as data, never as its language; a template lays it out."""
