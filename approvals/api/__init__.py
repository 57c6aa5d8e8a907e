"""Approval steps and decisions in the API: parts of the records that are approved."""
