"""Files that are written completely or not at all, and locked ones."""

import errno
import os
import re
import stat
import threading

import pytest

from newsnlp._files import lock_file, write_atomically


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path, monkeypatch):
    target = tmp_path / "kept"
    target.write_bytes(b"old")

    def fail(*_):
        raise OSError(errno.ENOSPC, "disk full")

    monkeypatch.setattr("newsnlp._files.os.replace", fail)
    with pytest.raises(OSError, match="disk full"):
        write_atomically(target, b"new")
    assert target.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["kept"]


def test_a_file_that_cannot_be_written_is_named_as_asked_for(tmp_path):
    for target in (tmp_path, tmp_path / "no" / "model.zip"):
        with pytest.raises(OSError, match=re.escape(str(target))) as caught:
            write_atomically(target, b"")
        assert caught.value.filename == str(target)
        assert caught.value.filename2 is None
    assert not list(tmp_path.parent.glob(f".{tmp_path.name}.*"))


def test_a_written_file_has_the_permissions_of_the_one_before_or_those_that_the_mask_leaves(tmp_path):
    target, before = tmp_path / "own.model", os.umask(0o077)
    try:
        write_atomically(target, b"one")
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
    finally:
        os.umask(before)
    target.chmod(0o640)
    write_atomically(target, b"two")
    assert (target.read_bytes(), stat.S_IMODE(target.stat().st_mode)) == (b"two", 0o640)


def test_a_symbolic_link_stays_and_leads_to_what_was_written(tmp_path):
    (tmp_path / "store").mkdir()
    target, link = tmp_path / "store" / "real.model", tmp_path / "link.model"
    link.symlink_to(target)
    for content in (b"one", b"two"):  # a link that leads nowhere yet, and one to a file
        write_atomically(link, content)
        assert link.is_symlink()
        assert target.read_bytes() == content
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.model", "store"]


def test_a_pipe_is_written_to(tmp_path):
    pipe, read = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_atomically(pipe, b"page")
    reader.join()
    assert read == [b"page"]
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]


def test_a_lock_is_held_by_one_at_a_time_and_follows_no_link(tmp_path):
    path = str(tmp_path / "lock")
    held = lock_file(path)
    assert lock_file(path) is None
    held.close()
    lock_file(path).close()
    (tmp_path / "link").symlink_to(tmp_path / "precious")
    with pytest.raises(OSError, match="link"):
        lock_file(str(tmp_path / "link"))
    assert not (tmp_path / "precious").exists()
