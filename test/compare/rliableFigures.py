"""Computes with the real rliable: reads tables as JSON from a file, prints figures as JSON.

The tables are levels × runs, as ours are; rliable's are runs × levels.
"""

import json
import sys

import numpy as np
from rliable import library, metrics

REPLICATIONS = 500


def matrix(table):
    return np.array(table, dtype=np.float64).T


def statistics(scores):
    return np.array(
        [
            metrics.aggregate_iqm(scores),
            metrics.aggregate_median(scores),
            metrics.aggregate_mean(scores),
            metrics.aggregate_optimality_gap(scores),
        ]
    )


def percentiles(values):
    return np.percentile(np.array(values), [2.5, 97.5], axis=0).T.tolist()


def own_intervals(scores, func):
    """With rliable's own resampling."""
    np.random.seed(0)
    _, intervals = library.get_interval_estimates({"all": scores}, func, reps=REPLICATIONS)
    return intervals["all"].T.tolist()


def improvement(x, y):
    return np.array([metrics.probability_of_improvement(x, y)])


def figures(case):
    x, y = matrix(case["x"]), matrix(case["y"])
    pairs = [(matrix(a), matrix(b)) for a, b in case["resamples"]]
    thresholds = np.array(case["thresholds"])
    return {
        "statistics": statistics(x).tolist(),
        "improvement": float(improvement(x, y)[0]),
        "profile": library.score_distributions(x, thresholds).tolist(),
        # Of the resamples that we drew: rliable's figures of each, numpy's percentiles over them.
        "givenIntervals": percentiles([statistics(a) for a, _ in pairs]),
        "givenImprovement": percentiles([improvement(a, b) for a, b in pairs])[0],
        "ownIntervals": own_intervals(x, statistics),
        "ownImprovement": own_intervals([x, y], improvement)[0],
    }


with open(sys.argv[1], encoding="utf-8") as file:
    print(json.dumps([figures(case) for case in json.load(file)]))
