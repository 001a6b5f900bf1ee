"""Types a line into a shell on a terminal and prints what the terminal shows.

    python3 typist.py PROMPT COMMAND…     the line is standard input; a tab in it asks for a completion

Each part up to a tab is typed only after the terminal has been quiet for a moment, as a person would; everything ends after
a minute.
"""

import os
import pty
import select
import sys
import time

prompt, command = sys.argv[1].encode(), sys.argv[2:]
line = sys.stdin.read()
deadline = time.monotonic() + 60
child, terminal = pty.fork()
if child == 0:
    os.environ["TERM"] = "dumb"
    os.execvp(command[0], command)

seen = b""


def read(quiet, wanted=None):
    """Reads until `wanted` has come, or else until nothing has come for `quiet` seconds; False at the end."""
    global seen
    start = len(seen)
    while time.monotonic() < deadline:
        ready, _, _ = select.select([terminal], [], [], quiet if wanted is None else 1)
        if not ready:
            if wanted is None:
                return True
            continue
        try:
            data = os.read(terminal, 65536)
        except OSError:
            return False
        if not data:
            return False
        seen += data
        if wanted is not None and wanted in seen[start:]:
            return True
    return False


read(0, prompt)
parts = line.rstrip("\n").split("\t")
for index, part in enumerate(parts):
    os.write(terminal, part.encode())
    if index + 1 < len(parts):
        os.write(terminal, b"\t")
        # The answer may be nothing at all.
        read(0.5)
os.write(terminal, b"\n")
read(0, b"called: ")
read(0.2)
os.write(terminal, b"exit\n")
while read(0.5) and time.monotonic() < deadline:
    os.write(terminal, b"exit\n")
os.close(terminal)
os.waitpid(child, 0)
sys.stdout.buffer.write(seen)
