"""Get what is due to its readers: by SMTP conversation, and on the pages of Entente."""

from core.mail import Delivered
from reminders.delivery.claims import deliver_mail
from reminders.delivery.housekeeping import forget_cancelled
from reminders.delivery.showing import show_in_app

__all__ = ["Delivered", "deliver_mail", "forget_cancelled", "show_in_app"]
