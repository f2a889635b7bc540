"""The commands in one app, and the one place where errors become sentences and exit codes."""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from typing import Annotated

import typer

from hpcskills import __version__
from hpcskills.cli.out import close_stdout, say
from hpcskills.errors import DataError, Exit, UserError

HELP = "How far you are from a job in High-Performance Computing (HPC), and the shortest way there."

EPILOG = """Works offline; what you type stays on this machine. Exit codes: 0 done; 1 done, some rows refused;
2 wrong usage; 3 wrong data file; 4 input or output failed; 130 interrupted."""

COMMANDS = {
    "assess": ("assess", 'hpcskills assess "10 years Linux, bash, some python, no kubernetes"'),
    "transition": ("transition", 'hpcskills transition asic-mining-technician "some linux, bash"'),
    "plan": ("plan", 'hpcskills plan "linux, bash, python" --role system-administrator --budget 300 --prefer fastest'),
    "whatif": ("whatif", 'hpcskills whatif "linux, bash" --add cuda:3 --add slurm:2'),
    "match": ("assess", 'hpcskills match "PBS scripts, C++17, a bit of rust"'),
    "batch": ("batch", "hpcskills batch clients.csv -o scores.csv --skills-column answer"),
    "cohort": ("cohort", "hpcskills cohort scores.jsonl --by site --budget 12000 --class-price 3000"),
    "merge": ("batch", "hpcskills merge scores.csv"),
    "roles": ("look", "hpcskills roles system-administrator"),
    "matrix": ("look", "hpcskills matrix --format csv --output matrix.csv"),
    "skills": ("look", "hpcskills skills kubernets"),
    "courses": ("courses", "hpcskills courses --skill slurm --free --max-hours 20"),
    "backgrounds": ("look", "hpcskills backgrounds electrician"),
    "check": ("check", "hpcskills check my-courses.yaml"),
}
"""Each command, the module that holds it and an example."""


def application(asked: str | None = None) -> typer.Typer:
    """Build the app with all commands, or with the one asked for alone: the others need not be loaded."""
    app = typer.Typer(
        name="hpcskills",
        no_args_is_help=True,
        # Rich help pages and rich tracebacks would only cost start-up time.
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    app.callback(help=HELP, epilog=EPILOG)(_options)
    for name in [asked] if asked in COMMANDS else COMMANDS:
        module, example = COMMANDS[name]
        command = getattr(import_module(f"hpcskills.cli.{module}"), name)
        app.command(name, epilog=f"Example: {example}")(command)
    return app


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"hpcskills {__version__}")
        raise typer.Exit


def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None: ...


def main() -> None:
    """Run the command line and exit with its code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A terminal that lacks a character shows a substitute instead of a crash.
            stream.reconfigure(errors="replace")
    # What a run makes mostly lives until its end; looking for dead cycles in it all the time takes a tenth of a start.
    gc.set_threshold(100_000)
    sys.exit(_run())


def _run() -> int:
    """Any other exception is a bug and keeps its traceback."""
    try:
        code = application(*sys.argv[1:2])(prog_name="hpcskills", standalone_mode=False)
    except UserError as error:
        say(_sentence(error))
        return error.exit_code
    except typer.TyperException as error:
        _show(error)
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        code = Exit.INTERRUPTED
    if code == Exit.INTERRUPTED:
        say("Interrupted.")
    return int(code or 0)


def _sentence(error: UserError) -> str:
    if isinstance(error, DataError):
        count = len(error.problems)
        return f"Error: {count} {'problem' if count == 1 else 'problems'} in the data files\n{error}"
    return f"{error}" if error.exit_code == Exit.INTERRUPTED else f"Error: {error}"


def _show(error: typer.TyperException) -> None:
    """Usage errors know how to show themselves, with the usage line of their command."""
    show = getattr(error, "show", None)
    if show is None:
        say(f"Error: {error}")
    else:
        try:
            show()
        except BrokenPipeError:
            close_stdout()
