#!/usr/bin/env python
"""Entente's command line. Where no database is set, the embedded servers are brought up for the command's duration."""

import sys

try:
    from config.commandline import run
except ModuleNotFoundError as missing:
    sys.exit(f"{missing}. Run `make environment`, then use .venv/bin/python manage.py")

if __name__ == "__main__":
    sys.exit(run(sys.argv))
