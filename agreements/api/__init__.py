"""Agreements in the API."""
