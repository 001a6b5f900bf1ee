"""Writes a grammar as constant tables in C."""

import patterns

NONE = 0xFFFF
KINDS = [
    "any", "str", "text", "int", "num", "bool", "empty", "null", "pattern", "enum", "list", "map", "shape", "one",
    "any-of", "both", "step", "stage-type", "step-type",
]
RULES = ["one", "any", "most", "filled", "needs", "size", "names", "variants"]
CASES = ["equal", "given", "unless", "with", "without", "stages", "steps"]
LETTERS = "BDCAFIPSRL"


class Pool:
    """Values by number, each one once."""

    def __init__(self):
        self.numbers, self.values = {}, []

    def number(self, value):
        if value not in self.numbers:
            self.numbers[value] = len(self.values)
            self.values.append(value)
        return self.numbers[value]


class Tables:
    """All tables, filled while the grammar is walked."""

    def __init__(self, keys):
        self.keys = keys
        self.names, self.types = Pool(), Pool()
        self.lists, self.fields, self.groups, self.rules, self.cases = [], [], [], [], []
        self.shape_numbers = {name: number for number, name in enumerate(keys.shapes)}
        self.pattern_numbers = {name: number for number, name in enumerate(keys.patterns)}
        self.shapes = [self.shape(shape) for shape in keys.shapes.values()]

    def run(self, numbers):
        """Where a run of numbers lies among the lists."""
        numbers = list(numbers)
        size = len(numbers)
        for start in range(len(self.lists) - size + 1):
            if self.lists[start:start + size] == numbers:
                return start, size
        self.lists += numbers
        return len(self.lists) - size, size

    def type(self, kind):
        first, count, low, high = NONE, 0, -(2**31), 2**31 - 1
        name = kind.kind
        if name == "pattern":
            first = self.pattern_numbers[kind.parts[0]]
        elif name == "enum":
            first, count = self.run(self.names.number(value) for value in kind.parts)
        elif name == "shape":
            first = self.shape_numbers[kind.parts[0]]
        elif name in ("list", "map"):
            first = self.type(kind.parts[0])
        elif name in ("one", "any-of", "both"):
            first, count = self.run([self.type(part) for part in kind.parts])
        if kind.minimum is not None:
            low = int(kind.minimum)
        if kind.maximum is not None:
            high = int(kind.maximum)
        return self.types.number((KINDS.index(name), int(kind.exclusive), first, count, low, high))

    def groups_of(self, groups):
        start = len(self.groups)
        for group in groups:
            self.groups.append(self.run(self.names.number(name) for name in group))
        return start, len(groups)

    def shape(self, shape):
        fields = sorted(
            (key.name.encode(), self.names.number(key.name), self.type(key.type), self.flags(key))
            for key in shape.fields
        )
        first_field = len(self.fields)
        self.fields += [entry[1:] for entry in fields]
        first_rule = len(self.rules)
        for kind, value, whose in shape.rules:
            weight = ["", "!", "?"].index(whose)
            if kind == "size":
                self.rules.append((RULES.index(kind), weight, value[0] & NONE, value[1] & NONE))
            else:
                self.rules.append((RULES.index(kind), weight, *self.groups_of(value)))
        if shape.names:
            self.rules.append((RULES.index("names"), 0, self.pattern_numbers[shape.names], 0))
        for names in shape.variants:
            self.rules.append((RULES.index("variants"), 0, *self.run(self.shape_numbers[name] for name in names)))
        first_case = len(self.cases)
        for case in shape.cases:
            keys = self.run(self.names.number(name) for name in case.keys)
            values = self.run(self.names.number(name) for name in case.values)
            self.cases.append(
                (CASES.index(case.kind), *keys, *values, self.shape_numbers[case.shape] if case.shape else NONE))
        parents = self.run(self.shape_numbers[name] for name in shape.parents)
        rest = self.type(shape.rest) if shape.rest else NONE
        return (
            self.names.number(shape.name), first_field, len(shape.fields), first_rule, len(self.rules) - first_rule,
            first_case, len(shape.cases), *parents, rest, int(shape.closed))

    @staticmethod
    def flags(key):
        return {"": 0, "published": 1, "server": 2}[key.required] | (4 if key.unpublished else 0)

    def steps(self):
        for name, step in sorted(self.keys.steps.items(), key=lambda item: item[0].encode()):
            yield (
                self.names.number(name), letters(step.letters), self.shape_numbers[step.shape], self.type(step.spec),
                int(step.optional_spec))

    def stages(self):
        for name, (letter, spec) in sorted(self.keys.stages.items(), key=lambda item: item[0].encode()):
            yield (self.names.number(name), letters(letter), self.type(spec))


def letters(text):
    return sum(1 << LETTERS.index(letter) for letter in text)


def c_string(data):
    escaped = []
    for byte in data:
        if byte in (34, 92):
            escaped.append("\\" + chr(byte))
        elif 32 <= byte < 127:
            escaped.append(chr(byte))
        else:
            escaped.append(f"\\{byte:03o}")
    return '"' + "".join(escaped).replace("??", '?""?') + '"'


def rows(entries, width=112):
    line = " "
    for entry in entries:
        text = " {" + ", ".join(str(number) for number in entry) + "}," if isinstance(entry, tuple) else f" {entry},"
        if len(line) + len(text) > width:
            yield line
            line = " "
        line += text
    yield line


def array(kind, name, entries):
    entries = list(entries)
    return "\n".join([f"const {kind} {name}[] = {{", *rows(entries), "};", ""])


def strings(names):
    """One text with all names, and where each begins and how long it is."""
    places, lines, offset = [], [], 0
    for name in names:
        data = name.encode()
        places.append((offset, len(data)))
        lines.append(data)
        offset += len(data)
    chunks, chunk = [], b""
    for data in lines:
        if len(chunk) + len(data) > 100:
            chunks.append(chunk)
            chunk = b""
        chunk += data
    chunks.append(chunk)
    return "\n".join(f"  {c_string(chunk)}" for chunk in chunks), places


def pattern_tables(keys):
    classes, rows_, entries = Pool(), [], []
    for regex, meaning in keys.patterns.values():
        table = patterns.table(regex)
        columns = {}
        kinds = bytes(
            columns.setdefault(tuple(row[byte] for row in table.next), len(columns)) for byte in range(256))
        first = len(rows_)
        for state, row in enumerate(table.next):
            representatives = {kinds[byte]: row[byte] for byte in range(256)}
            # The lowest bit says whether the text may end here.
            rows_ += [2 * representatives[kind] + int(table.accepts[representatives[kind]]) for kind in range(len(columns))]
        entries.append((classes.number(kinds), len(columns), first, int(table.accepts[0]), meaning))
    return classes.values, rows_, entries


def c_source(keys):
    tables = Tables(keys)
    steps, stages = list(tables.steps()), list(tables.stages())
    documents = [
        (tables.names.number(name), tables.type(kind)) for name, kind in keys.documents.items()
    ]
    classes, transitions, pattern_entries = pattern_tables(keys)
    pattern_rows = [
        (kinds, count, first, accepts, tables.names.number(meaning))
        for kinds, count, first, accepts, meaning in pattern_entries
    ]
    text, places = strings(tables.names.values)
    for kind, entries in (("types", tables.types.values), ("fields", tables.fields), ("lists", tables.lists)):
        assert len(entries) < NONE, kind
    parts = [
        "// Made of grammar/harness.keys by scripts/keys; change that file instead.",
        "",
        '#include "include/keys.h"',
        "",
        "const char harness_text[] =",
        text + ";",
        "",
        array("HarnessKeysName", "harness_names", places),
        array("uint16_t", "harness_lists", tables.lists),
        array("HarnessKeysType", "harness_types", tables.types.values),
        array("HarnessKeysField", "harness_fields", tables.fields),
        array("HarnessKeysGroup", "harness_groups", tables.groups),
        array("HarnessKeysRule", "harness_rules", tables.rules),
        array("HarnessKeysCase", "harness_cases", tables.cases),
        array("HarnessKeysShape", "harness_shapes", tables.shapes),
        array("HarnessKeysStep", "harness_steps", steps),
        array("HarnessKeysStage", "harness_stages", stages),
        array("HarnessKeysDocument", "harness_documents", documents),
        array("HarnessKeysPattern", "harness_patterns", pattern_rows),
        array("uint16_t", "harness_transitions", transitions),
        array("uint8_t", "harness_classes", (byte for kinds in classes for byte in kinds)),
        f"const uint16_t harness_step_count = {len(steps)};",
        f"const uint16_t harness_document_count = {len(documents)};",
        f"const uint16_t harness_shape_count = {len(tables.shapes)};",
        f"const uint16_t harness_stage_count = {len(stages)};",
        f"const uint16_t harness_step_shape = {tables.shape_numbers['Step']};",
        f"const uint16_t harness_template_step = {tables.shape_numbers['TemplateStep']};",
        "",
    ]
    return "\n".join(parts)
