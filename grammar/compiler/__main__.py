"""Compiles grammar/harness.keys; see scripts/keys."""

import os
import sys

import editor
import grammar
import tables


def main():
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    try:
        keys = grammar.read(os.path.join(root, "grammar", "harness.keys"))
    except grammar.KeysError as error:
        sys.exit(str(error))
    if len(sys.argv) > 1:
        outputs = (os.path.join(sys.argv[1], "keys.c"), os.path.join(sys.argv[1], "harness.schema.json"))
    else:
        outputs = (
            os.path.join(root, "Sources", "CHarnessKeys", "keys.c"),
            os.path.join(root, "grammar", "harness.schema.json"),
        )
    for path, text in zip(outputs, (tables.c_source(keys), editor.json_schema(keys))):
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)


main()
