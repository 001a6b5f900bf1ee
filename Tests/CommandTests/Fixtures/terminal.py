"""Talks to a program through a pseudo-terminal and prints the screen after each step.

terminal.py PROGRAM ARGUMENT… reads steps from standard input, one a line: `type TEXT` (with \\t, \\r, \\x03 and their
kin), `wait TEXT` (until the screen shows it), `screen` (prints it), `end` (waits for the end and prints the status).
"""

import os
import pty
import select
import sys
import time
import unicodedata

ROWS, COLUMNS, PATIENCE = 40, 100, 20


class Screen:
    """What a terminal shows, as far as line editors need it."""

    def __init__(self):
        self.lines = [[" "] * COLUMNS for _ in range(ROWS)]
        self.row = self.column = 0
        self.state = ""

    def text(self):
        return "\n".join("".join(line).rstrip() for line in self.lines).rstrip("\n")

    def feed(self, text):
        for character in text:
            if self.state:
                self.state += character
                self.escape()
            elif character == "\x1b":
                self.state = character
            elif character == "\r":
                self.column = 0
            elif character == "\n":
                self.next_line()
            elif character == "\b":
                self.column = max(0, self.column - 1)
            elif unicodedata.category(character) != "Cc":
                if self.column == COLUMNS:
                    self.column = 0
                    self.next_line()
                self.lines[self.row][self.column] = character
                self.column += 1

    def next_line(self):
        self.row += 1
        if self.row == ROWS:
            self.lines = self.lines[1:] + [[" "] * COLUMNS]
            self.row = ROWS - 1

    def escape(self):
        if len(self.state) == 2:
            if self.state[1] not in "[]":
                self.state = ""
            return
        last = self.state[-1]
        if self.state[1] == "]":
            if last == "\a":
                self.state = ""
            return
        if not ("@" <= last <= "~"):
            return
        digits = self.state[2:-1].split(";")[0]
        count = int(digits) if digits.isdigit() else 0
        if last == "A":
            self.row = max(0, self.row - max(1, count))
        elif last == "C":
            self.column = min(COLUMNS - 1, self.column + max(1, count))
        elif last == "D":
            self.column = max(0, self.column - max(1, count))
        elif last == "G":
            self.column = max(0, count - 1)
        elif last == "K" and count == 0:
            self.lines[self.row][self.column:] = [" "] * (COLUMNS - self.column)
        elif last == "J" and count == 0:
            self.lines[self.row][self.column:] = [" "] * (COLUMNS - self.column)
            for row in range(self.row + 1, ROWS):
                self.lines[row] = [" "] * COLUMNS
        elif last == "P":
            line = self.lines[self.row]
            del line[self.column : self.column + max(1, count)]
            line += [" "] * (COLUMNS - len(line))
        elif last == "@":
            line = self.lines[self.row]
            line[self.column : self.column] = [" "] * max(1, count)
            del line[COLUMNS:]
        self.state = ""


def main():
    process, terminal = pty.fork()
    if process == 0:
        os.execv(sys.argv[1], sys.argv[1:])
    import fcntl
    import struct
    import termios

    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    screen = Screen()
    pending = b""

    def read(seconds):
        nonlocal pending
        if not select.select([terminal], [], [], seconds)[0]:
            return False
        try:
            data = os.read(terminal, 65536)
        except OSError:
            data = b""
        if not data:
            return None
        pending += data
        text = pending.decode("utf-8", "ignore")
        pending = b"" if text.encode() == pending else pending
        if not pending:
            screen.feed(text)
        return True

    for line in sys.stdin:
        verb, _, rest = line.rstrip("\n").partition(" ")
        rest = rest.encode("latin-1", "backslashreplace").decode("unicode_escape")
        if verb == "type":
            os.write(terminal, rest.encode("latin-1"))
        elif verb == "wait":
            end = time.monotonic() + PATIENCE
            while rest not in screen.text():
                if time.monotonic() > end:
                    print(f"'{rest}' never came:\n{screen.text()}")
                    os.kill(process, 9)
                    sys.exit(1)
                if read(0.1) is None:
                    break
        elif verb == "screen":
            print(screen.text())
        elif verb == "end":
            limit = time.monotonic() + PATIENCE
            while (more := read(0.5)) is not None and time.monotonic() < limit:
                # A Ctrl-D that came before the prompt was taken by the terminal, and nobody has seen it.
                if not more:
                    os.write(terminal, b"\x04")
            if more is not None:
                print("it did not end")
                os.kill(process, 9)
            print("status", os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))


main()
