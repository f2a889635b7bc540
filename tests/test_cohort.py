"""Many clients seen together: sums that add up, small groups that stay hidden, and files of every kind."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import catalogue, need, role, skill

from hpcskills.assess import Assessor
from hpcskills.clients.cohort import MOST_GROUPS, build, five_points
from hpcskills.clients.cohort_file import Client, People
from hpcskills.clients.suppress import suppress
from hpcskills.errors import UserError

GOLDEN = Path(__file__).parent / "golden" / "data"
DATA = [f"--{name}={GOLDEN / name}.yaml" for name in ("skills", "roles", "courses")]
SECRET = "<script>alert(1)</script> Jane Doe, jane@example.org"
TEXTS = ("10 years linux, expert in bash, slurm, docker", "linux, some bash", "python, c++", "hardware maintenance")


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.setenv("COLUMNS", "100")


def run(*arguments: str, code: int = 0, data: Sequence[str] = DATA) -> str:
    command = [sys.executable, "-m", "hpcskills", *arguments, *data]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout if code == 0 else done.stderr


def clients_file(path: Path, count: int = 40) -> Path:
    """A CSV of clients of three sites, one of them with two people; all fit some role a little."""
    lines = ["id,name,site,skills"]
    for number in range(count):
        site = "Oslo" if number < 2 else ("Porto", "Lyon")[number % 2]
        lines.append(f'c{number:03},"{SECRET}",{site},"{TEXTS[number % len(TEXTS)]}"')
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def as_scores(cohort_of: list[tuple[str, dict[str, int], str]], path: Path) -> Path:
    """A scores file with skills, as JSON Lines or as a table."""
    if path.suffix == ".jsonl":
        records = (
            {"id": id, "fits": [{"role": "technician", "fit": 0.0}], "skills": levels, "input": {"site": site}}
            for id, levels, site in cohort_of
        )
        path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    else:
        rows = ["id,site,fit_technician,skills_held"]
        rows += [
            f"{id},{site},0.0,{'; '.join(f'{one}:{level}~' for one, level in levels.items())}"
            for id, levels, site in cohort_of
        ]
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


# --- hidden cells ---------------------------------------------------------------------------------------------


def agreeing(shown: Sequence[Sequence[int | None]], most: int) -> Iterator[list[list[int]]]:
    """All tables of counts up to `most` with the same visible cells and totals."""
    rows, columns = range(len(shown) - 1), range(len(shown[0]) - 1)
    free = [(r, c) for r in rows for c in columns if shown[r][c] is None]
    for values in product(range(most + 1), repeat=len(free)):
        guess = dict(zip(free, values, strict=True))
        table = [[guess.get((r, c), shown[r][c] or 0) for c in columns] for r in rows]
        table = [[*row, sum(row)] for row in table]
        table.append([sum(column) for column in zip(*table, strict=True)])
        pairs = zip(chain.from_iterable(shown), chain.from_iterable(table), strict=True)
        if all(cell is None or cell == value for cell, value in pairs):
            yield table


@given(
    st.integers(2, 3).flatmap(
        lambda width: st.lists(
            st.lists(st.sampled_from([0, 0, 1, 2, 3, 4, 6]), min_size=width, max_size=width).filter(any),
            min_size=2,
            max_size=3,
        )
    )
)
def test_no_hidden_cell_can_be_worked_out(counts: list[list[int]]) -> None:
    """Whatever is hidden could have another value, with everything shown as it is and the totals of all known."""
    shown = suppress(counts, 3).rows
    if sum(cell is None for row in shown for cell in row[:-1]) > 4:
        return
    tables = list(agreeing(shown, 7))
    for r, row in enumerate(shown):
        for c, cell in enumerate(row):
            if cell is None:
                assert len({table[r][c] for table in tables}) > 1


@given(st.lists(st.lists(st.integers(0, 30), min_size=5, max_size=5), min_size=1, max_size=8), st.integers(1, 6))
def test_what_is_shown_is_true_and_small_cells_are_not(counts: list[list[int]], least: int) -> None:
    shown = suppress(counts, least).rows
    for row, cells in zip(counts, shown[:-1], strict=True):
        for count, cell in zip((*row, sum(row)), cells, strict=True):
            assert cell in (None, count)
            assert not (cell and cell < least)
    assert shown[-1] == (*map(sum, zip(*counts, strict=True)), sum(map(sum, counts)))


def test_nothing_is_hidden_without_need() -> None:
    assert suppress([[5, 6], [7, 0]], 5).hidden == 0
    rows = suppress([[40, 3, 20], [30, 25, 20], [10, 20, 30]], 5).rows
    assert rows[0][1] is None
    assert sum(cell is None for row in rows for cell in row) == 4


# --- sums -----------------------------------------------------------------------------------------------------


LEVELS = st.dictionaries(st.sampled_from(["linux", "slurm", "mpi"]), st.integers(1, 5))


def small() -> Assessor:
    roles = [
        role("a", need("linux", importance=3), need("slurm", level=3)),
        role("b", need("mpi", importance=2, level=5), need("linux")),
    ]
    return Assessor(catalogue([skill("linux"), skill("slurm"), skill("mpi")], roles))


def people_of(assessor: Assessor, levels: Sequence[dict[str, int]], groups: Sequence[str] = ()) -> People:
    clients = [
        Client(
            id=str(number),
            levels=held,
            fits=dict(zip(assessor.catalogue.roles, assessor.scorer.percents(held), strict=True)),
            columns={"site": groups[number]} if groups else {},
        )
        for number, held in enumerate(levels)
    ]
    return People(clients=tuple(clients), refused=0, scored_here=True)


@given(st.lists(LEVELS, min_size=1, max_size=12), st.booleans())
def test_the_costs_of_all_gaps_are_what_is_missing(levels: list[dict[str, int]], one_role: bool) -> None:
    assessor = small()
    people = people_of(assessor, levels)
    found = build(people, assessor, role=assessor.catalogue.roles["a"] if one_role else None)
    fits = [one.fits["a"] if one_role else max(one.fits.values()) for one in people.clients]
    assert sum(gap.cost for gap in found.gaps) == pytest.approx(100 - sum(fits) / len(fits))
    assert all(gap.full + gap.lacking == gap.asked for gap in found.gaps)
    assert [gap.cost for gap in found.gaps] == sorted((gap.cost for gap in found.gaps), reverse=True)
    assert all(sum(one.bands) == len(levels) for one in found.spreads)
    assert sum(count for _, count in found.targets) == len(levels)


def test_who_has_everything_covers_everything() -> None:
    assessor = small()
    found = build(people_of(assessor, [{"linux": 5, "slurm": 5, "mpi": 5}, {}]), assessor)
    assert [one.fit for one in found.near] == [100]
    assert found.near[0].lacking == ()
    assert all(gap.full == gap.asked - gap.none for gap in found.gaps)


def test_five_points() -> None:
    assert five_points([7.0]) == (7, 7, 7, 7, 7)
    assert five_points([0.0, 10, 20, 30, 40]) == (0, 10, 20, 30, 40)


def test_a_column_of_names_is_no_grouping() -> None:
    assessor = small()
    count = MOST_GROUPS + 1
    people = people_of(assessor, [{}] * count, [f"Jane {number}" for number in range(count)])
    with pytest.raises(UserError, match="41 different values") as raised:
        build(people, assessor, by="site")
    assert "Jane" not in str(raised.value)


def test_small_groups_have_no_name_and_no_median() -> None:
    assessor = small()
    found = build(people_of(assessor, [{}] * 14, ["x"] * 3 + ["y"] * 11), assessor, by="site", min_cell=5)
    assert found.groups
    assert found.groups.names == ("y", "(groups of fewer than 5)")
    assert found.groups.medians[1] is None
    assert found.groups.counts.rows[1][-1] is None
    names = build(people_of(assessor, [{}] * 14, [f"Jane {n}" for n in range(14)]), assessor, by="site")
    assert names.groups
    assert names.groups.names == ("(groups of fewer than 5)",)


# --- the command ----------------------------------------------------------------------------------------------


def test_a_file_of_clients(tmp_path: Path) -> None:
    source = clients_file(tmp_path / "clients.csv")
    found = json.loads(run("cohort", str(source), "--by", "SITE", "--format", "json"))
    assert found["schema"] == "hpcskills/cohort/1"
    assert found["clients"] == 40
    groups = {one["group"]: one for one in found["groups"]["groups"]}
    few = groups["(groups of fewer than 5)"]
    assert few["all"] is None
    assert few["median"] is None
    assert groups[None]["all"] == 40
    shown = run("cohort", str(source), "--by", "site")
    assert "Oslo" not in shown
    assert "40 clients" in shown
    assert "hidden" in shown


def test_names_stay_in_the_file(tmp_path: Path) -> None:
    source = clients_file(tmp_path / "clients.csv")
    for format in ("terminal", "json", "html"):
        report = run("cohort", str(source), "--by", "site", "--format", format)
        assert "Jane" not in report
        assert "<script" not in report
        assert "example.org" not in report


@pytest.mark.parametrize("ending", ["jsonl", "csv"])
def test_a_scores_file_gives_the_same_as_its_clients(ending: str, tmp_path: Path) -> None:
    from hpcskills.catalogue import load
    from hpcskills.clients.cohort_file import Named, read

    source = clients_file(tmp_path / "clients.csv")
    assessor = Assessor(load(**{name: GOLDEN / f"{name}.yaml" for name in ("skills", "roles", "courses")}))
    people = read(source, assessor, Named())
    listed = [(one.id, dict(one.levels or {}), one.columns["site"]) for one in people.clients]
    scores = as_scores(listed, tmp_path / f"scores.{ending}")
    options = ["--by", "site", "--budget", "500", "--class-price", "100", "--format", "json"]
    assert run("cohort", str(scores), *options) == run("cohort", str(source), *options)


@pytest.mark.parametrize("ending", ["csv", "tsv", "jsonl", "parquet", "xlsx", "long.csv", "long.xlsx"])
def test_the_scores_of_a_batch_give_all_that_its_clients_give(ending: str, tmp_path: Path) -> None:
    if ending.endswith(("parquet", "xlsx")):
        pytest.importorskip("pyarrow" if ending == "parquet" else "xlsxwriter")
    source, scores = clients_file(tmp_path / "clients.csv"), tmp_path / f"scores.{ending}"
    run("batch", str(source), "-o", str(scores), *(["--long"] if "long" in ending else []))
    options = ["--by", "site", "--budget", "500", "--class-price", "100", "--format", "json"]
    found = json.loads(run("cohort", str(scores), *options))
    assert found["gaps"]
    assert found["classes"]["best"]["courses"]
    assert found == json.loads(run("cohort", str(source), *options))


def test_a_group_is_measured_by_the_roles_that_its_clients_are_told(tmp_path: Path) -> None:
    source, scores = clients_file(tmp_path / "clients.csv"), tmp_path / "scores.csv"
    run("batch", str(source), "-o", str(scores), data=())
    with scores.open(encoding="utf-8") as lines:
        told = Counter(row["best_role"] for row in csv.DictReader(lines))
    found = json.loads(run("cohort", str(source), "--format", "json", data=()))
    assert {one["role"]: one["clients"] for one in found["targets"]} == told


def test_anonymous_ids_are_those_of_an_anonymous_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HPCSKILLS_SALT", "kept in a safe place")
    source, scores = clients_file(tmp_path / "clients.csv"), tmp_path / "scores.csv"
    run("batch", str(source), "-o", str(scores), "--anonymous")
    options = ["--budget", "500", "--class-price", "100", "--format", "json"]
    hidden = run("cohort", str(source), "--anonymous", *options)
    assert '"id": "c0' in run("cohort", str(source), *options)
    assert '"id": "c0' not in hidden
    assert json.loads(hidden)["classes"] == json.loads(run("cohort", str(scores), *options))["classes"]


def test_the_change_between_two_runs(tmp_path: Path) -> None:
    before = as_scores([(f"c{n}", {"linux": 2}, "x") for n in range(9)], tmp_path / "before.jsonl")
    now = as_scores([(f"c{n}", {"linux": 2 + (n < 4)}, "x") for n in range(3, 12)], tmp_path / "now.jsonl")
    found = json.loads(run("cohort", str(now), "--before", str(before), "--format", "json"))
    change = {one["role"]: one for one in found["change"]["roles"]}
    assert found["change"]["clients"] == 6
    assert (change["system-administrator"]["risen"], change["system-administrator"]["fallen"]) == (1, 0)
    others = as_scores([("z1", {"linux": 2}, "x")], tmp_path / "others.jsonl")
    command = [sys.executable, "-m", "hpcskills", "cohort", str(now), "--before", str(others), *DATA]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "people are told by their ids" in done.stderr


def test_classes_are_proposed_within_the_budget(tmp_path: Path) -> None:
    source = clients_file(tmp_path / "clients.csv")
    found = json.loads(run("cohort", str(source), "--budget", "300", "--class-price", "100", "--format", "json"))
    best = found["classes"]["best"]
    assert found["classes"]["proven"]
    assert 0 < best["cost_usd"] <= 300
    assert best["gain"] >= found["classes"]["by_frequency"]["gain"]
    assert "proven" in run("cohort", str(source), "--budget", "300", "--class-price", "100")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--budget", "100"], "--budget needs the price of a class"),
        (["--by", "town"], "Columns that came with the clients: name, site"),
        (["--by", "Name"], "tells who people are"),
        (["--role", "nobody"], "There is no role"),
        (["--budget", "100", "--prices", "nowhere.csv"], "Cannot read nowhere.csv"),
    ],
)
def test_mistakes_are_said(arguments: list[str], says: str, tmp_path: Path) -> None:
    code = 4 if "--prices" in arguments else 2
    assert says in run("cohort", str(clients_file(tmp_path / "clients.csv")), *arguments, code=code)


def test_a_file_without_clients(tmp_path: Path) -> None:
    path = tmp_path / "none.csv"
    path.write_text("id,skills\n", encoding="utf-8")
    assert "no client in the file" in run("cohort", str(path), code=2)
