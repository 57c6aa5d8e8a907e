"""Where the embedded servers keep what they write."""

from pathlib import Path

import pytest

from config.embedded import places
from config.embedded.errors import EmbeddedError
from config.embedded.places import make_private_folder, places_of

LONGEST_SOCKET_PATH = 103  # bytes; macOS, the strictest


def test_sockets_have_short_paths_however_deep_the_checkout():
    deep = places_of(Path("/home") / ("very-long-folder-name/" * 12))

    assert len(str(deep.valkey_socket)) <= LONGEST_SOCKET_PATH
    assert len(str(deep.sockets / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH


def test_two_checkouts_have_different_sockets_and_one_always_the_same():
    assert places_of(Path("/a")).sockets != places_of(Path("/b")).sockets
    assert places_of(Path("/a")) == places_of(Path("/a"))


def test_a_private_folder_can_be_entered_by_its_owner_only(tmp_path):
    folder = tmp_path / "private"

    make_private_folder(folder, folder.parent.stat().st_uid)

    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_folder_left_open_is_closed(tmp_path):
    folder = tmp_path / "open"
    folder.mkdir(mode=0o755)

    make_private_folder(folder, folder.stat().st_uid)

    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_folder_another_user_made_first_is_refused(tmp_path, monkeypatch):
    folder = tmp_path / "theirs"
    folder.mkdir()
    stranger = folder.stat().st_uid + 1
    monkeypatch.setattr(places.os, "geteuid", lambda: stranger)

    with pytest.raises(EmbeddedError, match="belongs to another user"):
        make_private_folder(folder, stranger)


def test_a_link_in_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(EmbeddedError, match="belongs to another user"):
        make_private_folder(tmp_path / "link", tmp_path.stat().st_uid)


def test_mail_goes_where_the_sink_noted_that_it_listens(tmp_path):
    checkout = places_of(tmp_path)
    checkout.mail_port.parent.mkdir()
    checkout.mail_port.write_text("40123\n")

    assert checkout.mail_url() == "smtp://127.0.0.1:40123"
