"""Regular expressions into tables of states, so that matching is linear and needs no engine."""

import re

try:
    import re._parser as parser
except ImportError:  # Python 3.10 and older
    import sre_parse as parser

DIGITS = frozenset(range(48, 58))
SPACES = frozenset(b" \t\n\r\f\v")
WORDS = frozenset(DIGITS | set(range(65, 91)) | set(range(97, 123)) | {95})
ALL = frozenset(range(256))
CATEGORIES = {
    "CATEGORY_DIGIT": DIGITS, "CATEGORY_NOT_DIGIT": ALL - DIGITS,
    "CATEGORY_SPACE": SPACES, "CATEGORY_NOT_SPACE": ALL - SPACES,
    "CATEGORY_WORD": WORDS, "CATEGORY_NOT_WORD": ALL - WORDS,
}
DOT = ALL - {10}


class Automaton:
    """A nondeterministic automaton: edges by sets of bytes, and empty edges, some of which hold at an end only."""

    def __init__(self):
        self.edges, self.empty = [], []

    def state(self):
        self.edges.append([])
        self.empty.append([])
        return len(self.edges) - 1

    def closure(self, states, at_start, at_end):
        seen, open_ = set(states), list(states)
        while open_:
            for condition, target in self.empty[open_.pop()]:
                if (condition == "start" and not at_start) or (condition == "end" and not at_end) or target in seen:
                    continue
                seen.add(target)
                open_.append(target)
        return frozenset(seen)

    # Building

    def sequence(self, items, start):
        for index, (operation, argument) in enumerate(items):
            if str(operation) in ("ASSERT", "ASSERT_NOT"):
                return self.look_ahead(operation, argument, items[index + 1:], start)
            start = self.item(str(operation), argument, start)
        return start

    def item(self, operation, argument, start):
        if operation == "LITERAL":
            return self.step(start, frozenset([argument]))
        if operation == "NOT_LITERAL":
            return self.step(start, ALL - {argument})
        if operation == "ANY":
            return self.step(start, DOT)
        if operation == "IN":
            return self.step(start, self.members(argument))
        if operation == "SUBPATTERN":
            return self.sequence(list(argument[-1]), start)
        if operation == "BRANCH":
            end = self.state()
            for branch in argument[1]:
                self.empty[self.sequence(list(branch), start_of(self, start))].append((None, end))
            return end
        if operation == "AT":
            end = self.state()
            self.empty[start].append(("start" if "BEGINNING" in str(argument) else "end", end))
            return end
        if operation in ("MAX_REPEAT", "MIN_REPEAT"):
            return self.repeat(argument, start)
        raise ValueError(f"{operation} is not known")

    def repeat(self, argument, start):
        low, high, body = argument
        for _ in range(low):
            start = self.sequence(list(body), start_of(self, start))
        if high == parser.MAXREPEAT:
            entry = start_of(self, start)
            self.empty[self.sequence(list(body), entry)].append((None, entry))
            return start_of(self, entry)
        end = self.state()
        for _ in range(high - low):
            self.empty[start].append((None, end))
            start = self.sequence(list(body), start_of(self, start))
        self.empty[start].append((None, end))
        return end

    def step(self, start, members):
        end = self.state()
        self.edges[start].append((members, end))
        return end

    def members(self, items):
        result, negated = set(), False
        for operation, argument in items:
            name = str(operation)
            if name == "NEGATE":
                negated = True
            elif name == "LITERAL":
                result.add(argument)
            elif name == "RANGE":
                result.update(range(argument[0], argument[1] + 1))
            elif name == "CATEGORY":
                result |= CATEGORIES[str(argument)]
            else:
                raise ValueError(f"{name} is not known")
        return frozenset(ALL - result if negated else result)

    def look_ahead(self, operation, argument, rest, start):
        """What follows, provided that it starts, or does not start, as asserted: a product of two automata.

        What follows runs to the end of the text, as it does in all patterns here.
        """
        asserted = Table(list(argument[1]), is_prefix=True)
        follows = Table(list(rest), is_prefix=False, ends_anywhere=not ends(rest))
        wanted = str(operation) == "ASSERT"
        states, open_ = {}, [(0, 0)]
        end = self.state()

        def number(pair):
            if pair not in states:
                states[pair] = self.state()
                open_.append(pair)
            return states[pair]

        states[(0, 0)] = self.state()
        self.empty[start].append((None, states[(0, 0)]))
        done = set()
        while open_:
            pair = open_.pop()
            if pair in done:
                continue
            done.add(pair)
            source = number(pair)
            if asserted.accepts[pair[0]] == wanted and follows.accepts[pair[1]]:
                self.empty[source].append(("end", end))
            targets = {}
            for byte in range(256):
                target = (asserted.next[pair[0]][byte], follows.next[pair[1]][byte])
                targets.setdefault(target, set()).add(byte)
            for target, members in targets.items():
                self.edges[source].append((frozenset(members), number(target)))
        return end


def ends(items):
    return bool(items) and str(items[-1][0]) == "AT" and "END" in str(items[-1][1])


def start_of(automaton, state):
    """A fresh state behind an empty edge, so that loops do not leak into what stands before."""
    fresh = automaton.state()
    automaton.empty[state].append((None, fresh))
    return fresh


class Table:
    """A deterministic automaton: `next[state][byte]`, `accepts[state]`; state 0 is the first."""

    def __init__(self, items, is_prefix=False, ends_anywhere=False, begins_anywhere=False):
        automaton = Automaton()
        first = automaton.state()
        if begins_anywhere:
            automaton.edges[first].append((ALL, first))
        last = automaton.sequence(items, start_of(automaton, first))
        if is_prefix or ends_anywhere:
            final = start_of(automaton, last)
            automaton.edges[final].append((ALL, final))
            last = final
        numbers, self.next, self.accepts = {}, [], []
        open_ = []

        def number(states):
            if states not in numbers:
                numbers[states] = len(numbers)
                open_.append(states)
            return numbers[states]

        number(automaton.closure([first], True, False))
        initial = automaton.closure([first], True, True)
        while open_:
            states = open_.pop(0)
            is_first = numbers[states] == 0
            row, reach = [], {}
            for state in states:
                for members, target in automaton.edges[state]:
                    reach.setdefault(members, set()).add(target)
            memo = {}
            for byte in range(256):
                targets = frozenset(target for members, found in reach.items() if byte in members for target in found)
                if targets not in memo:
                    memo[targets] = number(automaton.closure(targets, False, False))
                row.append(memo[targets])
            self.next.append(row)
            ended = initial if is_first else automaton.closure(states, False, True)
            self.accepts.append(last in ended)
        self.minimise()

    def minimise(self):
        groups = [int(accepts) for accepts in self.accepts]
        count = len(set(groups))
        while True:
            keys, renamed = {}, []
            for state, row in enumerate(self.next):
                key = (groups[state], tuple(groups[target] for target in row))
                renamed.append(keys.setdefault(key, len(keys)))
            groups = renamed
            if len(keys) == count:
                break
            count = len(keys)
        rows, accepts = {}, {}
        for state, group in enumerate(groups):
            rows.setdefault(group, [groups[target] for target in self.next[state]])
            accepts.setdefault(group, self.accepts[state])
        self.next = [rows[group] for group in range(count)]
        self.accepts = [accepts[group] for group in range(count)]


def table(regex):
    """The table that says whether the regular expression is found in a text, as `re.search` does."""
    re.compile(regex)
    return Table(list(parser.parse(regex)), begins_anywhere=True, ends_anywhere=True)
