"""The files to plant mistakes in: those that the original programs accept and pipec has nothing to say of."""

import csv
import json
import subprocess
from pathlib import Path

from outline import File, Unreadable

TABLES = {"drone": ["drone.lint-trusted.tsv"], "harness": ["harness.schema.tsv"],
          "pipecd": ["pipecd.config-v0.tsv", "pipecd.config-v1.tsv"]}
VERDICTS = {"accept", "skip"}  # skip: there is nothing that could judge it


def accepted(corpus, dialect):
    """The names of the files that at least one of the original programs accepts."""
    names = set()
    for table in TABLES[dialect]:
        with open(corpus / "oracle" / table, encoding="utf-8") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                if row["verdict"] in VERDICTS:
                    names.add(row["file"])
    return names


def findings(pipec, paths, options=()):
    """What pipec says of files, by path: a few processes, each for many files."""
    found = {str(path): [] for path in paths}
    for start in range(0, len(paths), 1000):
        command = [str(pipec), "check", "--format", "json", "--no-shell", *options, *map(str, paths[start:start + 1000])]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode not in (0, 1):
            raise SystemExit(f"pipec check ended with {result.returncode}: {result.stderr.strip()}")
        for finding in json.loads(result.stdout):
            if finding["severity"] != "info":
                found[finding["file"]].append(finding)
    return found


def clean(corpus, pipec, dialect):
    """The clean files of a dialect as outlines, and how many there are with those that cannot be outlined."""
    names = accepted(corpus, dialect)
    paths = [p for p in sorted((corpus / dialect).iterdir()) if p.suffix in (".yml", ".yaml")]
    paths = [p for p in paths if f"{dialect}/{p.name}" in names]
    said = findings(pipec, paths)
    quiet = [p for p in paths if not said[str(p)]]
    files = []
    for path in quiet:
        try:
            files.append(File(path.name, path.read_text(encoding="utf-8")))
        except (Unreadable, UnicodeDecodeError):
            continue
    return files, len(quiet)
