"""Writes how precise and how simple pm4py finds the trees of `trees.py`: a fixture of crates/mining/tests/quality.

    python bench/mining/pm4py/quality.py crates/mining/tests/discovery/pm4py.tsv > crates/mining/tests/quality/pm4py.tsv

Needs pm4py 2.7.23 (AGPL: an external oracle, no part of this project). A line holds the log, the tree, the precision
(`precision_alignments`), the simplicity, and the places and transitions of the net. Trees on which it needs more than
ten seconds are left out.

pm4py looks for what a marking allows through silent transitions, and keeps one marking for each transition on the way:
where a silent transition can be reached from two markings, what only the first allows may be missed (helpdesk at 0.2:
.791 instead of .700). Here every marking is looked at.
"""

import signal
import sys

import pandas
import pm4py
from pm4py.algo.evaluation.precision.variants import align_etconformance
from pm4py.objects.petri_net import semantics


def allowed(net, start):
    seen, open_, visible = {start}, [start], set()
    while open_:
        marking = open_.pop()
        for transition in semantics.enabled_transitions(net, marking):
            if transition.label is not None:
                visible.add(transition)
                continue
            after = semantics.execute(transition, net, marking)
            if after not in seen:
                seen.add(after)
                open_.append(after)
    return visible


align_etconformance.utils.get_visible_transitions_eventually_enabled_by_marking = allowed
align_etconformance.get_visible_transitions_eventually_enabled_by_marking = allowed


class TooLong(Exception):
    pass


def stop(*_):
    raise TooLong


def events(log):
    rows, case = [], 0
    for variant in log.split(" "):
        trace, cases = variant.split(":")
        for _ in range(int(cases)):
            rows += [(str(case), letter, number) for number, letter in enumerate(trace)]
            case += bool(trace)
    columns = ["case:concept:name", "concept:name", "time:timestamp"]
    frame = pandas.DataFrame(rows, columns=columns)
    frame["time:timestamp"] = pandas.to_datetime(frame["time:timestamp"], unit="s", utc=True)
    return frame


def main():
    signal.signal(signal.SIGALRM, stop)
    for line in open(sys.argv[1]):
        log, _, tree = line.rstrip("\n").split("\t")
        if not any(trace.split(":")[0] for trace in log.split(" ")) or len(log) > 900:
            continue
        net, first, last = pm4py.convert_to_petri_net(pm4py.parse_process_tree(tree))
        simplicity = pm4py.simplicity_petri_net(net, first, last)
        try:
            signal.alarm(10)
            precision = pm4py.precision_alignments(events(log), net, first, last)
            signal.alarm(0)
        except TooLong:
            continue
        print(log, tree, precision, simplicity, len(net.places), len(net.transitions), sep="\t", flush=True)


if __name__ == "__main__":
    main()
