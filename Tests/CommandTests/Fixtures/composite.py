"""Runs a composite GitHub action as a runner would, as far as our own needs it.

    python3 composite.py action.yml [INPUT=VALUE…]

Needs PyYAML. Steps run one after another with `bash -eo pipefail`; the first that fails ends it with its status.
"""

import os
import re
import subprocess
import sys

import yaml

with open(sys.argv[1], encoding="utf-8") as file:
    action = yaml.safe_load(file)
given = dict(argument.split("=", 1) for argument in sys.argv[2:])
inputs = {name: given.pop(name, declared.get("default", "")) for name, declared in action["inputs"].items()}
if given:
    sys.exit(f"no such inputs: {', '.join(given)}")


def text(value):
    def input_of(match):
        # Unknown names are a mistake of the action.
        return inputs[match.group(1)]

    return re.sub(r"\$\{\{ *inputs\.([a-z-]+) *\}\}", input_of, str(value))


assert action["runs"]["using"] == "composite"
for step in action["runs"]["steps"]:
    assert step["shell"] == "bash"
    environment = {name: text(value) for name, value in step.get("env", {}).items()}
    environment["GITHUB_ACTION_PATH"] = os.path.dirname(os.path.abspath(sys.argv[1]))
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", text(step["run"])], env={**os.environ, **environment}
    )
    if done.returncode != 0:
        sys.exit(done.returncode)
