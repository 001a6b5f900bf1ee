"""Mistakes of YAML itself, which all dialects share."""

import re

from mutant import KINDS, Kind, Mutant, replace


def scalars(file):
    """Plain one-line texts behind keys."""
    for document in file.documents:
        for node in document.root.walk():
            if node.key and node.is_scalar and node.end == node.line + 1:
                yield node


def tab(file, source):
    for node in scalars(file):
        if node.column >= 2 and node.dash_column is None:
            lines = list(file.lines)
            lines[node.line] = "\t" + lines[node.line].lstrip()
            yield Mutant(lines, {node.line})


def indentation(file, source):
    """One key two columns too far to the right, or one to the left."""
    for node in scalars(file):
        if node.dash_column is None and node.column >= 2 and node.parent.children[0] is not node:
            before = node.parent.children[node.parent.children.index(node) - 1]
            lines = list(file.lines)
            if before.is_scalar and source.randrange(2):
                lines[node.line] = "  " + lines[node.line]
                yield Mutant(lines, {node.line, before.line})
            else:
                lines[node.line] = lines[node.line][1:]
                following = node.parent.children[node.parent.children.index(node) + 1:][:1]
                yield Mutant(lines, {node.line} | {n.line for n in following})


def colon_space(file, source):
    """`image:golang` and `image golang`."""
    for node in scalars(file):
        if re.fullmatch(r"[\w./:-]+", node.value) and file.lines[node.line][:node.value_column].endswith(": "):
            if source.randrange(2):
                yield replace(file, node.line, node.value_column - 1, 1, "")
            else:
                yield replace(file, node.line, node.value_column - 2, 1, "")


def unclosed_quote(file, source):
    for node in scalars(file):
        if node.value[0] in "'\"":
            yield replace(file, node.line, node.value_column + len(node.value) - 1, 1, "")
        elif re.fullmatch(r"[\w./-]+", node.value):
            yield replace(file, node.line, node.value_column, 0, source.choice("'\""))


def unclosed_bracket(file, source):
    for document in file.documents:
        for node in document.root.walk():
            if node.value.startswith("[") and node.value.endswith("]") and node.end == node.line + 1:
                yield replace(file, node.line, node.value_column + len(node.value) - 1, 1, "")


def unknown_alias(file, source):
    for node in scalars(file):
        if re.fullmatch(r"[\w./-]+", node.value):
            yield replace(file, node.line, node.value_column, len(node.value), "*defaults")


for dialect in ("drone", "harness", "pipecd"):
    KINDS.append(Kind(dialect, "tab for indentation", tab))
    KINDS.append(Kind(dialect, "wrong indentation", indentation))
    KINDS.append(Kind(dialect, "lost colon or its space", colon_space))
    KINDS.append(Kind(dialect, "unclosed quote", unclosed_quote))
    KINDS.append(Kind(dialect, "unclosed bracket", unclosed_bracket))
    KINDS.append(Kind(dialect, "alias without an anchor", unknown_alias))
