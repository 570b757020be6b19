"""What is asked: questions, rounds, wishes, and what makes a plan better than another."""
