"""The test clients: Django's and DRF's, which hold every answer of the API to its contract."""

from typing import Any

from django.test import Client as DjangoClient
from django.utils.encoding import force_bytes
from rest_framework.test import APIClient as DRFClient

from tests.contract.validation import API, Exchange, contract


class _Holding:
    """Holds each answer to the contract, as it comes: before redirections are followed."""

    _sent: Any = None

    def generic(self, *arguments: Any, **named: Any) -> Any:
        """method, path, data and more, as Django has it."""
        self._sent = arguments[2] if len(arguments) > 2 else named.get("data")
        return super().generic(*arguments, **named)  # type: ignore[misc]  # a client has it

    def request(self, **environ: Any) -> Any:
        sent, self._sent = self._sent, None
        response = super().request(**environ)  # type: ignore[misc]  # a client has it
        request = response.wsgi_request
        if request.path.startswith(API) and not response.streaming:
            contract().check(
                Exchange(
                    method=request.method,
                    path=request.path,
                    query=request.GET.dict(),
                    asked=request.headers,
                    body=force_bytes(sent) if sent else None,
                    status=response.status_code,
                    headers=response.headers,
                    content=response.content,
                )
            )
        return response


class APIClient(_Holding, DRFClient):
    """DRF's client, which holds every answer to the contract."""


class Client(_Holding, DjangoClient):
    """Django's client, which holds every answer to the contract."""
