"""What is put on paper: texts and Markdown as plain data, and Typst, which lays them out by a template."""
