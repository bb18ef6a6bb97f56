"""Confidence of a fact from the rule that made it, before checks raise or lower it."""

from __future__ import annotations

from pipelines.extract.tokens import Token


def confidence(rule: str, carried: bool, token: Token, name: str) -> float:
    """0–1: how often rows of this rule and shape were right on the labelled reports."""
    if token.unit == "" and token.kind == "quantity":
        return 0.4
    value = 0.95
    if carried:
        value -= 0.04
    if rule.startswith("G4"):
        value -= 0.02
    if len(name) > 25:
        value -= 0.1
    return round(value, 2)
