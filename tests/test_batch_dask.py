"""A batch on a Dask cluster of two workers over TCP, one of which is killed half-way."""

from __future__ import annotations

import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hpcskills.errors import Exit

pytest.importorskip("distributed")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Give the address of a scheduler, and one of its two workers."""
    address = f"tcp://127.0.0.1:{free_port()}"
    dask = [sys.executable, "-m", "distributed.cli.dask_spec"]
    commands = [
        [
            *dask,
            "--spec",
            f'{{"cls": "distributed.Scheduler", "opts": {{"port": {address.rpartition(":")[2]}, "dashboard": false}}}}',
        ],
        *(
            [*dask, address, "--spec", '{"cls": "distributed.Worker", "opts": {"nthreads": 1, "dashboard": false}}']
            for _ in range(2)
        ),
    ]
    running = []
    try:
        for command in commands:
            running.append(subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        yield address, running[1]
    finally:
        for one in reversed(running):
            one.kill()
            one.wait()


@pytest.mark.parametrize("address", ["login1", "login1:8786", "http://login1:8786"])
def test_a_wrong_address_is_said_at_once(address: str, tmp_path: Path) -> None:
    (tmp_path / "clients.csv").write_text("id,skills\n1,linux\n", encoding="utf-8")
    batch = [sys.executable, "-m", "hpcskills", "batch", "clients.csv", "-o", "s.csv", "--scheduler", address]
    done = subprocess.run(batch, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == Exit.USAGE
    assert "is not an address like tcp://" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["clients.csv"]


def test_a_lost_worker_changes_nothing(tmp_path: Path) -> None:
    rng = random.Random(2)
    words = ("linux", "expert in bash", "kuberntes (3 years)", "zorblax", "C++", "no slurm", "basic python")
    lines = [f'c{n},"{", ".join(rng.sample(words, 4))}"' for n in range(6000)]
    (tmp_path / "clients.csv").write_text("id,skills\n" + "\n".join(lines) + "\n", encoding="utf-8")
    batch = [sys.executable, "-m", "hpcskills", "batch", "clients.csv", "-o"]
    subprocess.run([*batch, "here.csv"], cwd=tmp_path, check=True, capture_output=True)
    with cluster(tmp_path) as (address, worker):
        there = [*batch, "there.csv", "--engine", "dask", "--scheduler", address]
        with subprocess.Popen(there, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as running:
            journal = tmp_path / ".there.csv.journal"
            while running.poll() is None and not (journal.exists() and journal.read_bytes().count(b"\n") > 3):
                time.sleep(0.02)
            worker.kill()
            _, said = running.communicate(timeout=300)
    assert running.returncode == Exit.DONE, said
    assert (tmp_path / "here.csv").read_bytes() == (tmp_path / "there.csv").read_bytes()
