"""Mistakes in the keys and the types of Drone files."""

from mutant import Mutant, change, delete, insert_key, kind, rename, replace_lines, typo

STEP = ["image", "commands", "settings", "environment", "when", "depends_on", "volumes", "detach", "failure", "pull",
        "entrypoint", "user", "working_dir"]
PIPELINE = ["steps", "services", "trigger", "volumes", "platform", "depends_on", "workspace", "concurrency", "environment",
            "image_pull_secrets", "node"]


def pipelines(file):
    """The maps of the documents that are pipelines of the 1.x format."""
    for document in file.documents:
        found = document.root.get("kind")
        if found and found.text == "pipeline":
            yield document.root


def steps(file, services=False):
    """The steps (and services) of all pipelines, as items."""
    for root in pipelines(file):
        yield from root.all("steps", "*")
        if services:
            yield from root.all("services", "*")


def head(step):
    """The lines on which a person looks for what is wrong with a step as a whole."""
    return {step.line} | {c.line for c in step.children if c.key in ("name", "image")}


@kind("drone", "misspelt key of a pipeline")
def misspelt_pipeline_key(file, source):
    for root in pipelines(file):
        for node in root.children:
            if node.key in PIPELINE:
                yield rename(file, node, typo(node.key, source, PIPELINE), node.key)


@kind("drone", "misspelt key of a step")
def misspelt_step_key(file, source):
    for step in steps(file, services=True):
        for node in step.children:
            if node.key in STEP:
                yield rename(file, node, typo(node.key, source, STEP + ["command"]), node.key)


@kind("drone", "misspelt nested key")
def misspelt_nested_key(file, source):
    known = {"clone": ["disable", "depth"], "platform": ["os", "arch"], "workspace": ["path", "base"], "concurrency": ["limit"],
             "host": ["path"], "temp": ["medium"]}
    for root in pipelines(file):
        for node in root.walk():
            if node.key and node.parent.key in known and node.key in known[node.parent.key] and len(node.key) > 2:
                yield rename(file, node, typo(node.key, source, known[node.parent.key]), node.key)


@kind("drone", "misspelt condition")
def misspelt_condition(file, source):
    known = ["branch", "event", "status", "ref", "repo", "target", "cron", "instance", "action"]
    for root in pipelines(file):
        for node in root.walk():
            if node.key in known and node.parent.key in ("when", "trigger") and len(node.key) > 3:
                yield rename(file, node, typo(node.key, source, known), node.key)


@kind("drone", "key in another case or with a hyphen")
def key_case(file, source):
    for step in steps(file):
        for node in step.children:
            if node.key == "depends_on":
                yield rename(file, node, source.choice(["depends-on", "dependsOn", "dependson"]), node.key)
            elif node.key in ("image", "commands", "environment", "settings", "when"):
                yield rename(file, node, node.key.capitalize(), node.key)


@kind("drone", "key of another system")
def foreign_key(file, source):
    foreign = {"commands": ["script", "run", "cmd"], "environment": ["env", "variables"], "depends_on": ["needs"],
               "settings": ["with"], "when": ["only", "if"], "steps": ["jobs", "tasks"]}
    for root in pipelines(file):
        for holder in [root, *root.all("steps", "*")]:
            for node in holder.children:
                if node.key in foreign:
                    yield rename(file, node, source.choice(foreign[node.key]))


@kind("drone", "key of a step in its settings")
def step_key_in_settings(file, source):
    for step in steps(file):
        settings = step.get("settings")
        if settings and settings.children and not settings.children[0].is_item:
            text = source.choice(["depends_on: [ clone ]", "when:\n  event: push", "pull: always", "environment:\n  A: b",
                                  "privileged: true", "volumes:\n- name: cache\n  path: /cache"])
            yield insert_key(file, settings.children[-1], text)


@kind("drone", "key of a step in the pipeline")
def step_key_in_pipeline(file, source):
    for root in pipelines(file):
        last = root.children[-1]
        text = source.choice(["commands:\n- make", "image: alpine:3.19", "settings:\n  a: b", "when:\n  event: push",
                              "privileged: true"])
        if not root.get(text.split(":")[0]):
            yield insert_key(file, last, text)


@kind("drone", "key of a pipeline in a step")
def pipeline_key_in_step(file, source):
    for step in steps(file):
        text = source.choice(["trigger:\n  branch: main", "platform:\n  os: linux", "clone:\n  disable: true",
                              "services: []", "concurrency:\n  limit: 1", "workspace:\n  path: /src"])
        yield insert_key(file, step.children[-1], text)


@kind("drone", "condition at the wrong level")
def condition_at_wrong_level(file, source):
    for root in pipelines(file):
        for node in root.walk():
            if node.key == "when" and node.children and node.parent.is_item:
                inner = node.children[0]
                if inner.key in ("branch", "event", "status", "ref") and inner.is_scalar and len(node.children) == 1:
                    yield replace_lines(file, node, f"{inner.key}: {inner.value}", {node.line}, "when")
            if node.key == "trigger" and node.children and node.column == 0:
                yield rename(file, node, "when", "trigger")


@kind("drone", "setting beside settings")
def setting_beside_settings(file, source):
    for step in steps(file):
        settings = step.get("settings")
        if settings and len(settings.children) > 1 and not step.get("commands"):
            moved = settings.children[-1]
            if moved.is_scalar and not moved.key.startswith(("image", "name", "user", "command", "environment", "volumes")):
                lines = list(file.lines)
                lines[moved.line] = " " * settings.column + file.lines[moved.line].lstrip()
                yield Mutant(lines, {moved.line}, "settings")


@kind("drone", "list where a text belongs")
def list_for_text(file, source):
    for step in steps(file, services=True):
        for key in ("image", "name", "pull"):
            node = step.get(key)
            if node and node.is_scalar:
                yield change(file, node, f"[ {node.value} ]")
    for root in pipelines(file):
        for path in (("platform", "os"), ("workspace", "path"), ("type",), ("clone", "depth")):
            node = root.get(*path)
            if node and node.is_scalar:
                yield change(file, node, f"[ {node.value} ]")


@kind("drone", "text where a list belongs")
def text_for_list(file, source):
    for root in pipelines(file):
        for holder in [root, *root.all("steps", "*")]:
            for node in holder.children:
                if node.key in ("commands", "depends_on", "volumes", "image_pull_secrets", "entrypoint"):
                    first = node.children[0] if node.children else None
                    if first and first.is_scalar and first.value[0] not in "'\"" and ": " not in first.value:
                        lines = file.lines[:node.line] + [file.lines[node.line].rstrip() + " " + first.value]
                        yield Mutant(lines + file.lines[node.end:], {node.line})


@kind("drone", "map where a list belongs")
def map_for_list(file, source):
    for step in steps(file):
        node = step.get("environment")
        if node and node.children and all(c.is_scalar for c in node.children):
            lines = list(file.lines)
            for child in node.children:
                lines[child.line] = " " * child.column + f"- {child.key}={child.text}"
            yield Mutant(lines, {node.line} | {c.line for c in node.children})
    for root in pipelines(file):
        for key in ("steps", "volumes", "services"):
            node = root.get(key)
            if node and len(node.children) == 1 and node.children[0].get("name"):
                item = node.children[0]
                lines = list(file.lines)
                lines[item.line] = lines[item.line][:item.column] + " " + lines[item.line][item.column + 1:]
                yield Mutant(lines, {node.line, item.line})


@kind("drone", "text where a boolean belongs")
def text_for_boolean(file, source):
    for step in steps(file):
        text = source.choice(['privileged: "true"', "detach: sometimes", 'detach: "yes"', "detach: 1", "privileged: enabled"])
        if not step.get(text.split(":")[0]):
            yield insert_key(file, step.children[-1], text)
    for root in pipelines(file):
        node = root.get("clone", "disable")
        if node and node.is_scalar:
            yield change(file, node, source.choice(['"true"', "always", "1"]))


@kind("drone", "text where a number belongs")
def text_for_number(file, source):
    for root in pipelines(file):
        for path in (("clone", "depth"), ("concurrency", "limit")):
            node = root.get(*path)
            if node and node.is_scalar:
                yield change(file, node, source.choice([f'"{node.text}"', "one", "all"]))
        if not root.get("concurrency"):
            yield insert_key(file, root.children[-1], 'concurrency:\n  limit: one')


@kind("drone", "same key twice")
def duplicate_key(file, source):
    for step in steps(file):
        for key, value in (("image", "alpine:3.19"), ("environment", "\n  CI_MODE: fast"), ("commands", "\n- make all")):
            node = step.get(key)
            if node and (key != "image" or node.is_scalar):
                mutant = insert_key(file, step.children[-1], f"{key}: {value}".replace(" \n", "\n"))
                mutant.at.add(node.line + 1)
                yield mutant


@kind("drone", "missing image")
def missing_image(file, source):
    for root in pipelines(file):
        kind_of = root.get("type")
        if kind_of and kind_of.text not in ("docker", "kubernetes"):
            continue
        for step in root.all("steps", "*"):
            image = step.get("image")
            if image:
                yield delete(file, image, {step.line} | {c.line for c in step.children if c.key == "name"})


@kind("drone", "missing name of a step")
def missing_name(file, source):
    for step in steps(file):
        name = step.get("name")
        if name and len(step.children) > 1:
            lines = {step.line, step.children[1].line if step.children[0] is name else step.line}
            yield delete(file, name, lines | {name.line})


@kind("drone", "missing kind")
def missing_kind(file, source):
    for root in pipelines(file):
        node = root.get("kind")
        first = min(c.line for c in root.children if c is not node)
        yield delete(file, node, {node.line, first, root.children[0].line}, "kind")


@kind("drone", "misspelt kind or type")
def misspelt_kind(file, source):
    for root in pipelines(file):
        yield change(file, root.get("kind"), source.choice(["Pipeline", "pipline", "pipelines"]), "pipeline")
        node = root.get("type")
        if node and node.text in ("docker", "kubernetes", "exec"):
            yield change(file, node, typo(node.text, source), node.text)


@kind("drone", "steps without a value")
def empty_steps(file, source):
    for root in pipelines(file):
        node = root.get("steps")
        if node and node.children and len(list(root.all("services", "*"))) == 0:
            lines = file.lines[:node.line + 1] + file.lines[node.end:]
            yield Mutant(lines, {node.line, node.parent.children[0].line} | {c.line for c in root.children if c.key == "name"})


@kind("drone", "name of a step as its key")
def name_as_key(file, source):
    """`- build:` and the rest below it, as CircleCI has it."""
    for step in steps(file):
        name = step.get("name")
        if name and name.is_scalar and name is step.children[0] and len(step.children) > 1 and " " not in name.text:
            lines = list(file.lines)
            lines[name.line] = " " * step.column + f"- {name.text}:"
            for index in range(name.line + 1, step.end):
                lines[index] = "  " + lines[index] if lines[index].strip() else lines[index]
            yield Mutant(lines, {name.line})
