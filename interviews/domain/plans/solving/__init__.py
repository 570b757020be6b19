"""How the best plan is found, and the proof that none is better."""
