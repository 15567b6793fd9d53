"""Example data: a believable programme of Assen with invented people, suppliers and amounts. Deterministic."""
