"""The embedded servers and `make run`: PostgreSQL and Valkey under `var/`, and the processes that use them.

Standard library, psutil and psycopg2 only: nothing here imports Django's applications, so that it starts at once.
"""
