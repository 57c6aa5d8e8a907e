"""A text that cannot be read."""


class Unreadable(Exception):
    """`str()` says why, in English, for the people who look after the register."""
