"""A client that openapi-python-client generates from the committed schema, as `make client` does."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from openapi_python_client import generate
from openapi_python_client.config import Config, ConfigFile, MetaType

from hiringkit.api.docs import SCHEMA_FILE


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The generated package `hiringkit_client`, imported. A warning of the generator fails the test."""
    folder = tmp_path_factory.mktemp("generated")
    config = Config.from_sources(
        ConfigFile(project_name_override="hiringkit-client", package_name_override="hiringkit_client", post_hooks=[]),
        MetaType.NONE,
        document_source=SCHEMA_FILE,
        file_encoding="utf-8",
        overwrite=True,
        output_path=folder / "hiringkit_client",
    )
    warnings = generate(config=config)
    assert [str(warning) for warning in warnings] == []
    sys.path.insert(0, str(Path(folder)))
    try:
        yield importlib.import_module("hiringkit_client")
    finally:
        sys.path.remove(str(folder))
