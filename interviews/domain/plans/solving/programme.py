"""An integer programme as plain lists. Knows nothing of plans or solvers."""

from collections.abc import Sequence
from dataclasses import dataclass, field

# A sparse linear expression: column -> whole coefficient.
Linear = dict[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """lower <= terms <= upper; None is no limit."""

    terms: Linear
    lower: int | None
    upper: int | None


@dataclass(slots=True)
class Programme:
    """Bounded columns, some of them whole-numbered, and rows over them."""

    lower: list[int] = field(default_factory=list)
    upper: list[int] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def add_column(self, *, lower: int = 0, upper: int = 1, whole: bool = False) -> int:
        self.lower.append(lower)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.lower) - 1

    def add_row(self, terms: Linear, *, lower: int | None = None, upper: int | None = None) -> None:
        self.rows.append(Row(terms, lower, upper))

    def differ_from(self, counts: Sequence[int], values: Sequence[int]) -> None:
        """Rule one choice of whole columns out: at least one of `counts` takes another value than in `values`."""
        terms: Linear = {}
        least = 1
        for column, value in zip(counts, values, strict=True):
            if value == self.lower[column]:
                terms[column] = 1
                least += value
            elif value == self.upper[column]:
                terms[column] = -1
                least -= value
            else:
                up, down = self.add_column(whole=True), self.add_column(whole=True)
                self.add_row({column: 1, up: -(value + 1 - self.lower[column])}, lower=self.lower[column])
                self.add_row({column: 1, down: self.upper[column] - value + 1}, upper=self.upper[column])
                terms |= {up: 1, down: 1}
        self.add_row(terms, lower=least)
