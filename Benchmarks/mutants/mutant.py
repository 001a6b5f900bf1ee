"""A mutant, the edits that make one, and the list of the kinds that there are."""

import functools
import json
import random
import re

KINDS = []
DATA = []  # the folder with the facts about plugins


@functools.cache
def plugins():
    """What is known of plugins, by the names of their images; nothing where there is no such table."""
    path = DATA[0] / "plugins.json" if DATA else None
    if not path or not path.exists():
        return {}
    entries = json.loads(path.read_text(encoding="utf-8"))
    entries = entries["plugins"] if isinstance(entries, dict) else entries
    return {image: entry for entry in entries for image in entry["images"]}


class Kind:
    """A kind of mistake: its dialect, its name, and what finds the places for it in a file."""

    def __init__(self, dialect, name, plant):
        self.dialect = dialect
        self.name = name
        self.plant = plant


def kind(dialect, name):
    """Adds a generator to the kinds: it takes a file's outline and a random source, and yields mutants."""

    def add(plant):
        KINDS.append(Kind(dialect, name, plant))
        return plant

    return add


class Mutant:
    """A text with one mistake, the lines (from 1) where a person would look for it, and what the right correction is called.

    `suggestion` is None where there is no one right correction; where there are several names for it, it is a tuple.
    """

    def __init__(self, lines, at, suggestion=None):
        self.lines = lines
        self.at = {line + 1 for line in at}
        self.suggestion = suggestion

    @property
    def text(self):
        return "\n".join(self.lines)


def replace(file, line, column, length, text, at=None, suggestion=None):
    """Some letters of a line by others."""
    lines = list(file.lines)
    lines[line] = lines[line][:column] + text + lines[line][column + length:]
    return Mutant(lines, at if at is not None else {line}, suggestion)


def rename(file, node, key, suggestion=None):
    """Another key with the same value."""
    return replace(file, node.line, node.column, len(node.raw_key), key, suggestion=suggestion)


def change(file, node, text, suggestion=None, at=None):
    """Another value on the same line."""
    if not node.value:
        line = file.lines[node.line]
        return replace(file, node.line, len(line), 0, " " + text, at, suggestion) if line.endswith(":") else None
    return replace(file, node.line, node.value_column, len(node.value), text, at, suggestion)


def insert(file, line, new, at=None, suggestion=None):
    """New lines before a line; `at` counts within them unless it is given."""
    lines = file.lines[:line] + new + file.lines[line:]
    return Mutant(lines, {line + i for i in range(len(new))} if at is None else at, suggestion)


def insert_key(file, sibling, text, at=None, suggestion=None):
    """A line `key: value`, or several, behind a key of the same map."""
    new = [" " * sibling.column + part for part in text.split("\n")]
    return insert(file, sibling.end, new, at, suggestion)


def replace_lines(file, node, text, at=None, suggestion=None):
    """Other lines for a key and all below it; they begin in its column."""
    prefix = file.lines[node.line][:node.column]
    parts = text.split("\n")
    new = [prefix + parts[0]] + [" " * node.column + part for part in parts[1:]]
    lines = file.lines[:node.line] + new + file.lines[node.end:]
    return Mutant(lines, {node.line + i for i in range(len(new))} if at is None else at, suggestion)


def without(file, node):
    """The lines of a file without a key and all below it; None where it is the only key of an item."""
    if node.dash_column is None:
        return file.lines[:node.line] + file.lines[node.end:]
    siblings = node.parent.children
    if len(siblings) < 2:
        return None
    following = siblings[siblings.index(node) + 1]
    lines = list(file.lines)
    dashes = file.lines[node.line][:node.column]
    lines[following.line] = dashes + lines[following.line][node.column:]
    return lines[:node.line] + lines[node.end:following.line] + lines[following.line:]


def delete(file, node, at, suggestion=None):
    """A key less; `at` are lines of the file as it was."""
    lines = without(file, node)
    if lines is None:
        return None
    count = node.end - node.line
    moved = {line if line < node.end else line - count for line in at if not (node.line < line < node.end)}
    return Mutant(lines, moved, suggestion)


def typo(word, source, known=()):
    """A word as hasty fingers type it: two letters exchanged, one left out, doubled or replaced by its neighbour."""
    neighbours = dict(zip("abcdefghijklmnopqrstuvwxyz", "snvfrdghokjlkmnbiwetdyvexscx"))
    for _ in range(50):
        index = source.randrange(len(word))
        way = source.randrange(4)
        if way == 0 and index + 1 < len(word) and word[index] != word[index + 1]:
            result = word[:index] + word[index + 1] + word[index] + word[index + 2:]
        elif way == 1 and len(word) > 3:
            result = word[:index] + word[index + 1:]
        elif way == 2:
            result = word[:index] + word[index] + word[index:]
        elif way == 3 and word[index].lower() in neighbours:
            result = word[:index] + neighbours[word[index].lower()] + word[index + 1:]
        else:
            continue
        if result != word and result not in known and re.match(r"[A-Za-z]", result):
            return result
    return word + word[-1]


def source_for(seed, *names):
    """Random numbers that depend on nothing but the seed and the names, so that a new kind changes no other."""
    return random.Random("/".join([str(seed), *names]))
