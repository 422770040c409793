"""pm4py, an oracle and a yardstick beside the benchmark: it is AGPL and never part of the product.

`python parse.py parse|graph FILE`, in an environment of its own with pm4py 2.7.23. Prints the line that the other
subjects print.
"""

import json
import os
import resource
import sys
import time

import pm4py

task, file = sys.argv[1:3]
begun = time.perf_counter()
log = pm4py.read_xes(file)
seconds = time.perf_counter() - begun
size = len(log)
if task == "graph":
    begun = time.perf_counter()
    graph, _, _ = pm4py.discover_dfg(log)
    seconds = time.perf_counter() - begun
    size = len(graph)
print(
    json.dumps(
        {
            "subject": "pm4py",
            "task": task,
            "log": os.path.basename(file),
            "seconds": round(seconds, 6),
            "cases": int(log["case:concept:name"].nunique()),
            "size": size,
            "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        }
    )
)
