"""The demonstration register."""
