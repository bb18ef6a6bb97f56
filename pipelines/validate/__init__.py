"""Checks on staged rows: pandera schemas, named doubts, and the quarantine."""
