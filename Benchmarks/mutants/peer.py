"""The same mutants for check-jsonschema (PyPI), with the schemas of the corpus, and its own schema for Drone."""

import gzip
import json
import subprocess


def schema_for(dialect, text, corpus, folder):
    """The options that choose the schema for a file; None where there is none for its kind."""
    if dialect == "drone":
        return ("--builtin-schema", "vendor.drone-ci")
    if dialect == "pipecd":
        return ("--schemafile", str(corpus / "schema/pipecd/pipecd.yaml.json"))
    schemas = corpus / "schema/harness/v0"
    root = next((word for word in ("pipeline", "trigger", "template") if text.startswith(word) or f"\n{word}:" in text), None)
    if root != "template":
        return ("--schemafile", str(schemas / f"{root}.json")) if root else None
    unpacked = folder / "template.json"
    if not unpacked.exists():
        unpacked.write_bytes(gzip.decompress((schemas / "template.json.gz").read_bytes()))
    return ("--schemafile", str(unpacked))


def rejected(program, schema, paths):
    """Which of the files it rejects: one process for many files. One that makes it crash is rejected, too."""
    names = set()
    waiting = [paths[start:start + 500] for start in range(0, len(paths), 500)]
    while waiting:
        part = waiting.pop()
        command = [program, "--output-format", "json", *schema, *map(str, part)]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.stdout.startswith("{"):
            report = json.loads(result.stdout)
            names |= {entry["filename"] for entry in report.get("errors", []) + report.get("parse_errors", [])}
        elif len(part) > 1:
            waiting += [part[:len(part) // 2], part[len(part) // 2:]]
        elif result.returncode == 1:
            names.add(str(part[0]))
        else:
            raise SystemExit(f"check-jsonschema ended with {result.returncode}: {result.stderr.strip()[-500:]}")
    return names


def judge(program, corpus, outcomes, bases, folder):
    """Whether it rejects each mutant. Mutants of files that have no schema, or that it rejects unchanged, are left out.
    Also gives how many of the unchanged files it rejects, by dialect."""
    groups = {}
    for dialect, file, path in bases:
        schema = schema_for(dialect, file.text, corpus, folder)
        if schema:
            groups.setdefault(schema, []).append(path)
    schemas = {path: schema for schema, paths in groups.items() for path in paths}
    places = {(dialect, file.name): path for dialect, file, path in bases}
    for outcome in outcomes:
        schema = schemas.get(places[outcome.kind.dialect, outcome.file])
        if schema:
            groups[schema].append(outcome.path)
    names = set()
    for schema, paths in groups.items():
        names |= rejected(program, schema, paths)
    verdicts = {}
    for outcome in outcomes:
        base = places[outcome.kind.dialect, outcome.file]
        if base in schemas and str(base) not in names:
            verdicts[outcome.path] = str(outcome.path) in names
    wrongly = {}
    for dialect, _, path in bases:
        if path in schemas:
            counts = wrongly.setdefault(dialect, [0, 0])
            counts[0] += str(path) in names
            counts[1] += 1
    return verdicts, wrongly
