"""Figures of a shape of their own, which the ordinary rule would misread.

`table` tries them in order: `compared` (what a figure is compared with, from a to b, plans inside completion rates, the
high end of a range), `ranked` (ranks), `composed` (compositions and ratios to one). What a rule is given is in `model`.
"""
