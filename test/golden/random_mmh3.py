"""Numbers that envs/src/random must reproduce, from mmh3 (MurmurHash3 in C) and Python's integers.

Run with Python 3.11 and mmh3 5.3.1:  python random_mmh3.py > random.json
"""

import json
import struct

import mmh3

MASK64 = 2**64 - 1
GOLDEN = 0x9E3779B9


def fmix32(value):
    """Murmur3 of no bytes is its finalizer applied to the seed."""
    return mmh3.hash(b"", value % 2**32, signed=False)


def words_of(entry):
    if isinstance(entry, str):
        units = [unit for (unit,) in struct.iter_unpack("<H", entry.encode("utf-16-le"))]
        return [2, len(units), *units]
    return [1, entry % 2**32, entry // 2**32]


def derive_seed(path):
    words = [word for entry in path for word in words_of(entry)]
    return mmh3.hash(struct.pack(f"<{len(words)}I", *words), 0, signed=False)


def state_words(seed):
    a = fmix32(seed % 2**32 + GOLDEN)
    b = fmix32((a ^ (seed // 2**32)) + GOLDEN)
    c = fmix32(b + GOLDEN)
    return [a, b, c, fmix32(c + GOLDEN)]


def rotl(x, k):
    return ((x << k) | (x >> (64 - k))) & MASK64


def xoroshiro128plus(words):
    """Blackman and Vigna's C code (2018 constants 24, 16, 37); the low 32 bits of each output."""
    s0 = words[0] << 32 | words[1]
    s1 = words[2] << 32 | words[3]
    while True:
        yield (s0 + s1) & 0xFFFFFFFF
        s1 ^= s0
        s0 = rotl(s0, 24) ^ s1 ^ (s1 << 16 & MASK64)
        s1 = rotl(s1, 37)


def floats(seed, count):
    """The highest 53 of two draws' bits, as MT19937's genrand_res53 joins them."""
    draws = xoroshiro128plus(state_words(seed))
    return [((next(draws) >> 5) * 2**26 + (next(draws) >> 6)) / 2**53 for _ in range(count)]


def integers(seed, limit, count):
    draws = xoroshiro128plus(state_words(seed))
    bits = (limit - 1).bit_length()
    found = []
    while len(found) < count:
        draw = next(draws) >> (32 - bits) if bits else 0
        if draw < limit:
            found.append(draw)
    return found


SEEDS = [0, 1, 2, 123, 2**32 - 1, 2**32, 2**53 - 1]
PATHS = [[0], [1], [7, "environment", 3], [7, "3"], [7, 3], [2**53 - 1, 0], [5, "é€😀", 2**32]]
LIMITS = [1, 2, 3, 9, 1000, 2**31 + 1, 2**32]

print(
    json.dumps(
        {
            "deriveSeed": [{"path": path, "seed": derive_seed(path)} for path in PATHS],
            "floats": [{"seed": seed, "floats": floats(seed, 5)} for seed in SEEDS],
            "integers": [
                {"seed": 9, "limit": limit, "integers": integers(9, limit, 12)} for limit in LIMITS
            ],
        },
        indent=2,
    )
)
