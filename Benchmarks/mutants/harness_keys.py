"""Mistakes in the keys, types and values of Harness files."""

from mutant import Mutant, change, delete, insert_key, kind, rename, replace_lines, typo


def entities(file):
    """The one thing that a file describes: pipeline, template, inputSet or trigger."""
    for document in file.documents:
        for node in document.root.children:
            if node.key in ("pipeline", "template", "inputSet", "trigger", "overlayInputSet"):
                yield node


def of(file, key):
    return [n for n in entities(file) if n.key == key]


def nodes(file, key, whole=True):
    """All stages or steps of a pipeline; `whole` leaves out those of input sets and those that are made of templates."""
    for entity in entities(file):
        if whole and entity.key != "pipeline":
            continue
        for node in entity.walk():
            above = {n for n in node.path}
            if node.key == key and node.children and not (whole and ({"templateInputs", "template"} & above)):
                if not whole or not node.get("template"):
                    yield node


def head(node):
    """Where a person looks for what is wrong with a stage or step as a whole."""
    return {node.line} | {c.line for c in node.children if c.key in ("name", "identifier", "type", "spec")}


ENTITY = ["stages", "properties", "variables", "projectIdentifier", "orgIdentifier", "description", "notificationRules"]
STAGE = ["name", "identifier", "type", "spec", "variables", "when", "strategy", "description", "failureStrategies", "template"]
STEP = ["name", "identifier", "type", "spec", "timeout", "when", "failureStrategies", "strategy", "description", "template"]
SPEC = ["image", "command", "connectorRef", "shell", "settings", "envVariables", "outputVariables", "privileged", "reports",
        "imagePullPolicy", "runAsUser", "resources", "repo", "tags", "dockerfile", "context", "execution", "cloneCodebase",
        "platform", "runtime", "infrastructure", "serviceDependencies", "caching", "sharedPaths", "source", "entrypoint",
        "optimize", "buildArgs", "service", "environment", "serviceConfig", "bucket", "target", "sourcePath"]


@kind("harness", "misspelt key of a pipeline")
def misspelt_entity_key(file, source):
    for entity in of(file, "pipeline"):
        for node in entity.children:
            if node.key in ENTITY:
                yield rename(file, node, typo(node.key, source, ENTITY), node.key)


@kind("harness", "misspelt key of a stage")
def misspelt_stage_key(file, source):
    for stage in nodes(file, "stage"):
        for node in stage.children:
            if node.key in STAGE:
                yield rename(file, node, typo(node.key, source, STAGE), node.key)


@kind("harness", "misspelt key of a step")
def misspelt_step_key(file, source):
    for step in nodes(file, "step"):
        for node in step.children:
            if node.key in STEP:
                yield rename(file, node, typo(node.key, source, STEP), node.key)


@kind("harness", "misspelt key of a spec")
def misspelt_spec_key(file, source):
    for holder in [*nodes(file, "stage"), *nodes(file, "step")]:
        for node in holder.all("spec", "?"):
            if node.key in SPEC:
                yield rename(file, node, typo(node.key, source, SPEC), node.key)


@kind("harness", "misspelt deeper key")
def misspelt_deep_key(file, source):
    known = ["steps", "connectorRef", "namespace", "limits", "memory", "onFailure", "errors", "action", "retryCount",
             "stageStatus", "condition", "matrix", "maxConcurrency", "repeat", "paths", "enabled", "arch", "codebase",
             "repoName", "serviceDefinition", "environmentRef", "infrastructureDefinitions", "rollbackSteps", "serviceRef"]
    for entity in of(file, "pipeline"):
        for node in entity.walk():
            if node.key in known and node.parent.key not in ("settings", "envVariables"):
                yield rename(file, node, typo(node.key, source, known), node.key)


@kind("harness", "misspelt key of a trigger or input set")
def misspelt_other_key(file, source):
    known = ["identifier", "pipelineIdentifier", "source", "inputYaml", "enabled", "orgIdentifier", "projectIdentifier",
             "pipeline", "type", "spec", "inputSetRefs"]
    for entity in of(file, "trigger") + of(file, "inputSet"):
        for node in entity.children + list(entity.all("source", "?")):
            if node.key in known and not (node.key == "name"):
                yield rename(file, node, typo(node.key, source, known), node.key)


@kind("harness", "key in another case")
def key_case(file, source):
    for step in nodes(file, "step"):
        for node in step.all("spec", "?"):
            if node.key in SPEC and node.key.lower() != node.key:
                yield rename(file, node, source.choice([node.key.lower(), node.key[0].upper() + node.key[1:]]), node.key)


@kind("harness", "key of Drone or of another system")
def foreign_key(file, source):
    foreign = {"command": ["commands", "script", "run"], "envVariables": ["environment", "env"], "image": ["container"],
               "settings": ["with"], "outputVariables": ["outputs"]}
    for step in nodes(file, "step"):
        for node in step.all("spec", "?"):
            if node.key in foreign:
                yield rename(file, node, source.choice(foreign[node.key]))


@kind("harness", "key of a step in its spec")
def step_key_in_spec(file, source):
    for step in nodes(file, "step"):
        spec = step.get("spec")
        if spec and spec.children:
            text = source.choice(["timeout: 10m", "when:\n  stageStatus: Success", "failureStrategies: []",
                                  "strategy:\n  parallelism: 2", "identifier: inner"])
            if not spec.get(text.split(":")[0]):
                yield insert_key(file, spec.children[-1], text)


@kind("harness", "key of a spec beside it")
def spec_key_beside(file, source):
    for step in nodes(file, "step"):
        spec = step.get("spec")
        kind_of = step.get("type")
        if spec and kind_of and kind_of.text == "Run":
            text = source.choice(["image: alpine", "shell: Bash", "envVariables:\n  A: b", "privileged: true",
                                  "command: make"])
            yield insert_key(file, step.children[-1], text, None, "spec")


@kind("harness", "key of a stage at the wrong level")
def stage_key_elsewhere(file, source):
    for stage in nodes(file, "stage"):
        spec = stage.get("spec")
        if spec and spec.children:
            text = source.choice(["failureStrategies: []", "when:\n  pipelineStatus: Success", "variables: []",
                                  "delegateSelectors: []"])
            if not spec.get(text.split(":")[0]):
                yield insert_key(file, spec.children[-1], text)
        execution = stage.get("spec", "execution")
        if execution and not stage.get("execution") and execution.parent is spec:
            moved = [line[2:] if line.strip() else line for line in file.lines[execution.line:execution.end]]
            if execution.column - 2 == stage.children[0].column:
                rest = file.lines[:execution.line] + file.lines[execution.end:]
                place = stage.end - (execution.end - execution.line)
                yield Mutant(rest[:place] + moved + rest[place:], {place} | {spec.line})


@kind("harness", "list where a text belongs")
def list_for_text(file, source):
    for step in nodes(file, "step"):
        for path in (("spec", "image"), ("spec", "connectorRef"), ("spec", "command"), ("name",), ("spec", "shell")):
            node = step.get(*path)
            if node and node.is_scalar and "<+" not in node.value and node.value[0] not in "'\"":
                yield replace_lines(file, node, f"{node.key}:\n- {node.value}")


@kind("harness", "text where a list belongs")
def text_for_list(file, source):
    for entity in of(file, "pipeline"):
        for node in entity.walk():
            if "templateInputs" in node.path:
                continue
            if node.key in ("stages", "steps", "outputVariables", "paths", "failureStrategies", "variables"):
                if node.children and node.children[0].is_item and "settings" not in node.path:
                    lines = file.lines[:node.line] + [" " * node.column + f"{node.key}: main"] + file.lines[node.end:]
                    if node.dash_column is None:
                        yield Mutant(lines, {node.line})


@kind("harness", "map where a list belongs")
def map_for_list(file, source):
    for entity in of(file, "pipeline"):
        for node in entity.walk():
            if node.key in ("stages", "steps") and len(node.children) == 1 and node.children[0].children:
                item = node.children[0]
                lines = list(file.lines)
                lines[item.line] = lines[item.line][:item.column] + " " + lines[item.line][item.column + 1:]
                yield Mutant(lines, {node.line, item.line})


@kind("harness", "text where a boolean belongs")
def text_for_boolean(file, source):
    for entity in of(file, "pipeline"):
        for node in entity.walk():
            if node.key in ("cloneCodebase", "privileged", "enabled", "optimize", "automountServiceAccountToken") \
                    and node.text in ("true", "false") and node.value[0] not in "'\"":
                yield change(file, node, source.choice(["yess", "sometimes", '"on"', "enabled"]))


@kind("harness", "text where a number belongs")
def text_for_number(file, source):
    for step in nodes(file, "step"):
        text = source.choice(["strategy:\n  parallelism: two", "strategy:\n  repeat:\n    times: many"])
        if not step.get("strategy"):
            mutant = insert_key(file, step.children[-1], text)
            mutant.at = {max(mutant.at)}
            yield mutant


@kind("harness", "missing required key of a stage or step")
def missing_key(file, source):
    for holder in [*nodes(file, "stage"), *nodes(file, "step")]:
        for key in ("identifier", "name", "type", "spec"):
            node = holder.get(key)
            if node and len(holder.children) > 1:
                yield delete(file, node, head(holder) | {node.line}, key)


@kind("harness", "missing required key of a spec")
def missing_spec_key(file, source):
    required = {"Run": ["command"], "Plugin": ["image", "connectorRef"], "BuildAndPushDockerRegistry": ["connectorRef", "repo"],
                "GCSUpload": ["connectorRef", "bucket", "sourcePath"], "ShellScript": ["shell", "source"], "Action": ["uses"],
                "BuildAndPushECR": ["region", "account", "imageName"], "GitClone": ["connectorRef"]}
    for step in nodes(file, "step"):
        kind_of, spec = step.get("type"), step.get("spec")
        if not kind_of or not spec or len(spec.children) < 2:
            continue
        for key in required.get(kind_of.text, []):
            node = spec.get(key)
            optional = key == "connectorRef" and kind_of.text in ("Plugin", "GitClone") or key == "command" and spec.get("image")
            if node and not optional:
                yield delete(file, node, head(step) | {c.line for c in spec.children if c is not node}, key)


@kind("harness", "missing required key of a pipeline")
def missing_entity_key(file, source):
    for entity in of(file, "pipeline"):
        for key in ("identifier", "name", "stages"):
            node = entity.get(key)
            if node:
                yield delete(file, node, {entity.line, entity.children[0].line, node.line}, key)
        codebase = entity.get("properties", "ci", "codebase", "build")
        if codebase:
            yield delete(file, codebase, {codebase.parent.line} | {c.line for c in codebase.parent.children}, "build")


@kind("harness", "unknown type of a step")
def unknown_step_type(file, source):
    known = ["Run", "Plugin", "BuildAndPushDockerRegistry", "GitClone", "ShellScript", "K8sRollingDeploy", "GCSUpload",
             "K8sRollingRollback", "Background", "Action"]
    for step in nodes(file, "step"):
        node = step.get("type")
        if node and node.text in known and len(node.text) > 3:
            yield change(file, node, typo(node.text, source, known), node.text)
        elif node and node.text == "Run":
            yield change(file, node, source.choice(["run", "Rum", "Runn"]), "Run")


@kind("harness", "unknown type of a stage")
def unknown_stage_type(file, source):
    wrong = {"CI": "Ci", "Deployment": "Deploy", "Custom": "Costum", "Approval": "Aproval", "Pipeline": "Pipline"}
    for stage in nodes(file, "stage"):
        node = stage.get("type")
        if node and node.text in wrong:
            yield change(file, node, wrong[node.text], node.text)


@kind("harness", "misspelt word of a fixed set")
def misspelt_word(file, source):
    words = {"shell": ["Sh", "Bash", "Powershell", "Pwsh", "Python"], "os": ["Linux", "MacOS", "Windows"],
             "arch": ["Amd64", "Arm64"], "imagePullPolicy": ["Always", "IfNotPresent", "Never"],
             "stageStatus": ["Success", "Failure", "All"], "pipelineStatus": ["Success", "Failure", "All"]}
    for entity in of(file, "pipeline"):
        for node in entity.walk():
            if node.key in words and node.text in words[node.key] and "settings" not in node.path:
                wrong = {"Sh": "Shell", "Bash": "Bsh"}.get(node.text) or typo(node.text, source, words[node.key])
                yield change(file, node, wrong, None if node.text == "Sh" else node.text)
            elif node.key == "type" and node.parent.key in ("runtime", "infrastructure") and node.text in ("Cloud", "VM", "KubernetesDirect"):
                wrong = {"Cloud": "Clould", "VM": "Vm", "KubernetesDirect": "KubernetsDirect"}[node.text]
                yield change(file, node, wrong, node.text)
            elif (node.key == "type" and node.parent.is_item and node.text == "String" and node.parent.get("value")
                  and "templateInputs" not in node.path):
                yield change(file, node, source.choice(["Strng", "Sting"]), "String")


@kind("harness", "word of a fixed set in another case")
def word_case(file, source):
    for entity in of(file, "pipeline"):
        for node in entity.walk():
            if (node.key in ("shell", "os", "arch", "stageStatus", "imagePullPolicy") and "settings" not in node.path
                    and node.is_scalar and node.text[:1].isupper() and node.text.lower() != node.text):
                yield change(file, node, node.text.lower(), node.text)


@kind("harness", "same identifier twice")
def duplicate_identifier(file, source):
    for key in ("step", "stage"):
        groups = {}
        for node in nodes(file, key):
            place = node.parent.parent  # the list, or `parallel` in it
            while place.key == "parallel":
                place = place.parent.parent
            found = node.get("identifier")
            if found and found.is_scalar:
                groups.setdefault(id(place), []).append(found)
        for group in groups.values():
            for first, second in zip(group, group[1:]):
                yield change(file, second, first.value, at={first.line, second.line})


@kind("harness", "identifier with letters that it cannot have")
def bad_identifier(file, source):
    for key in ("step", "stage"):
        for node in nodes(file, key):
            found = node.get("identifier")
            if found and found.is_scalar and "<+" not in found.text:
                text = found.text
                yield change(file, found, source.choice([f"{text}-x", f"{text} x", f"1{text}", f"{text}.x", f"{text}/x"]))


@kind("harness", "same key twice")
def duplicate_key(file, source):
    for step in nodes(file, "step"):
        for path in (("name",), ("identifier",), ("spec", "image"), ("spec", "shell"), ("spec", "connectorRef")):
            node = step.get(*path)
            if node and node.is_scalar:
                mutant = insert_key(file, node.parent.children[-1], f"{node.key}: other")
                mutant.at.add(node.line + 1)
                yield mutant


@kind("harness", "bad duration")
def bad_duration(file, source):
    for key in ("step", "stage"):
        for node in nodes(file, key):
            text = source.choice(["10", "5 minuts", "10 min", "1h30", "ten minutes", "5M", "10mins", "-5m"])
            timeout = node.get("timeout")
            if timeout and timeout.is_scalar:
                yield change(file, timeout, text)
            elif not timeout:
                yield insert_key(file, node.children[-1], f"timeout: {text}")


@kind("harness", "bad failure strategy")
def bad_failure(file, source):
    for key in ("step", "stage"):
        for node in nodes(file, key):
            if node.get("failureStrategies"):
                continue
            text, place = source.choice([
                ("failureStrategies:\n- onFailure:\n    errors:\n    - AllError\n    action:\n      type: Ignore", 3),
                ("failureStrategies:\n- onFailure:\n    errors:\n    - AllErrors\n    action:\n      type: Ingore", 5),
                ("failureStrategies:\n- onFailure:\n    errors:\n    - AllErrors", 1),
                ("failureStrategies:\n- onFailure:\n    errors:\n    - AllErrors\n    action:\n      type: Retry", 4),
                ("failureStrategies:\n- onFailure:\n    errors:\n    - Timeouts\n    action:\n      type: Abort", 3),
                ("failureStrategies:\n- onError:\n    errors:\n    - AllErrors\n    action:\n      type: Abort", 1),
                ("failureStrategies:\n- onFailure:\n    action:\n      type: Abort", 1),
                ("failureStrategies:\n  onFailure:\n    errors:\n    - AllErrors\n    action:\n      type: Abort", 0),
                ("failureStrategies:\n- onFailure:\n    errors: [ AllErrors ]\n    action: Abort", 3),
            ])
            mutant = insert_key(file, node.children[-1], text)
            first = min(mutant.at)
            mutant.at = {first + place, first + place + 1, first + place - 1} & mutant.at
            yield mutant


@kind("harness", "version as a number or apiVersion")
def wrong_root(file, source):
    for entity in of(file, "pipeline"):
        yield rename(file, entity, source.choice(["pipelines", "pipline", "Pipeline"]), "pipeline")
