"""Everything the law says, by code: the lines of its working, what is missing, and what does not agree.

Places are `%(name)s`. `agreements.wording.say_line` translates and fills them.
"""

from __future__ import annotations

from core.sentences import gettext_noop

SENTENCES: dict[str, str] = {
    "before_entry": gettext_noop("Not in force before %(on)s."),
}
