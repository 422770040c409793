"""pm4py, an oracle and a yardstick beside the benchmark: it is AGPL and never part of the product.

    python stages.py LOG TABLE TREE OUT --seconds NUMBER

in an environment of its own with pm4py 2.7.23. Reads the log as XES; takes the table (cases, activities and their order)
for all that follows, so that one slow stage does not keep the others from being measured; discovers a tree, which goes to
OUT.tree; and aligns the log with, and tells the precision of, the process tree in the file TREE. Each stage prints a line
as the other subjects do. Connected components are taken in the order of their first names, as in `trees.py`, which says why. A stage ends when the time is up; what was aligned by then goes to OUT.costs.
"""

import json
import os
import resource
import signal
import sys
import time
from collections import Counter

import pandas
import pm4py
from pm4py.algo.conformance.alignments.petri_net import algorithm as alignments
from pm4py.objects.log.obj import Event, Trace
from pm4py.util import nx_utils

file, table, tree, out = sys.argv[1:5]
limit = float(sys.argv[6])
components = nx_utils.connected_components
nx_utils.connected_components = lambda graph: iter(sorted(components(graph), key=min))


class TooLong(Exception):
    pass


def stop(*_):
    raise TooLong


signal.signal(signal.SIGALRM, stop)


def stage(task, work, **found):
    begun = time.perf_counter()
    stopped = None
    try:
        signal.setitimer(signal.ITIMER_REAL, limit)
        work(found)
        signal.setitimer(signal.ITIMER_REAL, 0)
    except TooLong:
        stopped = "time"
    line = {
        "subject": "pm4py",
        "task": task,
        "log": os.path.basename(file),
        "seconds": round(time.perf_counter() - begun, 6),
        "solved": 0,
        "variants": 0,
        "cost": 0,
        "share": None,
        "stopped": stopped,
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }
    print(json.dumps(line | found), flush=True)


def parse(found):
    found["size"] = len(pm4py.read_xes(file))


def graph(found):
    found["size"] = len(pm4py.discover_dfg(log)[0])


def discover(found):
    mined = pm4py.discover_process_tree_inductive(log, noise_threshold=0.2)
    with open(out + ".tree", "w") as written:
        written.write(str(mined))


def align(found):
    traces = log.groupby("case:concept:name", sort=False)["concept:name"].agg(tuple)
    variants = Counter(traces)
    found["variants"] = len(variants)
    with open(out + ".costs", "w") as written:
        for variant, cases in variants.most_common():
            trace = Trace([Event({"concept:name": name}) for name in variant])
            # A move costs 10,000 and a silent one 1.
            cost = alignments.apply_trace(trace, net, first, last)["cost"] // 10_000
            found["solved"] += 1
            found["cost"] += cases * cost
            written.write("\x1f".join(variant) + f"\t{cost}\n")


def precision(found):
    found["share"] = pm4py.precision_alignments(log, net, first, last)


stage("parse-all", parse)
log = pandas.read_csv(table, dtype={"case:concept:name": str, "concept:name": str})
log["time:timestamp"] = pandas.to_datetime(log["time:timestamp"], unit="s", utc=True)
net, first, last = pm4py.convert_to_petri_net(pm4py.parse_process_tree(open(tree).read()))
stage("graph", graph)
stage("imf", discover)
stage("align", align, solved=0, cost=0)
stage("precision", precision)
