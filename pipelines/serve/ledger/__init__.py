"""Questions put to the ledger: found indicators and places, figures with their passages, answers that say 未载明."""
