"""The period and the kind of statement that govern a figure.

A passage inherits both from its frame. The beginning of a sentence may turn the time of all that follows (五年来,
frame.time); a year at the head of a clause holds from there on, within a part on several years for its sentence; a year
inside a clause holds for the figures behind it; a year behind 比 or 较 is a base and changes nothing. 预计 and 力争 at the
head of a clause reach to the end of the sentence, inside a clause they reach over the clauses that have no subject of
their own. `scope` follows the time from clause to clause, `kind` the kind of statement, `dates` tells a date that governs from one that does not, `frame`
holds what governs one figure.
"""
