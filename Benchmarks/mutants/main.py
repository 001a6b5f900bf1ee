#!/usr/bin/env python3
"""Plants one mistake each into clean files of the corpus and reports which of them pipec finds."""

import argparse
import sys
from pathlib import Path

import corpus as corpora
import drone_keys  # noqa: F401  (these add their kinds to the list)
import drone_meaning  # noqa: F401
import harness_keys  # noqa: F401
import harness_meaning  # noqa: F401
import pipecd_kinds  # noqa: F401
import yaml_kinds  # noqa: F401
from mutant import DATA, KINDS, source_for
from peer import judge
from report import Outcome, misses, table


def place(folder, dialect, name):
    """The path of a file of a dialect in a folder of its own, so that it has no neighbours."""
    inside = folder / dialect / name
    inside.mkdir(parents=True, exist_ok=True)
    return inside / {"drone": ".drone.yml", "harness": "pipeline.yaml", "pipecd": "app.pipecd.yaml"}[dialect]


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def plant(kinds, files, seed, count, folder):
    """The mutants, written to files: for each kind at most `count`, from as many different files as there are."""
    planted = []
    for kind in kinds:
        order = sorted(files[kind.dialect], key=lambda f: source_for(seed, kind.name, f.name).random())
        taken, spare = [], []
        for file in order:
            if len(taken) == count:
                break
            source = source_for(seed, kind.dialect, kind.name, file.name)
            mutants = [m for m in kind.plant(file, source) if m is not None and m.text != file.text]
            source.shuffle(mutants)
            taken += [(file, mutant) for mutant in mutants[:1]]
            spare.append([(file, mutant) for mutant in mutants[1:]])
        for turn in range(count):
            taken += [mutants[turn] for mutants in spare if turn < len(mutants)]
        for number, (file, mutant) in enumerate(taken[:count]):
            name = "-".join(kind.name.replace("'", "").split())
            path = write(place(folder, kind.dialect, f"{name}-{number}"), mutant.text)
            planted.append((kind, file, path, mutant))
    return planted


def main():
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("--pipec", default=".build/release/pipec", help="the program (%(default)s)")
    parser.add_argument("--corpus", default="../shared/corpus", help="the real files (%(default)s)")
    parser.add_argument("--folder", default=".build/mutants", help="where the mutants are written (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="another seed plants other mistakes (%(default)s)")
    parser.add_argument("--count", type=int, default=20, help="mutants for each kind (%(default)s)")
    parser.add_argument("--kind", action="append", default=[], metavar="TEXT", help="only kinds whose name has this in it")
    parser.add_argument("--show", action="append", default=[], metavar="TEXT", help="list the misses of such kinds, or of all")
    parser.add_argument("--everything", action="store_true", help="with --show: what was found, too")
    parser.add_argument("--peer", metavar="PROGRAM", help="check-jsonschema, to be given the same mutants")
    parser.add_argument("--require", nargs=2, type=float, metavar=("FOUND", "LINE"), help="fail below these per cents")
    options = parser.parse_args()

    corpus, folder = Path(options.corpus), Path(options.folder)
    if not corpus.is_dir():
        print(f"There are no real files in {corpus}, so no mistakes are planted.")
        return 0
    DATA.append(corpus.parent / "data")
    wanted = options.kind or ([s for s in options.show if s != "all"])
    kinds = [k for k in KINDS if not wanted or any(w in f"{k.dialect}: {k.name}" for w in wanted)]
    files, bases = {}, []
    print(f"{'unchanged files':<52} clean  usable  quiet when alone")
    for dialect in sorted({k.dialect for k in kinds}):
        files[dialect], quiet = corpora.clean(corpus, options.pipec, dialect)
        copies = [(dialect, f, write(place(folder / "unchanged", dialect, f.name), f.text)) for f in files[dialect]]
        said = corpora.findings(options.pipec, [path for _, _, path in copies])
        bases += [copy for copy in copies if not said[str(copy[2])]]
        files[dialect] = [f for _, f, path in copies if not said[str(path)]]
        print(f"{dialect:<52} {quiet:5d}  {len(copies):6d}  {len(files[dialect]):16d}")
    print()
    planted = plant(kinds, files, options.seed, options.count, folder)
    said = corpora.findings(options.pipec, [path for _, _, path, _ in planted])
    outcomes = [Outcome(kind, file.name, path, mutant, said[str(path)]) for kind, file, path, mutant in planted]
    peer = None
    if options.peer:
        peer, wrongly = judge(options.peer, corpus, outcomes, bases, folder)
    if options.show:
        for line in misses(outcomes, options.everything):
            print(line)
        print()
    for line in table(outcomes, peer):
        print(line)
    if peer is not None:
        for dialect, (rejected, count) in wrongly.items():
            print(f"check-jsonschema rejects {rejected} of the {count} unchanged files of {dialect} that have a schema")
    if options.require:
        found = 100 * sum(o.is_found for o in outcomes) / max(len(outcomes), 1)
        placed = 100 * sum(o.is_placed for o in outcomes) / max(len(outcomes), 1)
        return 0 if found >= options.require[0] and placed >= options.require[1] else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
