"""Run a command and print what it cost: CPU seconds, wall seconds, bytes of memory at its peak.

    python -I -S launch.py COMMAND...

A process counts the memory of the one that started it as its own, until it is another program.
So what is measured is started from here, where nearly nothing is loaded.
"""

import os
import sys
import time


def main() -> None:
    """Print the cost in the place of what the command prints; end as the command ends."""
    command = sys.argv[1:]
    silent = (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)
    start = time.perf_counter()
    process = os.posix_spawn(command[0], command, os.environ, file_actions=[silent])
    _, status, usage = os.wait4(process, 0)
    wall = time.perf_counter() - start
    unit = 1 if sys.platform == "darwin" else 1024
    print(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * unit)
    sys.exit(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
