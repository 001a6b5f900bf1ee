"""Mistakes in what the keys of Drone files mean: names, conditions, settings, secrets, texts."""

import re

from drone_keys import head, pipelines, steps
from mutant import Mutant, change, delete, insert_key, kind, plugins, rename, replace, replace_lines, typo


def names(file, root):
    return [s.get("name") for s in root.all("steps", "*") if s.get("name") and s.get("name").is_scalar]


@kind("drone", "unknown step in depends_on")
def unknown_dependency(file, source):
    for root in pipelines(file):
        known = [n.text for n in names(file, root)]
        for step in root.all("steps", "*"):
            node = step.get("depends_on")
            for text, line, column in node.entries() if node else []:
                if text in known and len(text) > 3 and file.lines[line][column:column + len(text)] == text:
                    yield replace(file, line, column, len(text), typo(text, source, known), suggestion=text)


@kind("drone", "unknown pipeline in depends_on")
def unknown_pipeline(file, source):
    for root in pipelines(file):
        known = [r.get("name").text for r in pipelines(file) if r.get("name")]
        node = root.get("depends_on")
        for text, line, column in node.entries() if node else []:
            if text in known and len(text) > 3 and file.lines[line][column:column + len(text)] == text:
                yield replace(file, line, column, len(text), typo(text, source, known), suggestion=text)


@kind("drone", "cycle of steps")
def cycle(file, source):
    for root in pipelines(file):
        items = [s for s in root.all("steps", "*") if s.get("name")]
        for first, second in zip(items, items[1:]):
            if not first.get("depends_on") and not second.get("depends_on"):
                name = first.get("name").value
                lines = insert_key(file, second.children[-1], f"depends_on: [ {name} ]").lines
                added = [" " * first.children[-1].column + f"depends_on: [ {second.get('name').value} ]"]
                end = first.children[-1].end
                lines = lines[:end] + added + lines[end:]
                at = {end, second.children[-1].end + 1, first.get("name").line, second.get("name").line + 1}
                yield Mutant(lines, at)


@kind("drone", "step that depends on itself")
def self_dependency(file, source):
    for step in steps(file):
        name = step.get("name")
        if name and name.is_scalar and not step.get("depends_on"):
            yield insert_key(file, step.children[-1], f"depends_on: [ {name.value} ]")


@kind("drone", "name of a step twice")
def duplicate_step(file, source):
    for root in pipelines(file):
        found = names(file, root)
        for first, second in zip(found, found[1:]):
            yield change(file, second, first.value, at={first.line, second.line})


@kind("drone", "name of a pipeline twice")
def duplicate_pipeline(file, source):
    found = [r.get("name") for r in pipelines(file) if r.get("name") and r.get("name").is_scalar]
    for first, second in zip(found, found[1:]):
        users = [n for n in pipelines(file) if n.get("depends_on")]
        if not users:
            yield change(file, second, first.value, at={first.line, second.line})


def plugin(step):
    """What is known of the plugin that a step runs, if all of its settings are known; nothing for other steps."""
    image = step.get("image")
    if not image or not image.is_scalar or step.get("commands"):
        return None
    known = plugins().get(re.sub(r"^docker\.io/", "", re.sub(r"[:@][^/]*$", "", image.text.lower())))
    return known if known and known["evidence"] == "history" and not known.get("open") else None


def names_of(known):
    """All names that a plugin takes a setting by."""
    return {name for key, facts in known["settings"].items() for name in (key, *facts.get("aliases", []))}


@kind("drone", "misspelt setting")
def misspelt_setting(file, source):
    for step in steps(file):
        known = plugin(step)
        for node in step.all("settings", "?"):
            if known and node.key in known["settings"] and len(node.key) > 4 and not known.get("patterns"):
                wrong = typo(node.key, source, names_of(known))
                if not any(key in known.get("open_if", []) for key in (c.key for c in node.parent.children)):
                    yield rename(file, node, wrong, node.key)


@kind("drone", "setting with a hyphen")
def hyphen_setting(file, source):
    for step in steps(file):
        known = plugin(step)
        for node in step.all("settings", "?"):
            if known and node.key in known["settings"] and "_" in node.key:
                if node.key.replace("_", "-") not in names_of(known):
                    yield rename(file, node, node.key.replace("_", "-"), node.key)


@kind("drone", "value that a setting cannot have")
def bad_setting_value(file, source):
    wrong = {"boolean": ["maybe", "ture", "enabled"], "number": ["many", "1O"], "duration": ["10", "5 minuts"]}
    for step in steps(file):
        known = plugin(step)
        settings = step.get("settings")
        if known and settings and settings.children:
            present = {c.key for c in settings.children}
            for key, facts in sorted(known["settings"].items()):
                taken = {key, *facts.get("aliases", [])} & present
                if facts["type"] in wrong and facts.get("strict") and not facts.get("also") and not taken:
                    yield insert_key(file, settings.children[-1], f"{key}: {source.choice(wrong[facts['type']])}")


@kind("drone", "missing setting")
def missing_setting(file, source):
    for step in steps(file):
        known = plugin(step)
        for node in step.all("settings", "?"):
            facts = known["settings"].get(node.key) if known else None
            if facts and facts.get("required") and len(node.parent.children) > 1 and not facts.get("env"):
                yield delete(file, node, head(step) | {node.parent.line}, node.key)


@kind("drone", "secret of a wrong shape")
def secret_shape(file, source):
    for step in steps(file):
        for node in step.walk():
            if node.key == "from_secret" and node.is_scalar:
                way = source.randrange(4)
                if way == 0:
                    yield change(file, node, f"[ {node.value} ]")
                elif way == 1:
                    yield rename(file, node, source.choice(["from_secrets", "from-secret", "fromSecret", "form_secret"]),
                                 "from_secret")
                elif way == 2:
                    yield replace_lines(file, node, f"from_secret:\n  name: {node.value}")
                elif node.parent.end == node.end and len(node.parent.children) == 1 and node.line > node.parent.line:
                    lines = file.lines[:node.parent.line] + [
                        file.lines[node.parent.line].rstrip() + f" from_secret {node.value}"] + file.lines[node.end:]
                    yield Mutant(lines, {node.parent.line}, "from_secret")


@kind("drone", "secrets as Drone 0.8 has them")
def old_secrets(file, source):
    for step in steps(file):
        if not step.get("secrets"):
            yield insert_key(file, step.children[-1], "secrets: [ deploy_token ]")


@kind("drone", "credential in clear")
def plain_credential(file, source):
    for step in steps(file):
        for node in step.all("settings", "?"):
            secret = node.get("from_secret")
            if secret and node.key in ("password", "token", "api_key", "secret_key", "webhook", "ssh_key") and plugin(step):
                text = {"webhook": "https://hooks.slack.com/services/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"}
                yield replace_lines(file, node, f"{node.key}: {text.get(node.key, 'hT7kQ2vL9xW4bN6cZ1')}", {node.line}, "from_secret")


@kind("drone", "misspelt event")
def misspelt_event(file, source):
    known = ["push", "pull_request", "tag", "promote", "rollback", "cron", "custom"]
    for root in pipelines(file):
        for node in root.walk():
            if node.key == "event" and node.parent.key in ("when", "trigger"):
                for text, line, column in node.entries() + [e for n in node.all("include") for e in n.entries()]:
                    if text in known and file.lines[line][column:column + len(text)] == text:
                        yield replace(file, line, column, len(text), typo(text, source, known + ["pus"]), suggestion=text)


@kind("drone", "event of another system")
def foreign_event(file, source):
    foreign = {"pull_request": ["merge_request", "pull-request", "pr"], "push": ["commit", "Push"], "tag": ["release", "tags"],
               "promote": ["deployment", "deploy"], "cron": ["schedule"]}
    for root in pipelines(file):
        for node in root.walk():
            if node.key == "event" and node.parent.key in ("when", "trigger"):
                for text, line, column in node.entries():
                    if text in foreign and file.lines[line][column:column + len(text)] == text:
                        yield replace(file, line, column, len(text), source.choice(foreign[text]), suggestion=text)


@kind("drone", "misspelt status")
def misspelt_status(file, source):
    for root in pipelines(file):
        for node in root.walk():
            if node.key == "status" and node.parent.key in ("when", "trigger"):
                for text, line, column in node.entries():
                    if text in ("success", "failure") and file.lines[line][column:column + 7] == text:
                        yield replace(file, line, column, 7, typo(text, source, ["succes"]), suggestion=text)


@kind("drone", "reference that never matches")
def impossible_ref(file, source):
    for step in steps(file):
        if not step.get("when"):
            ref = source.choice(["refs/head/main", "refs/tag/*", "ref/heads/main", "refs/pulls/*/head", "/refs/heads/main"])
            mutant = insert_key(file, step.children[-1], f"when:\n  ref: {ref}")
            mutant.at = {max(mutant.at)}
            yield mutant


@kind("drone", "branch that never matches")
def impossible_branch(file, source):
    for root in pipelines(file):
        for node in root.walk():
            if node.key == "branch" and node.parent.key in ("when", "trigger"):
                for text, line, column in node.entries():
                    if re.fullmatch(r"[\w-]+", text) and file.lines[line][column:column + len(text)] == text:
                        new = source.choice([f"refs/heads/{text}", f"^{text}$", f"'[{text}'"])
                        yield replace(file, line, column, len(text), new)


@kind("drone", "conditions that contradict each other")
def contradiction(file, source):
    for step in steps(file):
        if not step.get("when"):
            text, lines = source.choice([
                ("when:\n  event: tag\n  ref: refs/heads/main", 3),
                ("when:\n  event: push\n  target: production", 3),
                ("when:\n  branch:\n    include: [ main ]\n    exclude: [ main ]", 4),
                ("when:\n  event: push\n  cron: nightly", 3),
                ("when:\n  event:\n    exclude: [ push, pull_request, tag, promote, rollback, cron, custom ]", 3)])
            yield insert_key(file, step.children[-1], text)


@kind("drone", "trigger that never matches")
def impossible_trigger(file, source):
    for root in pipelines(file):
        if not root.get("trigger"):
            text = source.choice(["trigger:\n  event: [ merge_request ]", "trigger:\n  ref: [ refs/head/main ]",
                                  "trigger:\n  event: pull-request", "trigger:\n  branch: refs/heads/main",
                                  "trigger:\n  event: push\n  target: production"])
            yield insert_key(file, root.children[-1], text)


@kind("drone", "condition with another shape")
def condition_shape(file, source):
    for step in steps(file):
        if not step.get("when"):
            text = source.choice(["when: push", "when: [ push, tag ]", "when:\n- event: push",
                                  "when:\n  branch:\n    exclude: main", "when:\n  event: push, tag",
                                  "when:\n  branch:\n    includes: [ main ]", "when:\n  branch: '!main'"])
            yield insert_key(file, step.children[-1], text)


@kind("drone", "unclosed substitution")
def unclosed_substitution(file, source):
    for step in steps(file):
        node = step.get("commands")
        items = [i for i in node.children if i.is_item and i.is_scalar and i.value[0] not in "'\""] if node else []
        if items:
            item = source.choice(items)
            line = file.lines[item.line].split(" #")[0].rstrip()
            lines = list(file.lines)
            lines[item.line] = line + source.choice([" ${DRONE_TAG", " ${DRONE_BRANCH.x}", " ${DRONE_COMMIT_SHA[0]}", " ${}"])
            yield Mutant(lines, {item.line})


@kind("drone", "misspelt variable")
def misspelt_variable(file, source):
    for index, line in enumerate(file.lines):
        for match in re.finditer(r"\$\{(DRONE_(?:COMMIT|BUILD|REPO)_[A-Z]+)[}:^,]", line):
            if not line.lstrip().startswith("#"):
                name = match.group(1)
                place = source.randrange(7, len(name) - 1)
                wrong = name[:place] + name[place + 1] + name[place] + name[place + 2:]
                if wrong != name:
                    yield replace(file, index, match.start(1), len(name), wrong, suggestion=name)


@kind("drone", "volume that is not declared")
def unknown_volume(file, source):
    for root in pipelines(file):
        declared = [v.get("name").text for v in root.all("volumes", "*") if v.get("name")]
        for step in root.all("steps", "*"):
            for name in step.all("volumes", "*", "name"):
                if name.is_scalar and name.text in declared and len(name.text) > 3:
                    yield change(file, name, typo(name.text, source, declared), name.text)
            if not step.get("volumes") and step.get("image"):
                yield insert_key(file, step.children[-1], "volumes:\n- name: cahce\n  path: /cache")


@kind("drone", "volume that is nothing")
def volume_of_nothing(file, source):
    for root in pipelines(file):
        for volume in root.all("volumes", "*"):
            for node in volume.children:
                if node.key == "temp" and node.value == "{}":
                    yield replace(file, node.line, node.value_column, 2, "", {node.line, volume.line})
                    yield rename(file, node, source.choice(["tmp", "temporary", "emptyDir"]))
                elif node.key == "host" and node.get("path"):
                    yield rename(file, node, source.choice(["hostPath", "hosts", "local"]))


@kind("drone", "unknown platform")
def unknown_platform(file, source):
    for root in pipelines(file):
        kind_of = root.get("type")
        if kind_of and kind_of.text != "docker":
            continue
        node = root.get("platform", "os")
        if node and node.is_scalar:
            yield change(file, node, source.choice(["Linux", "lunix", "macos"]), None)
        node = root.get("platform", "arch")
        if node and node.is_scalar:
            yield change(file, node, source.choice(["amd", "x86_64", "arm32", "adm64", "aarch64"]), None)


@kind("drone", "unknown pull or failure")
def unknown_policy(file, source):
    for step in steps(file):
        node = step.get("pull")
        if node and node.is_scalar:
            wrong = {"always": "allways", "if-not-exists": "if-not-exist", "never": "nevr"}.get(node.text)
            if wrong:
                yield change(file, node, wrong, node.text)
        elif step.get("image"):
            text, right = source.choice([("failure: ingore", "ignore"), ("failure: ignored", "ignore"),
                                         ("pull: IfNotPresent", "if-not-exists"), ("failure: Ignore", "ignore"),
                                         ("pull: if_not_exists", "if-not-exists")])
            if not step.get(text.split(":")[0]):
                yield insert_key(file, step.children[-1], text, None, right)


@kind("drone", "image that is no reference")
def bad_image(file, source):
    for step in steps(file, services=True):
        node = step.get("image")
        if node and node.is_scalar and re.fullmatch(r"[a-z0-9/-]+:[\w.-]+", node.text):
            name, tag = node.text.split(":")
            yield change(file, node, source.choice([f"{name}:{tag}:latest", f"{name.capitalize()}:{tag}", f"'{name} :{tag}'",
                                                    f"{name}@{tag}", f"https://hub.docker.com/{name}:{tag}"]))


@kind("drone", "size that is none")
def bad_size(file, source):
    for root in pipelines(file):
        kind_of = root.get("type")
        if kind_of and kind_of.text != "docker":
            continue
        for step in root.all("steps", "*"):
            text = source.choice(["mem_limit: 1gigs", "mem_limit: lots", "memswap_limit: 1,5g", "mem_limit: 512 megabytes"])
            yield insert_key(file, step.children[-1], text)


@kind("drone", "command that is a map")
def command_map(file, source):
    for step in steps(file):
        node = step.get("commands")
        items = [i for i in node.children if i.is_item] if node else []
        if items and items[-1].end == items[-1].line + 1:
            yield insert_key(file, items[-1], "- echo status: done")


@kind("drone", "lost document separator")
def lost_separator(file, source):
    for index, line in enumerate(file.lines):
        if line.rstrip() == "---" and index > 5 and file.documents and any(d.first > index for d in file.documents):
            following = next((d for d in file.documents if d.first > index), None)
            before = [d for d in file.documents if d.first < index]
            if following and before:
                lines = file.lines[:index] + [""] + file.lines[index + 1:]
                repeated = {c.key for c in before[-1].root.children}
                at = {c.line for c in following.root.children if c.key in repeated}
                at |= {c.line for c in before[-1].root.children}
                yield Mutant(lines, at)


@kind("drone", "Actions expression")
def actions_expression(file, source):
    for step in steps(file):
        node = step.get("environment")
        if node and node.children and not node.children[0].is_item:
            yield insert_key(file, node.children[-1], "DEPLOY_TOKEN: ${{ secrets.DEPLOY_TOKEN }}")
