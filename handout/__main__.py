"""The entry point of the command line."""

from __future__ import annotations

import gc
import signal
from types import FrameType


def main() -> None:
    """Run the command line."""
    # Most runs are too short for garbage collection to pay off; long ones enable it again.
    gc.disable()
    from handout.cli import main as command_line  # noqa: PLC0415 -- without collections
    from handout.cli.streams import prepare_streams  # noqa: PLC0415 -- without collections

    prepare_streams()
    signal.signal(signal.SIGTERM, _end)
    try:
        command_line(prog_name="handout")
    finally:
        # Nor at exit, when Python would search all objects once more.
        gc.freeze()


def _end(number: int, _frame: FrameType | None) -> None:
    """End the process as by a signal, but clean up first."""
    raise SystemExit(128 + number)


if __name__ == "__main__":
    main()
