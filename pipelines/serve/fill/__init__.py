"""一表通: blank forms filled from the ledger, each cell with the sentence that its figure comes from."""
