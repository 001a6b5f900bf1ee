"""Mistakes in what Harness files mean: expressions, conditions, references, secrets, inputs."""

import re

from harness_keys import entities, nodes, of
from mutant import Mutant, change, delete, insert_key, kind, rename, replace, typo


def texts(file):
    """Values in which expressions are replaced: variables of the environment and commands of one line."""
    for step in nodes(file, "step"):
        for node in step.all("spec", "envVariables", "?"):
            if node.is_scalar:
                yield node


def with_variable(file, source, value, suggestion=None):
    """A mutant for each Run step: one more variable of the environment with an expression."""
    for step in nodes(file, "step"):
        kind_of, spec = step.get("type"), step.get("spec")
        if not kind_of or kind_of.text != "Run" or not spec or not spec.children:
            continue
        text = value(step, spec)
        if text is None:
            continue
        variables = spec.get("envVariables")
        if variables and variables.children:
            yield insert_key(file, variables.children[-1], f"PLANTED: {text}", None, suggestion)
        elif not variables:
            mutant = insert_key(file, spec.children[-1], f"envVariables:\n  PLANTED: {text}", None, suggestion)
            mutant.at = {max(mutant.at)}
            yield mutant


@kind("harness", "misspelt root of an expression")
def misspelt_root(file, source):
    for index, line in enumerate(file.lines):
        for match in re.finditer(r"<\+(pipeline|codebase|trigger|stage|env|matrix|execution)\.", line):
            name = match.group(1)
            wrong = typo(name, source, ["pipeline", "codebase", "trigger", "stage", "env", "matrix"])
            yield replace(file, index, match.start(1), len(name), wrong, suggestion=name)
    text, right = source.choice([("<+pipelin.name>", "pipeline"), ("<+pipeine.identifier>", "pipeline"), ("<+stge.name>", "stage"),
                                 ("<+secret.getValue(\"a\")>", "secrets"), ("<+codbase.branch>", "codebase")])
    yield from with_variable(file, source, lambda *_: f"'{text}'" if '"' in text else text, right)


@kind("harness", "misspelt field of an expression")
def misspelt_field(file, source):
    text, right = source.choice([("<+pipeline.nam>", "name"), ("<+pipeline.sequenceID>", "sequenceId"), ("<+stage.nmae>", "name"),
                                 ("<+pipeline.identifer>", "identifier"), ("<+stage.identifiers>", "identifier"),
                                 ("<+pipeline.executionID>", "executionId"), ("<+pipeline.triggerTyp>", "triggerType")])
    yield from with_variable(file, source, lambda *_: text, right)


@kind("harness", "outputs of an unknown step")
def unknown_step(file, source):
    for stage in nodes(file, "stage"):
        steps = [n for n in stage.walk() if n.key == "step" and n.get("identifier") and n.get("identifier").is_scalar]
        for first, second in zip(steps, steps[1:]):
            kind_of, spec = second.get("type"), second.get("spec")
            if kind_of and kind_of.text == "Run" and spec and spec.children and not spec.get("envVariables"):
                name = first.get("identifier").text
                if len(name) > 4:
                    wrong = typo(name, source, [s.get("identifier").text for s in steps])
                    if "_" in name or name.isalnum():
                        mutant = insert_key(file, spec.children[-1],
                                            f"envVariables:\n  PLANTED: <+steps.{wrong}.output.outputVariables.TAG>", None, name)
                        mutant.at = {max(mutant.at)}
                        yield mutant


@kind("harness", "unknown stage in an expression")
def unknown_stage(file, source):
    found = [s.get("identifier") for s in nodes(file, "stage")]
    known = [n.text for n in found if n and n.is_scalar and len(n.text) > 4]
    if known:
        name = source.choice(known)
        wrong = typo(name, source, known)
        yield from with_variable(file, source, lambda *_: f"<+pipeline.stages.{wrong}.name>", name)


@kind("harness", "undeclared variable")
def undeclared_variable(file, source):
    for entity in of(file, "pipeline"):
        for name in entity.all("variables", "*", "name"):
            if name.is_scalar and re.fullmatch(r"\w{5,}", name.text):
                known = [n.text for n in entity.all("variables", "*", "name")]
                wrong = typo(name.text, source, known)
                yield from with_variable(file, source, lambda *_, w=wrong: f"<+pipeline.variables.{w}>", name.text)
    text = source.choice(["<+pipeline.variables.no_such_thing>", "<+stage.variables.no_such_thing>"])
    yield from with_variable(file, source, lambda *_: text)


@kind("harness", "misspelt method")
def misspelt_method(file, source):
    text, right = source.choice([("<+pipeline.name.toUpercase()>", "toUpperCase"), ("<+pipeline.name.lenght()>", "length"),
                                 ("<+pipeline.name.subString(1)>", "substring"), ("<+pipeline.name.replceAll(\"a\", \"b\")>", "replaceAll"),
                                 ("<+pipeline.name.toLowerCas()>", "toLowerCase"), ("<+pipeline.name.startWith(\"a\")>", "startsWith")])
    yield from with_variable(file, source, lambda *_: f"'{text}'", right)


@kind("harness", "unclosed expression")
def unclosed_expression(file, source):
    for index, line in enumerate(file.lines):
        for match in re.finditer(r"<\+[a-zA-Z.]+>", line):
            if not line.lstrip().startswith("#"):
                yield replace(file, index, match.end() - 1, 1, "")
    text = source.choice(["<+pipeline.name", "v<+pipeline.sequenceId", "<+pipeline.name]", "<+pipeline.name}"])
    yield from with_variable(file, source, lambda *_: text)


@kind("harness", "expression that cannot be read")
def bad_expression(file, source):
    text = source.choice(["<+pipeline.name == >", "<+(pipeline.name>", "<+pipeline.name && >",
                          "<+pipeline.name ? 1>", "<+'a>", "<+pipeline.variables[>", "<+pipeline.name + >"])
    yield from with_variable(file, source, lambda *_: f'"{text}"')


@kind("harness", "secret of a wrong shape")
def bad_secret(file, source):
    text = source.choice(["<+secrets.getvalue(\"token\")>", "<+secrets.getValue(token)>", "<+secrets.token>",
                          "<+secrets.get(\"token\")>", "<+secrets.getValue()>", "<+secrets.getValue(\"token)>",
                          "<+secret.getValue(\"token\")>", "<+secrets.getValues(\"token\")>", "${{ secrets.TOKEN }}"])
    yield from with_variable(file, source, lambda *_: f"'{text}'")


@kind("harness", "expression of another system")
def foreign_expression(file, source):
    text = source.choice(["${{ github.sha }}", "${DRONE_COMMIT_SHA}", "{{ .Values.tag }}", "${pipeline.name}", "$(Build.BuildId)"])
    if text.startswith("${{"):
        yield from with_variable(file, source, lambda *_: f"'{text}'")


@kind("harness", "misspelt status in a condition")
def misspelt_status(file, source):
    for step in nodes(file, "step"):
        if not step.get("when"):
            text, right = source.choice([("Sucess", "Success"), ("Failed", "Failure"), ("success", "Success"), ("Always", "All")])
            mutant = insert_key(file, step.children[-1], f"when:\n  stageStatus: {text}", None, right)
            mutant.at = {max(mutant.at)}
            yield mutant
    for stage in nodes(file, "stage"):
        if not stage.get("when"):
            text, right = source.choice([("Sucess", "Success"), ("Faliure", "Failure"), ("All ways", None)])
            mutant = insert_key(file, stage.children[-1], f"when:\n  pipelineStatus: {text}", None, right)
            mutant.at = {max(mutant.at)}
            yield mutant


@kind("harness", "condition that never holds")
def never(file, source):
    for step in nodes(file, "step"):
        if not step.get("when"):
            text = source.choice(['"main" == "develop"', '<+pipeline.name> = "main"', '<+codebase.branch> == main',
                                  '<+pipeline.name> === "a"', '<+trigger.event> == "push" && "a" == "b"', '"<+pipeline.name>" == "main',
                                  '<+pipeline.name> == "a" and and true'])
            mutant = insert_key(file, step.children[-1], f"when:\n  stageStatus: Success\n  condition: '{text}'")
            mutant.at = {max(mutant.at)}
            yield mutant


@kind("harness", "status of the wrong level")
def wrong_status_level(file, source):
    for step in nodes(file, "step"):
        if not step.get("when"):
            mutant = insert_key(file, step.children[-1], "when:\n  pipelineStatus: Success", None, "stageStatus")
            mutant.at = {min(mutant.at), max(mutant.at)}
            yield mutant
    for stage in nodes(file, "stage"):
        if not stage.get("when"):
            mutant = insert_key(file, stage.children[-1], "when:\n  stageStatus: Success", None, "pipelineStatus")
            mutant.at = {min(mutant.at), max(mutant.at)}
            yield mutant


@kind("harness", "unknown axis of a matrix")
def unknown_axis(file, source):
    for step in nodes(file, "step"):
        kind_of, spec = step.get("type"), step.get("spec")
        if kind_of and kind_of.text == "Run" and spec and not step.get("strategy") and not spec.get("envVariables") and spec.children:
            wrong = source.choice(["versoin", "verson", "versions"])
            lines = insert_key(file, step.children[-1], "strategy:\n  matrix:\n    version: [ a, b ]").lines
            at = spec.children[-1].end
            planted = [" " * spec.children[0].column + "envVariables:", " " * spec.children[0].column + f"  PLANTED: <+matrix.{wrong}>"]
            yield Mutant(lines[:at] + planted + lines[at:], {at + 1}, "version")


@kind("harness", "bad strategy")
def bad_strategy(file, source):
    for step in nodes(file, "step"):
        if not step.get("strategy"):
            text, place = source.choice([
                ("strategy:\n  matrix:\n    version: [ a, b ]\n  parallelism: 2", (0, 1, 3)),
                ("strategy:\n  matrx:\n    version: [ a, b ]", (1,)),
                ("strategy:\n  matrix:\n    version: a", (2,)),
                ("strategy:\n  repeat:\n    item: [ a, b ]", (1, 2)),
                ("strategy:\n  matrix:\n    version: [ a, b ]\n    exclude:\n    - verson: a", (3, 4)),
                ("strategy:\n  repeat:\n    items: [ a ]\n    times: 2", (1, 2, 3)),
                ("strategy:\n  parallelism: 0", (1,)),
                ("strategy: parallel", (0,)),
            ])
            mutant = insert_key(file, step.children[-1], text)
            first = min(mutant.at)
            mutant.at = {first + p for p in place}
            yield mutant


@kind("harness", "item of no loop")
def no_loop(file, source):
    text = source.choice(["<+matrix.version>", "<+repeat.item>", "<+strategy.iteration>"])

    def value(step, _):
        above, node = True, step
        while node:
            if node.children and any(c.key == "strategy" for c in node.children):
                above = False
            node = node.parent
        return text if above and not text.startswith("<+strategy") else None

    yield from with_variable(file, source, value)


@kind("harness", "codebase without a build")
def no_codebase(file, source):
    for entity in of(file, "pipeline"):
        node = entity.get("properties")
        if node and node.get("ci", "codebase") and any(n.text == "true" for n in entity.walk() if n.key == "cloneCodebase"):
            lines = {n.line for n in entity.walk() if n.key in ("cloneCodebase",)} | {entity.line, entity.children[0].line}
            lines |= {s.line for s in nodes(file, "stage")} | {s.get("spec").line for s in nodes(file, "stage") if s.get("spec")}
            yield delete(file, node, lines)


@kind("harness", "output that is never assigned")
def no_output(file, source):
    """Only in steps whose commands stand in one line and run no script that could assign it."""
    for step in nodes(file, "step"):
        kind_of, spec = step.get("type"), step.get("spec")
        command = spec.get("command") if spec else None
        if kind_of and kind_of.text == "Run" and command and command.is_scalar and not spec.get("outputVariables"):
            if "NOWHERE" not in file.text and not re.search(r"\.sh|source |\. ", command.text):
                yield insert_key(file, spec.children[-1], "outputVariables:\n- name: NOWHERE")


@kind("harness", "misspelt setting of a plugin")
def misspelt_setting(file, source):
    known = ["repo", "tags", "username", "password", "dockerfile", "auto_tag", "platform", "target", "webhook", "template", "spec"]
    for step in nodes(file, "step"):
        image = step.get("spec", "image")
        if image and image.text.split(":")[0] in ("plugins/docker", "plugins/manifest", "plugins/slack", "plugins/github-release",
                                                  "plugins/buildx"):
            for node in step.all("spec", "settings", "?"):
                if node.key in known and len(node.key) > 3:
                    yield rename(file, node, typo(node.key, source, known), node.key)


@kind("harness", "template without its name or version")
def bad_template(file, source):
    for entity in entities(file):
        for node in entity.walk():
            if node.key == "templateRef":
                siblings = {c.line for c in node.parent.children} | {node.parent.line}
                yield rename(file, node, source.choice(["templateref", "templateRfe", "template"]), "templateRef")
                if len(node.parent.children) > 1:
                    yield delete(file, node, siblings, "templateRef")


@kind("harness", "unknown scope of a reference")
def unknown_scope(file, source):
    for entity in of(file, "pipeline"):
        for node in entity.walk():
            if node.key == "connectorRef" and node.is_scalar and "<+" not in node.text:
                name = node.text.split(".")[-1]
                yield change(file, node, source.choice([f"acount.{name}", f"organization.{name}", f"project.{name}", f"Account.{name}"]))


@kind("harness", "misspelt runtime input")
def bad_input(file, source):
    text = source.choice(["<+inputs>", "<+inpt>", "<+input>.allowedValue(a,b)", "<+input>.defaultValue(a)",
                          "<+input>.allowedValues(a,b", "<+input>.default(a", "<+ input>", "<input>", "<+input>.regexp(a)"])
    if text not in ("<input>", "<+ input>"):
        yield from with_variable(file, source, lambda *_: text)


@kind("harness", "trigger of unknown kinds")
def bad_trigger(file, source):
    for entity in of(file, "trigger"):
        for path in (("source", "type"), ("source", "spec", "type")):
            node = entity.get(*path)
            if node and node.is_scalar and len(node.text) > 3:
                yield change(file, node, typo(node.text, source), node.text)


@kind("harness", "trigger that is not whole")
def partial_trigger(file, source):
    for entity in of(file, "trigger"):
        for path in (("source",), ("identifier",), ("source", "type"), ("orgIdentifier",), ("projectIdentifier",)):
            node = entity.get(*path)
            if node and len(node.parent.children) > 1:
                yield delete(file, node, {node.parent.line, node.line, entity.line} | {c.line for c in node.parent.children},
                             node.key)


@kind("harness", "schedule that is none")
def bad_schedule(file, source):
    for entity in of(file, "trigger"):
        node = entity.get("source", "spec", "spec", "expression")
        if node and node.is_scalar:
            for text in ("0 25 * * *", "every day", "* * *", "61 * * * *", "0 0 * * MOM"):
                yield change(file, node, text)
