"""Measures `pipec repl` through a pseudo-terminal: from the start to the first prompt, and from Tab to the list of candidates, in a
Harness pipeline of 5,000 steps. Prints rows of a table; the median of several rounds counts.

session.py PIPEC [ROUNDS]
"""

import os
import pty
import select
import statistics
import sys
import tempfile
import time

PIPEC, ROUNDS = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10

STEP = """\
          - step:
              type: Run
              name: Step {0}
              identifier: step{0}
              spec:
                shell: Sh
                command: echo <+pipeline.variables.env>
                outputVariables:
                - name: out{0}
"""
HEAD = """\
pipeline:
  name: Large
  identifier: large
  projectIdentifier: p
  orgIdentifier: o
  variables:
  - name: env
    type: String
    value: staging
  stages:
  - stage:
      name: Build
      identifier: build
      type: CI
      spec:
        cloneCodebase: false
        platform: {os: Linux, arch: Amd64}
        runtime: {type: Cloud, spec: {}}
        execution:
          steps:
"""


class Session:
    def __init__(self, path):
        self.shown = b""
        self.begin = time.perf_counter()
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.environ.update(TERM="xterm", NO_COLOR="1", INPUTRC="/dev/null", XDG_STATE_HOME="/nonexistent")
            os.execv(PIPEC, [PIPEC, "repl", path])

    def until(self, text):
        """The time at which a text is on the screen."""
        while text not in self.shown:
            if not select.select([self.terminal], [], [], 60)[0]:
                sys.exit(f"session: {text!r} never came: {self.shown!r}")
            self.shown += os.read(self.terminal, 65536)
        self.shown = self.shown.split(text, 1)[1]
        return time.perf_counter()

    def tab(self, line, sign):
        """From Tab to a sign of the list, in milliseconds."""
        os.write(self.terminal, line)
        self.until(line[-3:])
        begin = time.perf_counter()
        os.write(self.terminal, b"\t")
        result = (self.until(sign) - begin) * 1000
        os.write(self.terminal, b"\x03")
        # What is typed before the prompt is there is lost.
        self.until(b"^C")
        self.until(b"yaml> ")
        return result

    def close(self):
        os.write(self.terminal, b"\x04")
        os.waitpid(self.process, 0)
        os.close(self.terminal)


def row(what, times):
    print(f"| {what} | {statistics.median(times):.1f} ms |")


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        with open("small.yaml", "w", encoding="utf-8") as file:
            file.write(HEAD + STEP.format(0))
        with open("large.yaml", "w", encoding="utf-8") as file:
            file.write(HEAD + "".join(STEP.format(index) for index in range(5000)))
        starts, largeStarts, firsts, typeds, laters = [], [], [], [], []
        for _ in range(ROUNDS):
            session = Session("small.yaml")
            starts.append((session.until(b"small.yaml> ") - session.begin) * 1000)
            session.close()
            session = Session("large.yaml")
            largeStarts.append((session.until(b"large.yaml> ") - session.begin) * 1000)
            firsts.append(session.tab(b"<+execution.steps.step1", b"more"))
            session.close()
            session = Session("large.yaml")
            session.until(b"large.yaml> ")
            # Nobody types the first words of an expression faster.
            time.sleep(0.5)
            typeds.append(session.tab(b"<+execution.steps.step1", b"more"))
            for _ in range(3):
                laters.append(session.tab(b"<+execution.steps.step4", b"more"))
            session.close()
        print("| `repl` | |")
        print("| --- | --- |")
        row("from the start to the prompt", starts)
        row("the same with a pipeline of 5,000 steps", largeStarts)
        row("from Tab to the candidates there, pressed as soon as the prompt shows, while the file is being read", firsts)
        row("the same half a second later", typeds)
        row("the same from then on", laters)


main()
