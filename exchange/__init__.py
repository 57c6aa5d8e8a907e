"""In and out: registers of others are taken in through mappings (see docs/import.md)."""
