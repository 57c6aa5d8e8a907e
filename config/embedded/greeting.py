"""What the person needs to know once the register answers."""

from config.embedded.kept import demo_password
from config.embedded.places import Places

DEMO_LOG_INS = ("admin", "head", "officer", "approver", "viewer")


def greeting(places: Places, *, address: str, is_demo: bool, has_sink: bool) -> str:
    """The address, and what exists only on this machine: the demo log-ins and the mail sink."""
    rows = [("Entente", address)]
    if is_demo:
        rows += [
            ("Demo log-ins", ", ".join(DEMO_LOG_INS)),
            ("Password", f"{demo_password(places.var)}  (the same for all; kept in var/demo-password)"),
        ]
    if has_sink:
        rows.append(("Mail", "nothing leaves this machine; each message is a file in var/mail/"))
    rows.append(("To stop", "Ctrl-C"))
    return "\n" + "\n".join(f"  {name:<14}{text}" for name, text in rows) + "\n"
