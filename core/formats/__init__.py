"""How dates are written, per language: day before month, 24 hours."""
