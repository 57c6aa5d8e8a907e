"""Files in a bucket: the real client speaks to a small server of our own that keeps objects in memory."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from config.addresses import files


class Bucket(BaseHTTPRequestHandler):
    """The few words of S3 that a storage needs: PUT, GET, HEAD and DELETE of an object."""

    objects: dict[str, bytes]

    def do_PUT(self):
        length = self.headers.get("x-amz-decoded-content-length") or self.headers["Content-Length"]
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if "x-amz-decoded-content-length" in self.headers:
            body = body.split(b"\r\n", 1)[1][: int(length)]
        self.objects[self.path] = body
        self.answer(200)

    def do_GET(self):
        self.answer(200 if self.path in self.objects else 404, self.objects.get(self.path, b""))

    def do_HEAD(self):
        self.do_GET()

    def do_DELETE(self):
        self.objects.pop(self.path, None)
        self.answer(204)

    def answer(self, status, body=b""):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", '"x"')
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_args):
        pass


@pytest.fixture
def bucket(monkeypatch):
    """A storage over the server, and what the server keeps."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    handler = type("Handler", (Bucket,), {"objects": {}})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    endpoint = f"http://127.0.0.1:{server.server_port}"
    yield storages.create_storage(files(f"s3://papers/register?endpoint={endpoint}&region=eu-west-1")), handler.objects
    server.shutdown()
    server.server_close()


def test_a_file_goes_to_the_bucket_and_comes_back(bucket):
    storage, objects = bucket
    name = storage.save("documents/aa/one", ContentFile(b"The text"))
    assert objects == {"/papers/register/documents/aa/one": b"The text"}
    assert storage.exists(name)
    with storage.open(name) as file:
        assert b"".join(file.chunks()) == b"The text"
    storage.delete(name)
    assert not storage.exists(name)


def test_a_missing_file_is_said_to_be_missing(bucket):
    storage, _objects = bucket
    with pytest.raises(FileNotFoundError):
        storage.open("documents/aa/none").read()


def test_a_bucket_is_private_and_overwrites_nothing():
    options = files("s3://papers")["OPTIONS"]
    assert (options["default_acl"], options["file_overwrite"], options["bucket_name"]) == (None, False, "papers")
    assert "endpoint_url" not in options


def test_a_folder_is_readable_by_the_register_alone(tmp_path):
    storage = storages.create_storage(files(f"file://{tmp_path}/media"))
    name = storage.save("documents/aa/one", ContentFile(b"The text"))
    assert (tmp_path / "media" / name).stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "media" / "documents").stat().st_mode & 0o777 == 0o700


def test_without_an_address_files_are_kept_under_var():
    assert files("")["OPTIONS"]["location"].endswith("/media")
