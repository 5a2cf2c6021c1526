"""Integer arrays, and the few operations on them that every part of the engine needs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def narrow_kind(most: int) -> type[np.signedinteger]:
    """Give the type for places up to the most: 32 bits are half the memory of 64."""
    return np.int32 if most <= np.iinfo(np.int32).max else np.int64


def distinct(values: Ints) -> Ints:
    """Give different values in order; sorting beats the hash table of ``np.unique`` on millions of keys."""
    return once(np.sort(values))


def once(ordered: Ints) -> Ints:
    """Give different values of some that are in order already."""
    first = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered if first.all() else ordered[first]


def expand(starts: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """Give (i, starts[i] + 0..counts[i]-1) for every i, as two flat arrays."""
    which = np.repeat(np.arange(len(counts), dtype=np.int64), counts)
    at = np.repeat(starts - (np.cumsum(counts) - counts), counts)
    at += np.arange(len(which), dtype=np.int64)
    return which, at


def offsets_of(key: Ints, keys: int) -> Ints:
    """Give where each key's group begins once values are sorted by key: one more than there are keys."""
    return np.concatenate([[0], np.cumsum(np.bincount(key, minlength=keys))]).astype(np.int64)


def in_a_row(places: Ints) -> slice | Ints:
    """Give places as a slice where each comes right after the one before: as what takes no looking up."""
    if len(places) and (np.diff(places) == 1).all():
        return slice(int(places[0]), int(places[-1]) + 1)
    return places


def joined(several: Sequence[Ints]) -> Ints:
    """Give arrays one behind the other; the only one that has anything as it is, so do not change it in place."""
    some = [one for one in several if len(one)]
    return some[0] if len(some) == 1 else np.concatenate([np.empty(0, dtype=np.int64), *some])


def lookup(wanted: Ints, key: Ints, value: Ints, keys: int) -> tuple[Ints, Ints]:
    """Give (place in ``wanted``, value) for every value filed under each wanted key."""
    order = np.argsort(key, kind="stable")
    offsets = offsets_of(key, keys)
    place, at = expand(offsets[wanted], offsets[wanted + 1] - offsets[wanted])
    return place, value[order][at]
