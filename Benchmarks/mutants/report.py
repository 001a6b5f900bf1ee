"""What became of the mutants, as a table and as a list of misses."""

import re


class Outcome:
    """A mutant with what pipec said of it."""

    def __init__(self, kind, file, path, mutant, found):
        self.kind = kind
        self.file = file
        self.path = path
        self.mutant = mutant
        self.found = found

    @property
    def is_found(self):
        return bool(self.found)

    @property
    def is_placed(self):
        """A finding covers a line on which a person would look."""
        return any(self.mutant.at & {f["line"]} for f in self.found)

    @property
    def is_alone(self):
        """One mistake, one finding."""
        return len(self.found) == 1

    @property
    def is_corrected(self):
        """A finding names the right correction; None where there is no one right correction."""
        if self.mutant.suggestion is None:
            return None
        wanted = self.mutant.suggestion if isinstance(self.mutant.suggestion, tuple) else (self.mutant.suggestion,)
        return any(re.search(rf"(?<![\w-]){re.escape(w)}(?![\w-])", said(f)) for f in self.found for w in wanted)


def said(finding):
    """All that a finding tells a person: message, help, and what its fixes write."""
    fixes = [edit.get("replacement", edit.get("text", "")) for fix in finding.get("fixes", []) for edit in fix.get("edits", [])]
    return "\n".join([finding["message"], finding.get("help") or "", *fixes])


def share(part, whole):
    return f"{100 * part / whole:5.1f} %" if whole else "      –"


def row(name, outcomes, peer):
    """A line of the table."""
    corrections = [o.is_corrected for o in outcomes if o.is_corrected is not None]
    judged = [peer[o.path] for o in outcomes if o.path in peer] if peer else []
    count = len(outcomes)
    cells = [f"{name:<52} {count:5d}", share(sum(o.is_found for o in outcomes), count),
             share(sum(o.is_placed for o in outcomes), count), share(sum(corrections), len(corrections)),
             share(sum(o.is_alone for o in outcomes), count)]
    if peer is not None:
        cells.append(share(sum(judged), len(judged)))
    return "  ".join(cells)


def table(outcomes, peer):
    """The lines of the table: a row for each kind, then for each dialect and for all."""
    titles = [f"{'kind':<52} {'count':>5}", "  found", "   line", "  named", "  alone"]
    yield "  ".join(titles + (["  schema"] if peer is not None else []))
    groups = {}
    for outcome in outcomes:
        groups.setdefault((outcome.kind.dialect, outcome.kind.name), []).append(outcome)
    for (dialect, name), group in sorted(groups.items(), key=lambda item: item[0][0]):
        yield row(f"{dialect}: {name}", group, peer)
    yield ""
    for dialect in ("drone", "harness", "pipecd"):
        group = [o for o in outcomes if o.kind.dialect == dialect]
        if group:
            kinds = len({o.kind.name for o in group})
            yield row(f"all of {dialect}: {kinds} kinds", group, peer)
    yield row(f"all: {len(groups)} kinds", outcomes, peer)


def misses(outcomes, everything=False):
    """For each mutant that was not found, or not well: the file, the planted lines and what was said."""
    for outcome in outcomes:
        if not everything and outcome.is_placed and outcome.is_corrected is not False:
            continue
        fault = "not found" if not outcome.is_found else "elsewhere" if not outcome.is_placed else \
            "not named" if outcome.is_corrected is False else "found"
        wanted = f", should name {outcome.mutant.suggestion}" if outcome.mutant.suggestion else ""
        yield f"{fault}: {outcome.kind.dialect}: {outcome.kind.name}: {outcome.path} (from {outcome.file}){wanted}"
        for line in sorted(outcome.mutant.at):
            if line <= len(outcome.mutant.lines):
                yield f"  {line:5d} | {outcome.mutant.lines[line - 1]}"
        for finding in outcome.found:
            hint = f" ({finding['help']})" if finding.get("help") else ""
            yield f"    {finding['line']}:{finding['column']}: {finding['severity']}: {finding['message']} [{finding['rule']}]{hint}"
