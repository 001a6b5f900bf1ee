"""Makes wheels that carry pipec, with nothing but Python's standard library.

    python3 packaging/python/backend.py PROGRAM FOLDER     the wheel of a program that was built

It is also what pip calls (PEP 517) for this folder or a clone of it, as the hooks of pre-commit and the GitHub action do. The
program is then the first of: the one that PIPEC_BINARY names; .build/release/pipec; the one in the wheel of this version that pip
finds in its index or with PIP_FIND_LINKS. Nothing is compiled, so that nobody needs a toolchain for a hook.
"""

import base64
import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import elf  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# What every Linux has that takes wheels of the kind `manylinux`, as its rules list them, as far as programs in Swift need them.
COMMON = ("libc.so", "libm.so", "libdl.so", "libpthread.so", "librt.so", "libgcc_s.so", "libstdc++.so", "ld-linux")
SUMMARY = "Check, plan and run pipelines of Drone, Harness and PipeCD"
SHELLS = {
    "bash": "share/bash-completion/completions/pipec",
    "zsh": "share/zsh/site-functions/_pipec",
    "fish": "share/fish/vendor_completions.d/pipec.fish",
}


class UnsupportedOperation(Exception):
    """What PEP 517 wants to be raised by a hook that cannot do its work."""


def version():
    with open(os.path.join(ROOT, "Sources/pipec/Edge/Version.swift"), encoding="utf-8") as file:
        return re.search(r'number = "([^"]+)"', file.read()).group(1)


def built_program():
    """The program that lies here or was named; None where there is none."""
    named = os.environ.get("PIPEC_BINARY")
    if named:
        if not os.access(named, os.X_OK):
            raise SystemExit(f"pipec: PIPEC_BINARY names {named}, which is no program")
        return os.path.abspath(named)
    path = os.path.join(ROOT, ".build/release/pipec")
    return path if os.access(path, os.X_OK) else None


def ask(program, *arguments):
    return subprocess.run([program, *arguments], check=True, stdout=subprocess.PIPE).stdout


def platform(program):
    """The platform tag: which C library is old enough is known from the symbols that the program needs."""
    needs = elf.Program(program)
    if needs.glibc is None or not all(name.startswith(COMMON) for name in needs.libraries):
        return f"linux_{needs.machine}"
    return f"manylinux_{needs.glibc[0]}_{needs.glibc[1]}_{needs.machine}"


def metadata():
    with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as file:
        description = file.read()
    head = [
        "Metadata-Version: 2.1", "Name: pipec", f"Version: {version()}", f"Summary: {SUMMARY}", "License: Apache-2.0",
        "License-File: LICENSE", "Keywords: drone,harness,pipecd,ci,yaml,lint", "Requires-Python: >=3.7",
        "Classifier: Environment :: Console", "Classifier: Operating System :: POSIX :: Linux",
        "Classifier: Topic :: Software Development :: Quality Assurance", "Description-Content-Type: text/markdown",
    ]
    return "\n".join(head) + "\n\n" + description


def wheel_file(tag):
    return f"Wheel-Version: 1.0\nGenerator: pipec {version()}\nRoot-Is-Purelib: false\nTag: {tag}\n"


def members(program, tag):
    """The files of the wheel: path, content, and whether it is a program."""
    name = f"pipec-{version()}"
    with open(program, "rb") as file:
        yield f"{name}.data/scripts/pipec", file.read(), True
    pages = [""] + ask(program, "completions", "fish", "--", "help", "").decode().splitlines()[1:]
    for page in (line.split("\t")[0] for line in pages):
        arguments = [page] if page else []
        file = "-".join(["pipec"] + arguments) + ".1"
        yield f"{name}.data/data/share/man/man1/{file}", ask(program, "man", *arguments), False
    for shell, path in SHELLS.items():
        yield f"{name}.data/data/{path}", ask(program, "completions", shell), False
    with open(os.path.join(ROOT, "LICENSE"), "rb") as file:
        yield f"{name}.dist-info/licenses/LICENSE", file.read(), False
    yield f"{name}.dist-info/METADATA", metadata().encode(), False
    yield f"{name}.dist-info/WHEEL", wheel_file(tag).encode(), False


def write_wheel(program, folder):
    """Writes the wheel and returns its name. The same program gives the same bytes."""
    said = ask(program, "--version").decode().split()[1]
    if said != version():
        raise SystemExit(f"pipec: {program} is pipec {said}, and this is {version()}")
    tag = f"py3-none-{platform(program)}"
    name = f"pipec-{version()}-{tag}.whl"
    record = f"pipec-{version()}.dist-info/RECORD"
    lines = []
    os.makedirs(folder, exist_ok=True)
    with zipfile.ZipFile(os.path.join(folder, name), "w", zipfile.ZIP_DEFLATED) as archive:

        def add(path, content, is_program=False):
            entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            entry.external_attr = (0o100755 if is_program else 0o100644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)

        for path, content, is_program in members(program, tag):
            add(path, content, is_program)
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            lines.append(f"{path},sha256={digest},{len(content)}\n")
        add(record, "".join(lines) + f"{record},,\n")
    return name


# What pip calls.


def get_requires_for_build_wheel(config_settings=None):
    return [] if built_program() else [f"pipec=={version()}"]


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    program = built_program() or shutil.which("pipec")
    if program is None:
        raise SystemExit("pipec: there is no program to put into the wheel; name one with PIPEC_BINARY, or run 'make wheel'")
    return write_wheel(program, wheel_directory)


def build_sdist(sdist_directory, config_settings=None):
    raise UnsupportedOperation("pipec is published as wheels, and as a repository")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__.split("\n\n")[1])
    print(os.path.join(sys.argv[2], write_wheel(os.path.abspath(sys.argv[1]), sys.argv[2])))
