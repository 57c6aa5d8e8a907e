"""The pure law, on instruments made by hand and on real deposits."""
