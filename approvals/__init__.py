"""Each side's track: ordered steps, who decides them, and what was decided."""
