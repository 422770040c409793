"""Writes what pm4py discovers from small made-up logs: the fixtures of crates/mining/tests/discovery.

    python bench/mining/pm4py/trees.py > crates/mining/tests/discovery/pm4py.tsv

Needs pm4py 2.7.23 (AGPL: an external oracle, no part of this project). A line holds the log (`abc:3 bd:1`: variants of
one-letter activities with their cases), the noise threshold, and the tree.

pm4py takes the connected components of a choice in the order of a Python set of strings, which changes from process to
process (PYTHONHASHSEED); with noise filtered out, a trace may belong to two components equally, and the tree then
depends on that order. Here they are taken in the order of their first names.
"""

import random
from collections import Counter

from pm4py.algo.discovery.inductive.dtypes.im_ds import IMDataStructureUVCL
from pm4py.algo.discovery.inductive.variants.im import IMUVCL
from pm4py.algo.discovery.inductive.variants.imf import IMFUVCL
from pm4py.objects.process_tree.utils.generic import fold
from pm4py.util import nx_utils

components = nx_utils.connected_components
nx_utils.connected_components = lambda graph: iter(sorted(components(graph), key=min))


def block(names, chance, depth=0):
    """A random tree over these activities."""
    if len(names) == 1:
        leaf = names[0]
        kind = chance.random()
        return ("X", [leaf, None]) if kind < 0.15 else ("*", [leaf, None]) if kind < 0.25 else leaf
    cut = chance.randint(1, len(names) - 1)
    parts = [block(names[:cut], chance, depth + 1), block(names[cut:], chance, depth + 1)]
    return (chance.choice(["->", "->", "X", "+", "*"]), parts)


def play(tree, chance):
    if tree is None:
        return ""
    if isinstance(tree, str):
        return tree
    kind, (left, right) = tree
    if kind == "->":
        return play(left, chance) + play(right, chance)
    if kind == "X":
        return play(chance.choice([left, right]), chance)
    if kind == "*":
        trace = play(left, chance)
        while chance.random() < 0.3:
            trace += play(right, chance) + play(left, chance)
        return trace
    one, other, mixed = list(play(left, chance)), list(play(right, chance)), ""
    while one or other:
        mixed += (one if not other or one and chance.random() < 0.5 else other).pop(0)
    return mixed


def disturbed(trace, chance):
    trace = list(trace)
    for _ in range(chance.randint(1, 2)):
        what = chance.random()
        if trace and what < 0.4:
            trace.pop(chance.randrange(len(trace)))
        elif len(trace) > 1 and what < 0.8:
            at = chance.randrange(len(trace) - 1)
            trace[at], trace[at + 1] = trace[at + 1], trace[at]
        elif trace:
            trace.insert(chance.randrange(len(trace)), chance.choice(trace))
    return "".join(trace)


def main():
    chance = random.Random(4)
    for number in range(120):
        names = "abcdefghijklmnop"[: chance.randint(2, 12)]
        names = "".join(chance.sample(names, len(names)))
        tree = block(names, chance)
        log = Counter()
        for _ in range(chance.choice([10, 40, 150])):
            trace = play(tree, chance)[:40]
            if chance.random() < [0.0, 0.1, 0.4][number % 3]:
                trace = disturbed(trace, chance)
            log[tuple(trace)] += 1
        written = " ".join(f"{''.join(trace)}:{cases}" for trace, cases in log.items())
        for noise in (0.0, 0.2, 0.5):
            parameters = {"noise_threshold": noise, "multiprocessing": False}
            miner = IMFUVCL(parameters) if noise > 0 else IMUVCL(parameters)
            found = fold(miner.apply(IMDataStructureUVCL(log), parameters))
            print(written, noise, found, sep="\t")


if __name__ == "__main__":
    main()
