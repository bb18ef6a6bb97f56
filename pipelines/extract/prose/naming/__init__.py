"""The name of a single figure: in front of it, behind it, or carried over from the figures before.

`namer` tries the rules in order; each room of rules is a module: `purpose` (what money was spent on), `behind` (the noun
that a number counts), `unsaid` (no name at all), `headless` (a name that is of what was said before), `front` (the words
in front are the name). What a rule is given and what it says is in `model`.
"""
