from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest

from verbale import __version__
from verbale.cli import commands
from verbale.data import read_text

from .conftest import Command

ROOT = Path(__file__).parents[2]
HEAVY = {"spacy", "numpy", "onnxruntime", "trafilatura", "lxml", "pandas", "rich", "tokenizers", "ftfy"}


def test_schema_prints_the_shipped_schema(verbale: Command) -> None:
    assert json.loads(verbale("schema").stdout) == json.loads(read_text("verbale-1.schema.json"))


def test_the_version_comes_without_heavy_imports() -> None:
    code = (
        "import sys; sys.argv = ['verbale', '--version']\n"
        "from verbale.cli import main\ntry: main()\nfinally: print(*sorted(sys.modules))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    version, modules = result.stdout.splitlines()
    assert version == f"verbale {__version__}"
    assert not HEAVY & set(modules.split())


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell with pipes")
def test_a_reader_that_leaves_early_is_no_error() -> None:
    command = f"{sys.executable} -m verbale.cli schema | head -n 1"
    result = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert (result.stdout, result.stderr) == ("{\n", "")


def leaves(group: click.Group, path: str = "verbale") -> dict[str, click.Command]:
    found: dict[str, click.Command] = {}
    for name, command in group.commands.items():
        found |= leaves(command, f"{path} {name}") if isinstance(command, click.Group) else {f"{path} {name}": command}
    return found


@pytest.mark.parametrize("name", leaves(commands))
def test_every_command_and_option_is_documented(name: str) -> None:
    pages = (ROOT / "docs" / "cli.md").read_text("utf-8")
    row = next(line for line in pages.splitlines() if re.search(rf"^\|.*`{name}[ `]", line))
    linked = re.findall(r"\]\(([a-z]+\.md)\)", row)
    assert linked
    pages += "".join((ROOT / "docs" / page).read_text("utf-8") for page in linked)
    for parameter in leaves(commands)[name].params:
        if isinstance(parameter, click.Option):
            for option in parameter.opts:
                assert re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", pages), f"{option} of {name} is in no page"
            assert parameter.help


def test_every_warning_and_error_code_of_intake_is_documented() -> None:
    page = "".join((ROOT / "docs" / name).read_text("utf-8") for name in ("damaged.md", "intake.md"))
    source = "".join(path.read_text("utf-8") for path in sorted((ROOT / "src/verbale/intake").glob("*.py")))
    codes = set(re.findall(r'Warning\(code="([a-z_]+)"', source))
    assert len(codes) > 8
    assert not [code for code in sorted(codes) if f"`{code}`" not in page]


@pytest.mark.parametrize(
    "page", [*sorted(path.name for path in (ROOT / "docs").glob("*.md")), "../README.md", "../CONTRIBUTING.md"]
)
def test_links_of_the_docs_lead_somewhere(page: str) -> None:
    path = ROOT / "docs" / page
    for link in re.findall(r"\]\(([^)#]+)\)", path.read_text("utf-8")):
        assert link.startswith("http") or (path.parent / link).exists(), f"{page}: {link}"


def test_every_dependency_is_explained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    page = (ROOT / "docs" / "dependencies.md").read_text("utf-8").lower()
    names = [re.split(r"[<>=\[]", requirement)[0].lower() for requirement in project["dependencies"]]
    assert not [name for name in names if f"| {name} |" not in page]
    extras = [requirement for extra in project["optional-dependencies"].values() for requirement in extra]
    optional = {re.split(r"[<>=\[]", requirement)[0].lower() for requirement in extras} - {"verbale"}
    assert not [name for name in sorted(optional) if name not in page]
