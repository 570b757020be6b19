"""Tables in the body of a request."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any

from rest_framework.parsers import BaseParser

from hiringkit.problems import Problem
from roles.library.tables.cells import MOST_BYTES
from roles.library.tables.load import CSV, XLSX


@dataclass(frozen=True, slots=True)
class TableUpload:
    """A table as it was sent."""

    content: bytes
    media_type: str


class CSVParser(BaseParser):
    """Takes the body as it is; 413 beyond two megabytes."""

    media_type = CSV

    def parse(  # type: ignore[override]  # DRF hands on whatever it is
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> TableUpload:
        body = stream.read(MOST_BYTES + 1)
        if len(body) > MOST_BYTES:
            raise Problem(413, "too_large", f"The table is over {MOST_BYTES} bytes.")
        return TableUpload(body, self.media_type)


class XLSXParser(CSVParser):
    """Likewise."""

    media_type = XLSX
