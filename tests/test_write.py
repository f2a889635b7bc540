"""Files are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hpcskills.errors import InputError, OutputError
from hpcskills.write import atomic


def test_the_file_appears_at_the_end_and_is_private(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    with atomic(target) as handle:
        handle.write("é\n")
        assert not target.exists()
    assert target.read_bytes() == "é\n".encode()
    assert oct(target.stat().st_mode & 0o777) == "0o600"


def write_half(target: Path, error: type[BaseException]) -> None:
    with atomic(target) as handle:
        handle.write("half")
        raise error


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, InputError])
def test_after_an_error_the_old_file_stands(error: type[BaseException], tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    target.write_text("old", encoding="utf-8")
    with pytest.raises(error):
        write_half(target, error)
    assert target.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_inputs_are_never_written_over(tmp_path: Path) -> None:
    source, hard = tmp_path / "in.txt", tmp_path / "hard.txt"
    source.write_text("precious", encoding="utf-8")
    os.link(source, hard)
    for target in (source, hard, tmp_path / "." / "in.txt"):
        with pytest.raises(OutputError, match="being read"), atomic(target, inputs=[source]):
            pass
    assert source.read_text(encoding="utf-8") == "precious"


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.txt", tmp_path / "link.txt"
    real.write_text("old", encoding="utf-8")
    link.symlink_to(real)
    with atomic(link) as handle:
        handle.write("new")
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8") == "new"


def test_devices_are_written_directly() -> None:
    with atomic(Path(os.devnull)) as handle:
        handle.write("gone")
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize("name", ["", "no-such-folder/out.txt"])
def test_where_nothing_can_be_written_is_told(name: str, tmp_path: Path) -> None:
    with pytest.raises(OutputError), atomic(tmp_path / name):
        pass


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="No space left"), atomic(tmp_path / "out.txt"):
        raise OSError(28, "No space left on device")
    assert list(tmp_path.iterdir()) == []


def test_errors_of_other_files_pass(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), atomic(tmp_path / "out.txt"):
        (tmp_path / "other.txt").open(encoding="utf-8")
