"""SM3 (GB/T 32905-2016) in Python, for an OpenSSL that was built without it."""

import struct

START = (
    0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600,
    0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E,
)  # fmt: skip
WORD = 0xFFFFFFFF


def _rotate(word: int, by: int) -> int:
    by %= 32
    return (word << by | word >> (32 - by)) & WORD


CONSTANTS = tuple(_rotate(0x79CC4519 if j < 16 else 0x7A879D8A, j) for j in range(64))


def _expand(block: bytes) -> list[int]:
    words = list(struct.unpack(">16I", block))
    for j in range(16, 68):
        mixed = words[j - 16] ^ words[j - 9] ^ _rotate(words[j - 3], 15)
        mixed ^= _rotate(mixed, 15) ^ _rotate(mixed, 23)
        words.append(mixed ^ _rotate(words[j - 13], 7) ^ words[j - 6])
    return words


def _compress(state: tuple[int, ...], block: bytes) -> tuple[int, ...]:
    words = _expand(block)
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        turned = _rotate(a, 12)
        first = _rotate((turned + e + CONSTANTS[j]) & WORD, 7)
        second = first ^ turned
        if j < 16:
            either, choice = a ^ b ^ c, e ^ f ^ g
        else:
            either, choice = a & b | a & c | b & c, e & f | ~e & WORD & g
        one = (either + d + second + (words[j] ^ words[j + 4])) & WORD
        two = (choice + h + first + words[j]) & WORD
        a, b, c, d = one, a, _rotate(b, 9), c
        e, f, g, h = two ^ _rotate(two, 9) ^ _rotate(two, 17), e, _rotate(f, 19), g
    return tuple(old ^ new for old, new in zip(state, (a, b, c, d, e, f, g, h), strict=True))


class Sm3:
    """A running digest with the two methods of hashlib's that are used here."""

    def __init__(self) -> None:
        self._state: tuple[int, ...] = START
        self._rest, self._length = b"", 0

    def update(self, data: bytes, /) -> None:
        self._length += len(data)
        data = self._rest + data
        whole = len(data) - len(data) % 64
        for start in range(0, whole, 64):
            self._state = _compress(self._state, data[start : start + 64])
        self._rest = data[whole:]

    def hexdigest(self) -> str:
        padding = b"\x80" + b"\x00" * ((55 - self._length) % 64)
        last = self._rest + padding + struct.pack(">Q", self._length * 8)
        state = self._state
        for start in range(0, len(last), 64):
            state = _compress(state, last[start : start + 64])
        return struct.pack(">8I", *state).hex()
