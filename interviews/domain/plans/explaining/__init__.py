"""What is told about a plan, and why there is none."""
