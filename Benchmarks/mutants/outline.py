"""Reads the outline of a YAML file in block style: which key or item stands on which line, in which column.

Mutants are planted into the text, so that layout and comments stay, and this needs no more of YAML than real pipeline
files use. What it cannot follow (complex keys, JSON over several lines) raises Unreadable, and the file is left out.
"""

import re


class Unreadable(Exception):
    """A layout that the outline cannot follow."""


class Node:
    """A key with its value, or an item of a list. Lines and columns count from 0; `end` is exclusive."""

    def __init__(self, parent, line, column, key=None, raw_key=None):
        self.parent = parent
        self.line = line
        self.column = column
        self.key = key
        self.raw_key = raw_key
        self.value = ""
        self.value_column = None
        self.children = []
        self.end = line + 1
        self.dash_column = None

    @property
    def is_item(self):
        return self.key is None

    @property
    def is_scalar(self):
        """Whether the value stands on the line and is no list, map, block text, alias or anchor."""
        return bool(self.value) and not self.children and self.value[0] not in "[{|>&*!"

    @property
    def text(self):
        """The value without its quotes."""
        if len(self.value) > 1 and self.value[0] == self.value[-1] and self.value[0] in "'\"":
            return self.value[1:-1]
        return self.value

    def get(self, *path):
        """The first node at a path of keys below this one, or None."""
        return next(self.all(*path), None)

    def all(self, *path):
        """The nodes at a path of keys; `*` is every item of a list, `?` any key."""
        if not path:
            yield self
            return
        for child in self.children:
            wanted = path[0]
            if (wanted == "*" and child.is_item) or (wanted == "?" and not child.is_item) or child.key == wanted:
                yield from child.all(*path[1:])

    def walk(self):
        """This node and all below it, in the order of the file."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def path(self):
        """The keys that lead here, without items."""
        above = self.parent.path if self.parent else ()
        return above if self.key is None else above + (self.key,)

    def flow_items(self):
        """The (text, column) of the items of a list that stands on the line as `[a, b]`."""
        if not (self.value.startswith("[") and self.value.endswith("]")) or re.search(r"[\[\]{}'\"]", self.value[1:-1]):
            return []
        return [(m.group(), self.value_column + 1 + m.start()) for m in re.finditer(r"[^\s,]+", self.value[1:-1])]

    def entries(self):
        """The (text, line, column) of the texts in a list, or of the one text that stands in its place."""
        if self.is_scalar:
            return [(self.text, self.line, self.value_column)]
        if self.value:
            return [(text, self.line, column) for text, column in self.flow_items()]
        return [(i.text, i.line, i.value_column) for i in self.children if i.is_item and i.is_scalar]


KEY = re.compile(r"""("[^"\\]*"|'[^']*'|[^\s#&*!|>'"%@`{}\[\],?:-][^#:]*?|-[^\s:][^#:]*?|<<|[^\s#'"\[{&*!|>%@`-]\S*?)\s*:(?=\s|$)""")


def without_comment(text):
    """The text of a value without the comment behind it and without white space around it."""
    quote = None
    for index, letter in enumerate(text):
        if quote:
            if letter == quote:
                quote = None
        elif letter in "'\"" and (index == 0 or text[index - 1] in " [{,:"):
            quote = letter
        elif letter == "#" and (index == 0 or text[index - 1] in " \t"):
            return text[:index].strip()
    return text.strip()


class Document:
    """One document of a file."""

    def __init__(self, first):
        self.root = Node(None, first, -1, key=None)
        self.first = first


class File:
    """A file as lines and as documents. `lines` have no line breaks."""

    def __init__(self, name, text):
        self.name = name
        self.text = text
        if "\t" in text.replace("\\t", "") or "\r" in text:
            raise Unreadable("tabs or carriage returns")
        self.lines = text.split("\n")
        self.documents = []
        self._read()

    def _read(self):
        document = None
        stack = []
        index = 0
        while index < len(self.lines):
            line = self.lines[index]
            if line.startswith("..."):
                break
            if line.startswith("---"):
                document, index = None, index + 1
                continue
            if not line.strip() or line.lstrip().startswith("#"):
                index += 1
                continue
            if document is None:
                document = Document(index)
                self.documents.append(document)
                stack = [document.root]
            index = self._line(index, stack)
        for document in self.documents:
            self._ends(document.root)

    def _line(self, index, stack):
        line = self.lines[index]
        column = len(line) - len(line.lstrip())
        dash = None
        while True:
            rest = line[column:]
            if re.match(r"-(\s|$)", rest):
                while stack[-1].column > column or (stack[-1].column == column and stack[-1].is_item):
                    stack.pop()
                node = Node(stack[-1], index, column)
                stack[-1].children.append(node)
                stack.append(node)
                dash = column
                inner = rest[1:].lstrip()
                if not inner or inner.startswith("#"):
                    return index + 1
                column += len(rest) - len(inner)
                continue
            break
        match = KEY.match(line, column)
        if not match:
            return self._value(index, column, stack[-1] if dash is not None else None)
        while stack[-1].column >= column:
            stack.pop()
        raw = match.group(1)
        node = Node(stack[-1], index, column, raw.strip("'\""), raw)
        node.dash_column = dash
        stack[-1].children.append(node)
        stack.append(node)
        after = match.end()
        while after < len(line) and line[after] == " ":
            after += 1
        if after >= len(line) or line[after] == "#":
            return index + 1
        return self._value(index, after, node)

    def _value(self, index, column, node):
        """Takes the value that begins here, over all its lines; gives the line behind it."""
        if node is None:
            raise Unreadable(f"line {index + 1}")
        line = self.lines[index]
        value = without_comment(line[column:])
        node.value, node.value_column = value, column
        index += 1
        if re.match(r"(&\S+|!\S+)$", value):
            node.value = ""
            return index
        if re.match(r"(&\S+ +|!\S+ +)?[|>][-+0-9]*$", value):
            limit = node.column
            while index < len(self.lines):
                following = self.lines[index]
                if following.strip() and len(following) - len(following.lstrip()) <= limit:
                    break
                index += 1
            while index > 0 and not self.lines[index - 1].strip():
                index -= 1
            node.end = index
            return index
        if value[0] in "'\"" and not re.match(r"""("([^"\\]|\\.)*"|'([^']|'')*')$""", value):
            raise Unreadable(f"line {index}: a quoted text over several lines")
        if value[0] in "[{":
            if value.count("[") != value.count("]") or value.count("{") != value.count("}"):
                raise Unreadable(f"line {index}: brackets over several lines")
            return index
        while index < len(self.lines):
            following = self.lines[index]
            indent = len(following) - len(following.lstrip())
            if not following.strip() or indent <= max(node.column, 0) or following.lstrip().startswith(("#", "- ")):
                break
            if KEY.match(following, indent) or following.startswith("---"):
                break
            node.value = "> over several lines"
            index += 1
        node.end = index
        return index

    def _ends(self, node):
        for child in node.children:
            node.end = max(node.end, self._ends(child))
        return node.end
