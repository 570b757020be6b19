"""A client that openapi-python-client generates from the committed schema, as `make client` does."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from openapi_python_client import generate
from openapi_python_client.config import Config, ConfigFile, MetaType
from pytest_django.live_server_helper import LiveServer

from hiringkit.api.docs import SCHEMA_FILE
from hiringkit.people.keys import create_api_key


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The generated package `hiringkit_client`, imported. A warning of the generator fails the test."""
    folder = tmp_path_factory.mktemp("generated")
    config = Config.from_sources(
        ConfigFile.load_from_path(Path(__file__).with_name("config.yaml")).model_copy(update={"post_hooks": []}),
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


class Api:
    """Calls operations of the generated client by name and unwraps what they answer; a status that the contract does
    not have is an error.
    """

    def __init__(self, generated: ModuleType, address: str, key: str) -> None:
        self.generated, self.address = generated, address
        self.others: list[Api] = []
        self.client = generated.AuthenticatedClient(base_url=address, token=key, raise_on_unexpected_status=True)
        self.models = importlib.import_module("hiringkit_client.models")

    def ask(self, operation: str, **arguments: Any) -> Any:
        """The answer as the client gives it: status, headers, what it has read."""
        module = importlib.import_module(f"hiringkit_client.api.{operation}")
        return module.sync_detailed(client=self.client, **arguments)

    def with_key(self, key: str) -> "Api":
        """The same client with another key; closed with this one."""
        self.others.append(Api(self.generated, self.address, key))
        return self.others[-1]

    def close(self) -> None:
        for each in (self, *self.others):
            each.client.get_httpx_client().close()

    def __call__(self, operation: str, status: int = 200, **arguments: Any) -> Any:
        """`area.operation` with the generated function's own arguments; fails on any other status."""
        response = self.ask(operation, **arguments)
        assert response.status_code == status, response.content
        return response.content if response.parsed is None else response.parsed


@pytest.fixture
def api(generated: ModuleType, live_server: LiveServer, transactional_db: None, library: None) -> Iterator[Api]:
    _, key = create_api_key(name="a test", scopes=["all"])
    api = Api(generated, live_server.url, key)
    yield api
    api.close()
