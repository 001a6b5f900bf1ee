"""Writes a grammar as a JSON Schema for editors: closed mappings, so that they complete and mark keys."""

import json


def published_first(kind):
    """What an editor should allow: what the server allows, where the two differ."""
    return kind.parts[1] if kind.kind == "both" else kind


def number(kind):
    result = {"type": "integer" if kind.kind == "int" else "number"}
    if kind.minimum is not None:
        result["exclusiveMinimum" if kind.exclusive else "minimum"] = plain(kind.minimum)
    if kind.maximum is not None:
        result["maximum"] = plain(kind.maximum)
    return result


def plain(bound):
    return int(bound) if bound == int(bound) else bound


class Editor:
    def __init__(self, keys):
        self.keys = keys
        self.used = {}
        self.patterns = set()

    def type(self, kind):
        kind = published_first(kind)
        name = kind.kind
        if name == "any":
            return True
        if name in ("str", "text", "empty"):
            result = {"type": "string"}
            if name == "text":
                result["minLength"] = 1
            if name == "empty":
                result["maxLength"] = 0
            if name == "text" and kind.maximum is not None:
                result["maxLength"] = plain(kind.maximum)
            return result
        if name in ("int", "num"):
            return number(kind)
        if name == "bool":
            return {"type": "boolean"}
        if name == "null":
            return {"type": "null"}
        if name == "pattern":
            self.patterns.add(kind.parts[0])
            return {"$ref": f"#/$defs/{kind.parts[0]}"}
        if name == "enum":
            return {"enum": list(kind.parts)}
        if name == "list":
            result = {"type": "array", "items": self.type(kind.parts[0])}
            if kind.minimum is not None:
                result["minItems"] = plain(kind.minimum)
            if kind.maximum is not None:
                result["maxItems"] = plain(kind.maximum)
            return result
        if name == "map":
            return {"type": "object", "additionalProperties": self.type(kind.parts[0])}
        if name == "shape":
            return self.closed(kind.parts[0])
        if name in ("one", "any-of"):
            return {"anyOf": [self.type(part) for part in kind.parts]}
        if name == "step":
            return {
                "if": {"required": ["template"]},
                "then": self.closed("TemplateStep"),
                "else": {"$ref": "#/$defs/step", "unevaluatedProperties": False},
            }
        if name == "stage-type":
            return {"enum": sorted(self.keys.stages)}
        if name == "step-type":
            return {"enum": sorted(self.keys.steps, key=str.lower)}
        raise ValueError(name)

    def reference(self, name):
        self.used.setdefault(name, None)
        return {"$ref": f"#/$defs/{escaped(name)}"}

    def closed(self, name):
        return {**self.reference(name), "unevaluatedProperties": False}

    def shape(self, shape):
        result = {"type": "object"}
        if shape.fields:
            result["properties"] = {key.name: self.type(key.type) for key in shape.fields}
        required = [key.name for key in shape.fields if key.required]
        if required:
            result["required"] = required
        if shape.rest:
            result["additionalProperties"] = self.type(shape.rest)
        if shape.names:
            result["propertyNames"] = {"pattern": self.keys.patterns[shape.names][0]}
        every = [self.reference(parent) for parent in shape.parents]
        for kind, value, whose in shape.rules:
            if whose != "?":
                self.rule(kind, value, result, every)
        for names in shape.variants:
            every.append({"oneOf": [self.reference(name) for name in names]})
        for case in shape.cases:
            every += self.case(case)
        if every:
            result["allOf"] = every
        return result

    def rule(self, kind, value, result, every):
        if kind == "size":
            if value[0] > 0:
                result["minProperties"] = value[0]
            if value[1] >= 0:
                result["maxProperties"] = value[1]
        elif kind == "needs":
            result.setdefault("dependentRequired", {})[value[0][0]] = value[1]
        elif kind == "one":
            every.append({"oneOf": [{"required": group} for group in value]})
        elif kind in ("any", "filled"):
            every.append({"anyOf": [{"required": group} for group in value]})
        else:
            pairs = [(left, right) for index, left in enumerate(value) for right in value[index + 1:]]
            every += [{"not": {"required": left + right}} for left, right in pairs]

    def case(self, case):
        key = case.keys[0] if case.keys else None
        if case.kind == "stages":
            for name, (_, spec) in sorted(self.keys.stages.items()):
                yield self.when("type", [name], {"properties": {"spec": self.type(spec)}})
        elif case.kind == "steps":
            yield {"$ref": "#/$defs/specs"}
        elif case.kind in ("equal", "given"):
            yield self.when(key, case.values, self.reference(case.shape))
        elif case.kind == "unless":
            condition = {"properties": {key: {"enum": case.values}}, "required": [key]}
            yield {"if": condition, "else": self.reference(case.shape)}
        elif case.kind == "without":
            yield {"if": {"required": [key]}, "else": self.reference(case.shape)}
        else:
            condition = {"anyOf": [{"required": [name]} for name in case.keys]}
            yield {"if": condition, "then": self.reference(case.shape)}

    @staticmethod
    def when(key, values, then):
        return {"if": {"properties": {key: {"enum": values}}, "required": [key]}, "then": then}

    def steps(self):
        """A step by its type, and the spec of each type."""
        steps = sorted(self.keys.steps.items(), key=lambda item: item[0].lower())
        shapes, specs = {}, []
        for name, step in steps:
            shapes.setdefault(step.shape, []).append(name)
            then = {"properties": {"spec": self.type(step.spec)}}
            if not step.optional_spec:
                then["required"] = ["spec"]
            specs.append(self.when("type", [name], then))
        cases = [self.when("type", names, self.reference(shape)) for shape, names in shapes.items()]
        types = {"properties": {"type": {"enum": [name for name, _ in steps]}}, "required": ["type"]}
        return {"type": "object", "allOf": [types, *cases, {"$ref": "#/$defs/specs"}]}, {"allOf": specs}

    def document(self):
        roots = []
        for name, kind in self.keys.documents.items():
            root = self.reference(kind.parts[0])
            roots.append({**root, "title": name})
        step, specs = self.steps()
        definitions = {}
        while len(definitions) < len(self.used):
            for name in list(self.used):
                if name not in definitions:
                    definitions[name] = self.shape(self.keys.shapes[name])
        for name in self.patterns:
            regex, meaning = self.keys.patterns[name]
            definitions[name] = {"type": "string", "pattern": regex, "description": meaning}
        ordered = {name: definitions[name] for name in sorted(definitions)}
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "Harness pipelines",
            "anyOf": roots,
            "$defs": {**ordered, "step": step, "specs": specs},
        }


def escaped(name):
    return name.replace("~", "~0").replace("/", "~1")


def json_schema(keys):
    document = Editor(keys).document()
    definitions = document.pop("$defs")
    lines = [json.dumps(document, ensure_ascii=False)[:-1] + ', "$defs": {']
    entries = [
        f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(value, ensure_ascii=False, separators=(',', ':'))}"
        for name, value in definitions.items()
    ]
    return "\n".join(lines) + "\n" + ",\n".join(entries) + "\n}}\n"
