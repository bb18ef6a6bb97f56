"""Sentences: every figure of a passage as a fact, with its name, measure, period and place."""
