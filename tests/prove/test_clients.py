"""The contract in other people's hands: the linters of Redocly and Stoplight, and clients of two more generators.

What they need comes from the registries, pinned in `clients/`; without node and npm the half that needs them is left
out, and said so last.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from hiringkit.api.docs import SCHEMA_FILE
from tests.door.conftest import Server
from tests.door.conftest import server as server
from tests.prove.node import has_node

pytestmark = [pytest.mark.prove, pytest.mark.slow("installs what generates clients")]
HERE = Path(__file__).parent / "clients"


def run(*command: str | Path, folder: Path, environment: Mapping[str, str] | None = None) -> str:
    """What the command says; fails with all of it where it fails."""
    done = subprocess.run(
        list(map(str, command)),
        cwd=folder,
        env=os.environ | dict(environment or {}),
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the packages of `package-lock.json`, the schema and the walk. No script of a package is run."""
    if not has_node():
        pytest.skip("needs node and npm")
    folder = tmp_path_factory.mktemp("node")
    for name in ("package.json", "package-lock.json", "spectral.yaml", "walk.ts"):
        shutil.copy(HERE / name, folder)
    shutil.copy(SCHEMA_FILE, folder / "openapi.yaml")
    run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", folder=folder)
    return folder


def test_redocly_finds_nothing(packages: Path) -> None:
    found = run(
        "npx", "redocly", "lint", "--extends", "recommended", "--max-problems", "20", "openapi.yaml", folder=packages,
        environment={"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"},
    )  # fmt: skip
    assert "warning" not in found


def test_spectral_finds_nothing(packages: Path) -> None:
    run("npx", "spectral", "lint", "-r", "spectral.yaml", "--fail-severity", "hint", "openapi.yaml", folder=packages)


def test_control_the_linters_have_eyes(packages: Path) -> None:
    """Without a summary the first complains, without a description of a tag the second."""
    lines = (packages / "openapi.yaml").read_text().splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("      summary: ")]
    (packages / "bare.yaml").write_text("".join(kept).replace("  contact:\n    name: Hiring Kit\n", ""))
    with pytest.raises(AssertionError, match="operation-summary"):
        run("npx", "redocly", "lint", "--extends", "recommended", "bare.yaml", folder=packages)
    with pytest.raises(AssertionError, match="info-contact"):
        run("npx", "spectral", "lint", "-r", "spectral.yaml", "--fail-severity", "hint", "bare.yaml", folder=packages)


def test_the_client_of_openapi_typescript_walks_the_main_job(packages: Path, server: Server) -> None:
    run("npx", "openapi-typescript", "openapi.yaml", "--output", "schema.d.ts", folder=packages)
    run(
        "npx", "tsc", "--strict", "--noUncheckedIndexedAccess", "--exactOptionalPropertyTypes", "false",
        "--module", "nodenext", "--target", "es2022", "--types", "node", "walk.ts", folder=packages,
    )  # fmt: skip
    environment = {"API": f"http://127.0.0.1:{server.port}", "KEY": server.key}
    assert run("node", "walk.js", folder=packages, environment=environment) == "walked\n"


def test_the_python_client_of_openapi_generator_walks_the_main_job(tmp_path: Path, server: Server) -> None:
    run(sys.executable, "-m", "venv", tmp_path / "own", folder=tmp_path)
    own = tmp_path / "own" / "bin"
    install = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r")
    run(own / "python", *install, HERE / "requirements.lock", folder=tmp_path)
    run(
        own / "openapi-generator-cli", "generate", "-g", "python", "-i", SCHEMA_FILE, "-o", "made",
        "--additional-properties=packageName=hiringkit_other", folder=tmp_path,
    )  # fmt: skip
    environment = {
        "API": f"http://127.0.0.1:{server.port}",
        "KEY": server.key,
        "PYTHONPATH": str(tmp_path / "made"),
    }
    said = run(own / "python", HERE / "walk_generated.py", folder=tmp_path, environment=environment)
    assert said == "walked\n"
