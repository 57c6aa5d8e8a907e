"""The servers of a run of the tests leave nothing behind and heed nothing of the person's own."""

import os
import subprocess
import sys

from config.embedded.servers import Needs
from config.embedded.temporary import _remove_abandoned, temporary_servers, use_temporary_servers


def test_the_persons_own_settings_are_forgotten_except_which_servers_to_use():
    environment = {"PORT": "80", "EMAIL_URL": "smtp://mail.example", "DATABASE_URL": "postgres://db.example/x"}

    use_temporary_servers(number=1, environment=environment)

    assert environment["DATABASE_URL"] == "postgres://db.example/x"
    assert environment["BROKER_URL"].endswith("/sockets/valkey.sock?virtual_host=1")
    assert not {"PORT", "EMAIL_URL"} & set(environment)


def test_parallel_processes_share_the_servers_but_not_the_brokers_database():
    environment = {}
    use_temporary_servers(number=1, environment=environment)
    database, broker = environment["DATABASE_URL"], environment["BROKER_URL"]

    use_temporary_servers(number=2, environment=environment)

    assert environment["DATABASE_URL"] == database
    assert environment["BROKER_URL"] == broker.replace("virtual_host=1", "virtual_host=2")
    assert temporary_servers(environment).needs == Needs(database=True, broker=True)


def test_what_a_killed_run_left_is_removed_by_the_next(tmp_path):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left, alive, other = (tmp_path / f"entente-test-{name}" for name in (gone.pid, os.getpid(), "notes"))
    for folder in (left, alive, other):
        folder.mkdir()

    _remove_abandoned(tmp_path)

    assert [folder.exists() for folder in (left, alive, other)] == [False, True, True]
