"""Mistakes in PipeCD files."""

import re

from mutant import Mutant, change, delete, insert_key, kind, rename, replace, typo

APPLICATIONS = ["KubernetesApp", "TerraformApp", "LambdaApp", "CloudRunApp", "ECSApp", "Application"]


def roots(file, *kinds):
    for document in file.documents:
        root = document.root
        if root.get("kind") and root.get("apiVersion") and (not kinds or root.get("kind").text in kinds) and root.get("spec"):
            yield root


def stages(file):
    for root in roots(file, *APPLICATIONS):
        yield from root.all("spec", "pipeline", "stages", "*")


def head(stage):
    return {stage.line} | {c.line for c in stage.children if c.key in ("name", "with")}


SPEC = ["name", "labels", "pipeline", "input", "trafficRouting", "description", "trigger", "encryption", "notification",
        "quickSync", "planner", "plugins", "events", "metrics", "postSync"]


@kind("pipecd", "misspelt key of a spec")
def misspelt_spec_key(file, source):
    for root in roots(file, *APPLICATIONS):
        for node in root.get("spec").children:
            if node.key in SPEC and len(node.key) > 3:
                yield rename(file, node, typo(node.key, source, SPEC), node.key)


@kind("pipecd", "misspelt key at the top")
def misspelt_top_key(file, source):
    for root in roots(file):
        for key in ("kind", "apiVersion", "spec"):
            yield rename(file, root.get(key), typo(key, source, ["kind", "apiVersion", "spec"]), key)


@kind("pipecd", "misspelt option of a stage")
def misspelt_option(file, source):
    known = ["replicas", "duration", "approvers", "percent", "primary", "canary", "baseline", "prune", "patches", "metrics",
             "timeout", "onRollback", "scale", "addVariantLabelToSelector"]
    for stage in stages(file):
        for node in stage.all("with", "?"):
            if node.key in known:
                yield rename(file, node, typo(node.key, source, known + ["al"]), node.key)


@kind("pipecd", "misspelt key of a stage")
def misspelt_stage_key(file, source):
    for stage in stages(file):
        node = stage.get("with")
        if node and node.children:
            yield rename(file, node, source.choice(["wth", "whith", "options", "wiht"]), None)


@kind("pipecd", "misspelt nested key")
def misspelt_nested_key(file, source):
    known = ["manifests", "kubectlVersion", "helmChart", "helmOptions", "targetGroups", "containerName", "containerPort", "method",
             "istio", "host", "serviceDefinitionFile", "taskDefinitionFile", "terraformVersion", "workspace", "mentions",
             "encryptedSecrets", "decryptionTargets", "autoRollback", "interval", "provider", "expected", "failureLimit",
             "releaseName", "valueFiles", "onChain", "paths", "namespace", "autoCreateNamespace", "variantLabel", "canaryValue"]
    for root in roots(file, *APPLICATIONS):
        for node in root.walk():
            if node.key in known and len(node.path) > 2 and node.column > 2:
                yield rename(file, node, typo(node.key, source, known), node.key)


@kind("pipecd", "misspelt key of another kind of file")
def misspelt_other(file, source):
    known = ["metrics", "interval", "strategy", "provider", "expected", "events", "replacements", "yamlField", "regex", "plugins",
             "projectID", "pipedID", "apiAddress", "repositories", "repoId", "remote", "branch", "deployTargets", "syncInterval",
             "cloudProviders", "platformProviders", "query", "failureLimit", "file"]
    for root in roots(file, "AnalysisTemplate", "EventWatcher", "Piped"):
        for node in root.walk():
            if node.key in known and node.parent.key != "config" and len(node.key) > 3:
                yield rename(file, node, typo(node.key, source, known + ["apiAdress"]), node.key)


@kind("pipecd", "unknown kind")
def unknown_kind(file, source):
    for root in roots(file):
        node = root.get("kind")
        wrong = {"KubernetesApp": "KubernetesApps", "ECSApp": "EcsApp", "Application": "Aplication"}
        yield change(file, node, wrong.get(node.text) or typo(node.text, source), node.text)


@kind("pipecd", "unknown version")
def unknown_version(file, source):
    for root in roots(file):
        yield change(file, root.get("apiVersion"), source.choice(["pipecd.dev/v1", "pipecd.dev/v1beta2", "pipecd/v1beta1", "v1"]),
                     "pipecd.dev/v1beta1")


@kind("pipecd", "unknown stage")
def unknown_stage(file, source):
    for stage in stages(file):
        node = stage.get("name")
        if node and node.is_scalar:
            name = node.text
            place = source.randrange(1, len(name) - 1)
            wrong = name[:place] + name[place + 1:]
            if not any(wrong == s.get("name").text for s in stages(file) if s.get("name")):
                yield change(file, node, wrong, name)


@kind("pipecd", "stage of another platform")
def foreign_stage(file, source):
    other = {"KubernetesApp": "ECS_CANARY_ROLLOUT", "ECSApp": "K8S_CANARY_ROLLOUT", "LambdaApp": "CLOUDRUN_PROMOTE",
             "CloudRunApp": "LAMBDA_PROMOTE", "TerraformApp": "K8S_SYNC"}
    for root in roots(file, *other):
        for stage in root.all("spec", "pipeline", "stages", "*"):
            if not stage.get("with") and stage.get("name"):
                yield change(file, stage.get("name"), other[root.get("kind").text])


@kind("pipecd", "option of a stage beside `with`")
def option_beside_with(file, source):
    for stage in stages(file):
        node = stage.get("with")
        if node and node.children and not node.children[0].is_item:
            lines = [line[2:] if line.strip() else line for line in file.lines[node.line + 1:node.end]]
            if node.children[0].column >= node.column + 2:
                yield Mutant(file.lines[:node.line] + lines + file.lines[node.end:], {node.line, node.line + 1})


@kind("pipecd", "key at the wrong level")
def wrong_level(file, source):
    for root in roots(file, *APPLICATIONS):
        text = source.choice(["autoRollback: true", "stages: []", "manifests: []", "method: istio", "onCommit:\n  disabled: true",
                              "kubectlVersion: 1.18.5"])
        spec = root.get("spec")
        key = text.split(":")[0]
        if spec.children and not spec.get(key) and root.get("kind").text != "Application":
            yield insert_key(file, spec.children[-1], text)
        yield insert_key(file, root.children[-1], source.choice(["name: app", "labels:\n  env: dev", "pipeline:\n  stages: []"]))


@kind("pipecd", "missing required key")
def missing_key(file, source):
    for root in roots(file, *APPLICATIONS):  # their `name` may be missing: the control plane has one
        for stage in root.all("spec", "pipeline", "stages", "*"):
            node = stage.get("name")
            if node and len(stage.children) > 1:
                yield delete(file, node, {stage.line, node.line} | {c.line for c in stage.children}, "name")
    for root in roots(file):
        for key in ("kind", "apiVersion"):
            node = root.get(key)
            yield delete(file, node, {node.line} | {c.line for c in root.children}, key)


@kind("pipecd", "missing option of a stage")
def missing_option(file, source):
    required = {"SCRIPT_RUN": "run", "ANALYSIS": "duration"}  # WAIT waits for a minute
    for stage in stages(file):
        node = stage.get("name")
        if node and node.text in required:
            option = stage.get("with", required[node.text])
            if option and len(option.parent.children) > 1:
                yield delete(file, option, head(stage) | {c.line for c in option.parent.children}, option.key)
            elif option:
                lines = file.lines[:option.parent.line] + file.lines[option.parent.end:]
                yield Mutant(lines, {stage.line, node.line}, option.key)


@kind("pipecd", "list where a text belongs")
def list_for_text(file, source):
    for root in roots(file, *APPLICATIONS):
        for path in (("spec", "name"), ("spec", "input", "kubectlVersion"), ("spec", "trafficRouting", "method"),
                     ("spec", "input", "serviceDefinitionFile"), ("spec", "input", "terraformVersion")):
            node = root.get(*path)
            if node and node.is_scalar:
                yield change(file, node, f"[{node.value}]")


@kind("pipecd", "text where a list belongs")
def text_for_list(file, source):
    for root in roots(file, *APPLICATIONS):
        for node in root.walk():
            if node.key in ("manifests", "stages", "approvers", "valueFiles", "decryptionTargets", "paths", "metrics", "patches"):
                if node.children and node.children[0].is_item and node.dash_column is None:
                    lines = file.lines[:node.line] + [" " * node.column + f"{node.key}: some.yaml"] + file.lines[node.end:]
                    yield Mutant(lines, {node.line})


@kind("pipecd", "text or number of the wrong type")
def wrong_type(file, source):
    for root in roots(file, *APPLICATIONS):
        for node in root.walk():
            if node.key in ("autoRollback", "prune", "disabled", "autoCreateNamespace", "createService") and node.is_scalar:
                yield change(file, node, source.choice(['"true"', "sometimes", "1"]))
            elif node.key in ("containerPort", "failureLimit", "expectedCode") and node.is_scalar:
                yield change(file, node, source.choice(["http", '"80"', "[80]"]))
            elif node.key == "labels" and node.children and len(node.path) == 2 and node.children[0].is_scalar:
                yield change(file, node.children[0], source.choice(["1", "true", "[a]"]))


@kind("pipecd", "bad duration")
def bad_duration(file, source):
    for root in roots(file):
        for node in root.walk():
            if node.key in ("duration", "interval", "syncInterval", "timeout") and node.is_scalar and "config" not in node.path:
                yield change(file, node, source.choice(["10", "5 minuts", "10 min", "ten", "1d", "5M", '"10"', "-5m"]))


@kind("pipecd", "share above 100 per cent")
def above_hundred(file, source):
    for stage in stages(file):
        for node in stage.all("with", "?"):
            if node.key in ("percent", "primary", "canary") and re.fullmatch(r"\d+%?", node.text):
                yield change(file, node, source.choice(["150", "110%", "1000"]))


@kind("pipecd", "bad number of replicas")
def bad_replicas(file, source):
    for stage in stages(file):
        for node in stage.all("with", "?"):
            if node.key in ("replicas", "percent", "scale") and node.is_scalar:
                yield change(file, node, source.choice(["half", "10 %", "10percent", "ten", "%10"]))


@kind("pipecd", "canary that is never cleaned up")
def leftover(file, source):
    for root in roots(file, *APPLICATIONS):
        found = list(root.all("spec", "pipeline", "stages", "*"))
        for stage in found:
            node = stage.get("name")
            if node and node.text in ("K8S_CANARY_CLEAN", "ECS_CANARY_CLEAN", "K8S_BASELINE_CLEAN"):
                rest = file.lines[:stage.line] + file.lines[stage.end:]
                yield Mutant(rest, {s.get("name").line for s in found if s.get("name") and "ROLLOUT" in s.get("name").text})


@kind("pipecd", "rollout that is missing")
def no_rollout(file, source):
    for root in roots(file, *APPLICATIONS):
        found = list(root.all("spec", "pipeline", "stages", "*"))
        for stage in found:
            node = stage.get("name")
            if node and node.text in ("K8S_CANARY_ROLLOUT", "ECS_CANARY_ROLLOUT", "LAMBDA_CANARY_ROLLOUT"):
                rest = file.lines[:stage.line] + file.lines[stage.end:]
                shift = stage.end - stage.line
                at = {s.get("name").line - (shift if s.line > stage.line else 0) for s in found if s is not stage and s.get("name")}
                yield Mutant(rest, at | {stage.parent.line, stage.parent.parent.line})


@kind("pipecd", "wrong path in a template")
def template_path(file, source):
    for index, line in enumerate(file.lines):
        for match in re.finditer(r"\{\{ *\.(App\.Name|K8s\.Namespace|AppCustomArgs\.\w+)", line):
            text = match.group(1)
            if not text.startswith("AppCustomArgs"):
                yield replace(file, index, match.start(1), len(text), text[:-1], suggestion=text.split(".")[1])
            else:
                yield replace(file, index, match.start(1), len("AppCustomArgs"), "AppCustomArg", suggestion="AppCustomArgs")
    for root in roots(file, *APPLICATIONS):
        for stage in root.all("spec", "pipeline", "stages", "*"):
            name = stage.get("name")
            if name and name.text == "ANALYSIS" and stage.get("with", "duration"):
                text = source.choice(["{{ .App.Nam }}", "{{ .Apps.Name }}", "{{ .K8s.Namespaces }}"])
                duration = stage.get("with", "duration")
                if not stage.get("with", "metrics"):
                    mutant = insert_key(file, duration, "metrics:\n- provider: prometheus\n  interval: 1m\n  expected:\n    max: 1\n"
                                        f"  query: 'up{{job=\"{text}\"}}'")
                    mutant.at = {max(mutant.at)}
                    yield mutant


@kind("pipecd", "template that cannot be read")
def bad_template(file, source):
    for index, line in enumerate(file.lines):
        for match in re.finditer(r"\{\{ *\.\w+[.\w]* *\}\}", line):
            text = match.group()
            if not line[match.end():].startswith("}"):
                wrong = source.choice([text[:-2], text[:-1], "{{ " + text[3:-2] + " ) }}", "{{ if " + text[3:-2] + " }}"])
                yield replace(file, index, match.start(), len(text), wrong)


@kind("pipecd", "bad pattern")
def bad_pattern(file, source):
    for root in roots(file, *APPLICATIONS):
        for node in root.walk():
            if node.key == "paths" and node.parent.key in ("onCommit", "trigger") and node.children:
                item = node.children[0]
                if item.is_scalar:
                    yield change(file, item, source.choice(["'[a-z'", "'*('", "'a(b'"]))
        spec = root.get("spec")
        if not spec.get("trigger") and not spec.get("commitMatcher"):
            mutant = insert_key(file, spec.children[-1], source.choice(["commitMatcher:\n  pipeline: '[a-z'", "commitMatcher:\n  quickSync: '*x('"]))
            mutant.at = {max(mutant.at)}
            yield mutant
    for root in roots(file, "EventWatcher"):
        for node in root.walk():
            if node.key == "regex" and node.is_scalar:
                yield change(file, node, "'image: ([a-z'")


@kind("pipecd", "unknown traffic method")
def unknown_method(file, source):
    for root in roots(file, *APPLICATIONS):
        node = root.get("spec", "trafficRouting", "method")
        if node and node.is_scalar:
            yield change(file, node, typo(node.text, source), node.text)


@kind("pipecd", "misspelt word of a fixed set")
def misspelt_word(file, source):
    words = {"strategy": ["THRESHOLD", "PREVIOUS", "CANARY_BASELINE", "CANARY_PRIMARY"], "deviation": ["HIGH", "LOW", "EITHER"]}
    for root in roots(file):
        for node in root.walk():
            if node.key in words and node.text in words[node.key]:
                yield change(file, node, node.text[:-2] + node.text[-1], node.text)
    for root in roots(file, *APPLICATIONS):
        spec = root.get("spec")
        if not spec.get("notification"):
            mutant = insert_key(file, spec.children[-1], "notification:\n  mentions:\n  - event: DEPLOYMENT_SUCCEDED\n    slackUsers:\n    - me",
                                None, "DEPLOYMENT_SUCCEEDED")
            mutant.at = {min(mutant.at) + 2}
            yield mutant


@kind("pipecd", "same key twice")
def duplicate_key(file, source):
    for root in roots(file):
        for path in (("kind",), ("spec", "name"), ("spec", "description")):
            node = root.get(*path)
            if node and node.is_scalar:
                mutant = insert_key(file, node.parent.children[-1], f"{node.key}: other")
                mutant.at.add(node.line + 1)
                yield mutant


@kind("pipecd", "option of version 0 in version 1")
def old_option(file, source):
    for root in roots(file, "Application"):
        if root.get("spec", "plugins"):
            text = source.choice(["input:\n  manifests:\n  - deployment.yaml", "trafficRouting:\n  method: podselector",
                                  "quickSync:\n  prune: true"])
            if not root.get("spec", text.split(":")[0]):
                mutant = insert_key(file, root.get("spec").children[-1], text)
                mutant.at = {min(mutant.at)}
                yield mutant


@kind("pipecd", "misspelt plugin")
def misspelt_plugin(file, source):
    known = ["kubernetes", "terraform", "ecs", "cloudrun", "lambda", "wait", "waitapproval", "analysis", "scriptrun"]
    for root in roots(file, "Application"):
        for node in root.all("spec", "plugins", "?"):
            if node.key in known:
                yield rename(file, node, typo(node.key, source, known), node.key)


@kind("pipecd", "secret that is not decrypted or declared")
def bad_secret(file, source):
    for root in roots(file, *APPLICATIONS):
        for node in root.walk():
            if node.key in ("encryptedSecrets", "decryptionTargets") and node.parent.key == "encryption" and len(node.parent.children) > 1:
                yield delete(file, node, {node.parent.line} | {c.line for c in node.parent.children} | {node.line})


@kind("pipecd", "missing key of a piped, template or watcher")
def missing_other(file, source):
    required = {"Piped": ["projectID", "pipedID", "pipedKeyFile", "apiAddress"]}
    for root in roots(file, "Piped"):
        for key in required["Piped"]:
            node = root.get("spec", key)
            if node:
                yield delete(file, node, {root.get("kind").line, node.line} | {c.line for c in root.get("spec").children}, key)
    for root in roots(file, "AnalysisTemplate"):
        for metric in root.all("spec", "metrics", "?"):
            for key in ("provider", "query", "interval"):
                node = metric.get(key)
                if node:
                    yield delete(file, node, {metric.line} | {c.line for c in metric.children}, key)
    for root in roots(file, "EventWatcher"):
        for event in root.all("spec", "events", "*"):
            for path in (("name",), ("replacements",)):
                node = event.get(*path)
                if node and len(event.children) > 1:
                    yield delete(file, node, {event.line} | {c.line for c in event.children}, node.key)
