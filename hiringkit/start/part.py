"""`... | python -m hiringkit.start.part results.0.id`: a part of the JSON that comes in, for a shell without a tool
of its own for that. Texts and numbers as they are, one a line where there are several; all else as JSON.
"""

import json
import signal
import sys
from typing import Any


def main() -> int:
    """Return the exit code: 1 where there is no such part, with what came in instead."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` may leave before the end
    text = sys.stdin.read()
    for path in sys.argv[1:] or [""]:
        try:
            print(laid_out(part_of(json.loads(text), path)))
        except (ValueError, LookupError, TypeError):
            print(f"No `{path}` in: {text[:2000]}", file=sys.stderr)
            return 1
    return 0


def part_of(value: Any, path: str) -> Any:
    """`results.0.id` of the value; `rounds.*.title` of all its rounds."""
    name, _, rest = path.partition(".")
    if not name:
        return value
    if name == "*":
        return [part_of(each, rest) for each in value]
    return part_of(value[int(name)] if isinstance(value, list) else value[name], rest)


def laid_out(value: Any) -> str:
    if isinstance(value, list) and all(isinstance(each, str | int | float) for each in value):
        return "\n".join(map(laid_out, value))
    return value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False)


if __name__ == "__main__":
    sys.exit(main())
