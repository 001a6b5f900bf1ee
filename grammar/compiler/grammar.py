"""Reads grammar/harness.keys into shapes and types."""

import re
from dataclasses import dataclass, field


class KeysError(Exception):
    """A mistake in the file, with its line."""


@dataclass(frozen=True)
class Type:
    """A type: its kind, what it is made of, and its bounds."""

    kind: str
    parts: tuple = ()
    minimum: float | None = None
    maximum: float | None = None
    exclusive: bool = False


@dataclass
class Field:
    name: str
    type: Type
    required: str  # "", "published" or "server"
    unpublished: bool


@dataclass
class Case:
    kind: str  # equal, given, unless, with, without, stages, steps
    keys: list
    values: list
    shape: str


@dataclass
class Shape:
    name: str
    fields: list = field(default_factory=list)
    parents: list = field(default_factory=list)
    rules: list = field(default_factory=list)  # (kind, groups or bounds, whose: "", "!" or "?")
    cases: list = field(default_factory=list)
    variants: list = field(default_factory=list)
    closed: bool = False
    rest: Type | None = None
    names: str | None = None


@dataclass
class Step:
    name: str
    letters: str
    optional_spec: bool
    shape: str
    spec: Type


@dataclass
class Grammar:
    patterns: dict = field(default_factory=dict)  # name -> [regex, meaning]
    aliases: dict = field(default_factory=dict)
    shapes: dict = field(default_factory=dict)
    steps: dict = field(default_factory=dict)
    stages: dict = field(default_factory=dict)  # name -> (letter, type)
    documents: dict = field(default_factory=dict)


SIMPLE = {"any", "str", "text", "int", "num", "bool", "empty", "null", "step", "stage-type", "step-type"}
TOKEN = re.compile(r'\s*(enum\([^)]*\)|"[^"]*"|[A-Za-z][A-Za-z0-9_-]*|\([^()|/]*\.\.[^()|/]*\)|[][{}()|/~])')


class TypeReader:
    """One type expression."""

    def __init__(self, text, nested, where):
        self.tokens, self.nested, self.where = [], nested, where
        rest = text
        while rest.strip():
            match = TOKEN.match(rest)
            if not match:
                raise KeysError(f"{where}: what is {rest!r}?")
            self.tokens.append(match.group(1))
            rest = rest[match.end():]

    def peek(self):
        return self.tokens[0] if self.tokens else None

    def take(self, wanted=None):
        token = self.tokens.pop(0) if self.tokens else None
        if token is None or (wanted and token != wanted):
            raise KeysError(f"{self.where}: {wanted or 'more'} is wanted, not {token}")
        return token

    def whole(self):
        result = self.both()
        if self.tokens:
            raise KeysError(f"{self.where}: what is {self.tokens[0]!r}?")
        return result

    def both(self):
        left = self.union()
        if self.peek() != "~":
            return left
        self.take()
        return Type("both", (left, self.union()))

    def union(self):
        parts, sign = [self.item()], self.peek()
        while sign in ("|", "/") and self.peek() == sign:
            self.take()
            parts.append(self.item())
        return parts[0] if len(parts) == 1 else Type("one" if sign == "|" else "any-of", tuple(parts))

    def bounds(self):
        if self.tokens and ".." in self.tokens[0]:
            low, high = self.take()[1:-1].split("..")
            exclusive = low.startswith(">")
            low = low.lstrip(">")
            return (float(low) if low else None, float(high) if high else None, exclusive)
        return (None, None, False)

    def item(self):
        token = self.take()
        if token == "[":
            inner = self.both()
            self.take("]")
            return Type("list", (inner,), *self.bounds())
        if token == "{":
            inner = self.both()
            self.take("}")
            return Type("map", (inner,))
        if token == "(":
            inner = self.both()
            self.take(")")
            return inner
        if token.startswith("enum("):
            values = [value.strip().strip('"') for value in token[5:-1].split(",")]
            return Type("enum", tuple(values))
        if token in SIMPLE:
            return Type(token, (), *self.bounds())
        if token == "object":
            return Type("shape", (self.nested(),))
        return Type("name", (token,))


def lines_of(path):
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            text = line.rstrip("\n")
            if text.strip() and not text.lstrip().startswith("#"):
                yield (f"{path}:{number}", len(text) - len(text.lstrip()), text.strip())


class Reader:
    """The whole file."""

    def __init__(self, path):
        self.lines = list(lines_of(path))
        self.at = 0
        self.grammar = Grammar()
        while self.at < len(self.lines):
            self.declaration()

    def declaration(self):
        where, indent, text = self.lines[self.at]
        if indent:
            raise KeysError(f"{where}: nothing to nest under")
        self.at += 1
        word, rest = text.split(" ", 1)
        grammar = self.grammar
        if word == "pattern":
            name, regex = rest.split(" = ", 1)
            meaning = "a text of a certain form"
            if self.at < len(self.lines) and self.lines[self.at][2].startswith("means "):
                meaning = self.lines[self.at][2][len("means "):]
                self.at += 1
            self.unique(grammar.patterns, name, [regex, meaning], where)
        elif word == "type":
            name, expression = rest.split(" = ", 1)
            self.unique(grammar.aliases, name, TypeReader(expression, None, where).whole(), where)
        elif word == "document":
            name, expression = rest.split(" = ", 1)
            self.unique(grammar.documents, name, TypeReader(expression, None, where).whole(), where)
        elif word == "shape":
            self.shape(rest, where, indent)
        elif word in ("step", "stage"):
            head, _, expression = rest.partition(" = ")
            words = head.split()
            optional = "spec?" in words
            shape = words[words.index("as") + 1] if "as" in words else "Step"
            if expression:
                spec = TypeReader(expression, None, where).whole()
            else:
                name = ("Step " if word == "step" else "Stage ") + words[0]
                self.shape(name, where, indent)
                spec = Type("shape", (name,))
            if word == "step":
                self.unique(grammar.steps, words[0], Step(words[0], words[1], optional, shape, spec), where)
            else:
                self.unique(grammar.stages, words[0], (words[1].strip("-"), spec), where)
        else:
            raise KeysError(f"{where}: what is {word!r}?")

    def unique(self, table, name, value, where):
        if name in table:
            raise KeysError(f"{where}: {name} is there already")
        table[name] = value

    def shape(self, name, where, indent):
        shape = Shape(name)
        self.unique(self.grammar.shapes, name, shape, where)
        self.body(shape, indent)

    def body(self, shape, indent):
        while self.at < len(self.lines) and self.lines[self.at][1] > indent:
            where, depth, text = self.lines[self.at]
            self.at += 1
            if text.startswith("@"):
                self.constraint(shape, where, depth, text)
            else:
                self.key(shape, where, depth, text)

    def key(self, shape, where, depth, text):
        match = re.fullmatch(r"([^\s*!+]+)([*!]?)(\+?) (.*)", text)
        if not match:
            raise KeysError(f"{where}: a key and its type are wanted")
        name, star, plus, expression = match.groups()

        def nested():
            inner = f"{shape.name}.{name}"
            while inner in self.grammar.shapes:
                inner += "'"
            self.shape(inner, where, depth)
            return inner

        kind = TypeReader(expression, nested, where).whole()
        required = {"": "", "*": "published", "!": "server"}[star]
        if any(other.name == name for other in shape.fields):
            raise KeysError(f"{where}: {name} is there already")
        shape.fields.append(Field(name, kind, required, plus == "+"))

    def constraint(self, shape, where, depth, text):
        word, _, rest = text[1:].partition(" ")
        word, strength = (word[:-1], word[-1]) if word[-1] in "!?" else (word, "")
        if word == "like":
            shape.parents.append(rest)
        elif word == "closed":
            shape.closed = True
        elif word == "rest":
            shape.rest = TypeReader(rest, None, where).whole()
        elif word == "names":
            shape.names = rest
        elif word == "size":
            shape.rules.append(("size", [int(bound) if bound else -1 for bound in rest.split("..")], strength))
        elif word in ("one", "any", "most", "filled"):
            shape.rules.append((word, [group.split() for group in rest.split("|")], strength))
        elif word == "needs":
            key, others = rest.split(":")
            shape.rules.append(("needs", [[key.strip()], others.split()], strength))
        elif word == "required":
            shape.rules.append(("any", [[rest]], strength))
        elif word == "variants":
            shape.variants.append([name.strip() for name in rest.split("|")])
        elif word in ("stages", "steps"):
            shape.cases.append(Case(word, [], [], ""))
        elif word in ("case", "given", "unless", "with"):
            self.case(shape, where, depth, word, rest)
        else:
            raise KeysError(f"{where}: what is @{word}?")

    def case(self, shape, where, depth, word, rest):
        head, colon, body = rest.partition(": ")
        head = head.rstrip(":")
        keys, equals, values = head.partition(" = ")
        values = [value.strip().strip('"') for value in values.split(",")] if equals else []
        kind = {"case": "equal", "given": "given", "unless": "unless", "with": "with"}[word]
        if word == "unless" and not values:
            kind = "without"
        keys = [key.strip() for key in keys.split("|")]
        if colon and re.fullmatch(r"[A-Z]\w*", body):
            shape.cases.append(Case(kind, keys, values, body))
            return
        inner = Shape(f"{shape.name}({','.join(values or keys)})")
        while inner.name in self.grammar.shapes:
            inner.name += "'"
        self.grammar.shapes[inner.name] = inner
        if colon:
            add = self.constraint if body.startswith("@") else self.key
            add(inner, where, depth, body)
        self.body(inner, depth)
        shape.cases.append(Case(kind, keys, values, inner.name))


def read(path):
    """The grammar of a file, names resolved."""
    grammar = Reader(path).grammar
    resolve_names(grammar)
    return grammar


def resolve_names(grammar):
    used = set()

    def resolved(kind, seen=()):
        if kind.kind == "shape":
            used.add(kind.parts[0])
            return kind
        if kind.kind == "name":
            name = kind.parts[0]
            if name in grammar.shapes:
                used.add(name)
                return Type("shape", (name,))
            if name in grammar.patterns:
                used.add(name)
                return Type("pattern", (name,))
            if name in grammar.aliases and name not in seen:
                used.add(name)
                return resolved(grammar.aliases[name], (*seen, name))
            raise KeysError(f"there is no type {name}")
        if kind.kind == "enum":
            return kind
        parts = tuple(resolved(part, seen) if isinstance(part, Type) else part for part in kind.parts)
        return Type(kind.kind, parts, kind.minimum, kind.maximum, kind.exclusive)

    for shape in grammar.shapes.values():
        for key in shape.fields:
            key.type = resolved(key.type)
        if shape.rest:
            shape.rest = resolved(shape.rest)
        for other in [*shape.parents, *[case.shape for case in shape.cases], *sum(shape.variants, [])]:
            if other and other not in grammar.shapes:
                raise KeysError(f"{shape.name}: there is no shape {other}")
            used.add(other)
        if shape.names:
            used.add(shape.names)
    for step in grammar.steps.values():
        step.spec = resolved(step.spec)
        used.add(step.shape)
    grammar.stages = {name: (letter, resolved(kind)) for name, (letter, kind) in grammar.stages.items()}
    grammar.documents = {name: resolved(kind) for name, kind in grammar.documents.items()}
    used.add("TemplateStep")
    for name in [*grammar.shapes, *grammar.patterns, *grammar.aliases]:
        if name not in used:
            raise KeysError(f"nothing uses {name}")
