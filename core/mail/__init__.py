"""E-mail: letters that wait for the mail server, and the conversation with it."""

from core.mail.posting import post

__all__ = ["post"]
