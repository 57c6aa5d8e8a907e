"""Imports: start, check, take in, undo; and the mappings they use."""
