"""The program: the command line, started with what it needs to be quick."""

from __future__ import annotations

import gc


def main() -> None:
    """Run the command line."""
    # Most runs end before there is garbage worth a search. What runs for long turns it on again.
    gc.disable()
    from handout.cli import main as command_line  # noqa: PLC0415 -- nothing before it is searched

    try:
        command_line(prog_name="handout")
    finally:
        # Nor at the end, where Python would go once more through all that there is.
        gc.freeze()


if __name__ == "__main__":
    main()
