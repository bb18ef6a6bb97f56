"""民生实事: promises, their sub-items, what was planned and what was done."""
