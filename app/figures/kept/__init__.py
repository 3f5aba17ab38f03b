"""Promise kept: what was delivered against what was promised, where a source says what became of it."""
