"""E-mail: letters that wait for the mail server, and the conversation with it.

`post` writes a letter down; its writer, named in `core.registries.registries.letter_writers`, says with `compose` what
it says when `deliver` sends it.
"""

from core.mail.batches import Delivered
from core.mail.delivery import deliver
from core.mail.housekeeping import forget_old
from core.mail.messages import compose
from core.mail.posting import DELIVER, post

__all__ = ["DELIVER", "Delivered", "compose", "deliver", "forget_old", "post"]
