"""Reads what a program for Linux needs: its processor, its libraries, and the versions of the C library's symbols."""

import struct

MACHINES = {62: "x86_64", 183: "aarch64"}
DYNAMIC, LOAD = 2, 1
NEEDED, STRINGS, VERSIONS, VERSION_COUNT = 1, 5, 0x6FFFFFFE, 0x6FFFFFFF


class Program:
    """`machine` as wheels name it; `libraries` it is linked with; `glibc` (major, minor), or None where it needs none."""

    def __init__(self, path):
        with open(path, "rb") as file:
            self.data = file.read()
        # 64 bits, little endian.
        if self.data[:6] != b"\x7fELF\x02\x01":
            raise ValueError(f"{path} is no program for Linux that a wheel can carry")
        (machine,) = struct.unpack_from("<H", self.data, 18)
        if machine not in MACHINES:
            raise ValueError(f"{path} is for a processor that has no name here ({machine})")
        self.machine = MACHINES[machine]
        self.segments = list(self._segments())
        entries = list(self._dynamic())
        values = dict(entries)
        self.strings = self._offset(values.get(STRINGS, 0))
        self.libraries = [self._text(value) for tag, value in entries if tag == NEEDED]
        names = self._versions(values.get(VERSIONS), values.get(VERSION_COUNT, 0))
        found = [name.split("_")[1].split(".") for name in names if name.startswith("GLIBC_2.")]
        self.glibc = max(((int(parts[0]), int(parts[1])) for parts in found), default=None)

    def _segments(self):
        (start,) = struct.unpack_from("<Q", self.data, 32)
        size, count = struct.unpack_from("<HH", self.data, 54)
        for index in range(count):
            kind, _, offset, address, _, length = struct.unpack_from("<IIQQQQ", self.data, start + index * size)
            yield kind, offset, address, length

    def _dynamic(self):
        for kind, offset, _, length in self.segments:
            if kind == DYNAMIC:
                for place in range(offset, offset + length, 16):
                    tag, value = struct.unpack_from("<qQ", self.data, place)
                    if tag == 0:
                        return
                    yield tag, value

    def _offset(self, address):
        for kind, offset, start, length in self.segments:
            if kind == LOAD and start <= address < start + length:
                return address - start + offset
        return 0

    def _text(self, index):
        start = self.strings + index
        return self.data[start : self.data.index(b"\0", start)].decode()

    def _versions(self, address, count):
        place = self._offset(address) if address else 0
        for _ in range(count):
            _, entries, _, first, following = struct.unpack_from("<HHIII", self.data, place)
            entry = place + first
            for _ in range(entries):
                _, _, _, name, step = struct.unpack_from("<IHHII", self.data, entry)
                yield self._text(name)
                entry += step
            place += following
