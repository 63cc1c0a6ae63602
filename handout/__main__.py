"""The entry point of the command line."""

from __future__ import annotations

import gc


def main() -> None:
    """Run the command line."""
    # Most runs are too short for garbage collection to pay off; long ones enable it again.
    gc.disable()
    from handout.cli import main as command_line  # noqa: PLC0415 -- without collections

    try:
        command_line(prog_name="handout")
    finally:
        # Nor at exit, when Python would search all objects once more.
        gc.freeze()


if __name__ == "__main__":
    main()
