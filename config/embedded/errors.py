"""What can go wrong here, said in one sentence for the person at the terminal."""


class EmbeddedError(Exception):
    """An embedded server or `make run` cannot go on. Its text is shown as it is, without a traceback."""


class Stopping(Exception):
    """Somebody asked, by Ctrl-C or a signal, that everything be stopped."""
