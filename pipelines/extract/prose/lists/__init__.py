"""Lists of figures that share what is said before them: A、B、C分别… a、b、c, and the same without 分别 (G6).

`read` reads one from its first words (`run`) to its facts, `subjects` finds a name for each figure.
"""
