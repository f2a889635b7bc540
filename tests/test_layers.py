"""Imports go one way: model and errors at the bottom, the command line on top, and nothing imports it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import hpcskills

PACKAGE = Path(hpcskills.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))


def imported(module: Path) -> set[str]:
    """Modules of ours that a module imports anywhere, also inside functions."""
    found = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("hpcskills"):
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names if alias.name.startswith("hpcskills"))
    return {name.removeprefix("hpcskills").removeprefix(".") for name in found}


def within(name: str, part: str) -> bool:
    return name == part or name.startswith(f"{part}.")


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_imports_the_command_line(module: Path) -> None:
    inside = module.relative_to(PACKAGE).parts[0]
    if inside not in {"cli", "__main__.py"}:
        assert not [name for name in imported(module) if within(name, "cli")]


FLOORS = (
    ("model", "errors"),
    ("write",),
    ("documents", "reading"),
    ("catalogue",),
    ("scoring",),
    ("planning",),
    ("assess",),
)
"""Packages and modules from the ground up; a floor may use the ones below it, not its neighbours."""


@pytest.mark.parametrize("floor", range(len(FLOORS)))
def test_a_floor_knows_only_the_floors_below(floor: int) -> None:
    below = {name for names in FLOORS[:floor] for name in names} | {""}
    for name in FLOORS[floor]:
        for module in [path for path in MODULES if path.relative_to(PACKAGE).with_suffix("").parts[0] == name]:
            used = {part.split(".")[0] for part in imported(module)} - {name}
            known = {
                part for part in used if part in {n for names in FLOORS for n in names} | {"cli", "render", "clients"}
            }
            assert known <= below, (module.name, known - below)


def test_there_is_no_import_cycle() -> None:
    names = {".".join(path.relative_to(PACKAGE).with_suffix("").parts): path for path in MODULES}
    names = {name.removesuffix(".__init__"): path for name, path in names.items()}
    graph = {name: {part for part in imported(path) if part in names} - {name} for name, path in names.items()}
    done: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, " -> ".join((*way, name))
        if name not in done:
            for part in sorted(graph[name]):
                visit(part, (*way, name))
            done.add(name)

    for name in sorted(graph):
        visit(name, ())


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_command_line_prints_or_exits(module: Path) -> None:
    if module.relative_to(PACKAGE).parts[0] in {"cli", "__main__.py"}:
        return
    tree = ast.parse(module.read_text(encoding="utf-8"))
    calls = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    assert calls.isdisjoint({"print", "exit", "quit", "sys.exit", "input"})
    assert "sys.argv" not in ast.unparse(tree)
