"""The environment is installed anew when its lock changed, and only then."""

import pytest

from config import bootstrap


@pytest.fixture(autouse=True)
def checkout(tmp_path, monkeypatch):
    locks = {"runtime": tmp_path / "requirements.txt", "dev": tmp_path / "requirements-dev.txt"}
    for name, lock in locks.items():
        lock.write_text(name)
    monkeypatch.setattr(bootstrap, "LOCKS", locks)
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(bootstrap, "works", lambda statement: True)
    monkeypatch.setattr(bootstrap, "call", lambda command: None)
    return tmp_path


@pytest.fixture
def installed(monkeypatch):
    installed = []
    genuine = bootstrap.install
    monkeypatch.setattr(bootstrap, "install", lambda wanted: (installed.append(wanted), genuine(wanted)))
    return installed


def test_the_second_time_nothing_is_installed(installed):
    bootstrap.main(["runtime"])
    bootstrap.main(["runtime"])

    assert installed == ["runtime"]


def test_an_environment_for_development_serves_for_running_too(installed):
    bootstrap.main(["dev"])
    bootstrap.main(["runtime"])

    assert installed == ["dev"]


def test_one_for_running_does_not_serve_for_development(installed):
    bootstrap.main(["runtime"])
    bootstrap.main(["dev"])

    assert installed == ["runtime", "dev"]


def test_a_changed_lock_is_installed_and_an_environment_for_development_stays_one(installed, checkout):
    bootstrap.main(["dev"])
    (checkout / "requirements.txt").write_text("changed")

    bootstrap.main(["runtime"])

    assert installed == ["dev", "dev"]


def test_an_environment_that_does_not_work_is_installed_anew(installed, monkeypatch):
    bootstrap.main(["runtime"])
    monkeypatch.setattr(bootstrap, "works", lambda statement: "pip" in statement)

    bootstrap.main(["runtime"])

    assert installed == ["runtime", "runtime"]


def test_a_failed_installation_is_not_taken_for_a_finished_one(checkout, monkeypatch):
    def fail(command):
        raise SystemExit("no network")

    monkeypatch.setattr(bootstrap, "call", fail)

    with pytest.raises(SystemExit):
        bootstrap.main(["runtime"])

    assert bootstrap.serving() == ()
