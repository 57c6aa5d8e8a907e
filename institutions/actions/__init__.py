"""Changes to institutions."""
