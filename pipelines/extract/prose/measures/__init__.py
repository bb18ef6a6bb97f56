"""Measure and sign of a figure from its unit and the words before it.

`read` takes the table of rules for the unit's dimension: those of percentages, or of points, multiples and amounts; what
a rule is given and what it says is in `model`.
"""
