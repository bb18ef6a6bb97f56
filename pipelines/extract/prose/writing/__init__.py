"""A figure as a fact: `writer` writes it down with what the sentence (memory) and the frame (scope) say of it.

`implied` reads what a percentage without a verb is, `governing` finds its years and its kind of statement; what they work
on is in `entry`.
"""
