"""What rliable computes, for test/compare to be compared with.

Run with Python 3.11, rliable 1.2.0, arch 7.2.0, numpy 2.4.6, scipy 1.17.1, pandas 2.3.3:
python rliable_aggregates.py > rliable.json
"""

import json

import numpy as np
from rliable import library, metrics

# Runs × levels; quarters, so that every program reads the same float64. Ties on purpose.
X = np.array(
    [
        [1.25, 30.5, -0.25, 12.0],
        [0.75, 28.0, 0.50, 12.0],
        [2.50, 41.25, 0.50, 13.5],
        [2.25, 12.0, 1.75, 9.75],
        [1.25, 35.5, 0.00, 12.25],
        [3.00, 29.75, 2.25, 11.0],
        [0.50, 33.0, -1.00, 12.0],
        [1.75, 31.5, 0.25, 14.25],
    ]
)
Y = np.array(
    [
        [1.25, 22.0, -0.25, 12.0],
        [0.25, 30.5, 0.75, 10.5],
        [1.00, 25.25, 0.50, 12.0],
        [2.00, 19.0, -0.50, 8.25],
        [1.50, 27.75, 0.25, 13.5],
        [0.75, 33.0, 0.50, 9.0],
    ]
)
TABLES = {
    "x": X,
    "y": Y,
    "one level": X[:, :1],
    "one run": X[:1],
    "five runs": X[:5],
    "normalised": X / np.array([4.0, 64.0, 4.0, 16.0]),
}
THRESHOLDS = [0.0, 0.125, 0.25, 0.5, 0.75, 1.0]
REPLICATIONS = 200


def statistics(scores):
    return np.array(
        [
            metrics.aggregate_iqm(scores),
            metrics.aggregate_median(scores),
            metrics.aggregate_mean(scores),
            metrics.aggregate_optimality_gap(scores),
        ]
    )


def aggregates():
    names = ["iqm", "median", "mean", "optimalityGap"]
    rows = {}
    for name, scores in TABLES.items():
        figures = dict(zip(names, statistics(scores).tolist()))
        figures["optimalityGapOf2"] = float(metrics.aggregate_optimality_gap(scores, gamma=2))
        rows[name] = {"scores": scores.T.tolist(), **figures}
    return rows


def improvements():
    pairs = {
        "x over y": (X, Y),
        "y over x": (Y, X),
        "x over itself": (X, X),
        "one level": (X[:, 1:2], Y[:, 1:2]),
        "far above": (X + 64, Y),
    }
    return {
        name: {
            "x": x.T.tolist(),
            "y": y.T.tolist(),
            "value": float(metrics.probability_of_improvement(x, y)),
        }
        for name, (x, y) in pairs.items()
    }


def recording(bootstrap):
    """A bootstrap that keeps the indices it draws."""

    class Recording(bootstrap):
        drawn = []

        def update_indices(self):
            indices = super().update_indices()
            Recording.drawn.append(indices)
            return indices

    Recording.drawn = []
    return Recording


def intervals_of(scores, func):
    """Percentile intervals by rliable, and the runs it drew: replications × levels × runs."""
    kept = library.StratifiedBootstrap
    library.StratifiedBootstrap = recording(kept)
    np.random.seed(1)
    _, intervals = library.get_interval_estimates({"x": scores}, func, reps=REPLICATIONS)
    drawn = [indices[0].T.tolist() for indices in library.StratifiedBootstrap.drawn]
    library.StratifiedBootstrap = kept
    return intervals["x"].T.tolist(), drawn[-REPLICATIONS:]


def bootstrap():
    intervals, drawn = intervals_of(X, statistics)
    return {"drawn": drawn, "intervals": intervals}


def profiles():
    scores = TABLES["normalised"]
    func = lambda x: library.score_distributions(x, np.array(THRESHOLDS))
    intervals, drawn = intervals_of(scores, func)
    return {
        "thresholds": THRESHOLDS,
        "value": func(scores).tolist(),
        "drawn": drawn,
        "intervals": intervals,
    }


def independent():
    """Probability of improvement: both arms are resampled, each by itself."""
    kept = library.StratifiedIndependentBootstrap
    library.StratifiedIndependentBootstrap = recording(kept)
    np.random.seed(2)
    func = lambda x, y: np.array([metrics.probability_of_improvement(x, y)])
    _, intervals = library.get_interval_estimates({"xy": [X, Y]}, func, reps=REPLICATIONS)
    drawn = [
        [indices[0].T.tolist() for indices in positional]
        for positional, _ in library.StratifiedIndependentBootstrap.drawn
    ]
    library.StratifiedIndependentBootstrap = kept
    return {"drawn": drawn[-REPLICATIONS:], "interval": intervals["xy"].T.tolist()[0]}


print(
    json.dumps(
        {
            "aggregates": aggregates(),
            "improvements": improvements(),
            "bootstrap": bootstrap(),
            "profiles": profiles(),
            "independent": independent(),
        }
    )
)
