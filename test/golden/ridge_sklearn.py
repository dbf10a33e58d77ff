"""Ridge regression behind a StandardScaler, and R² over several targets, by scikit-learn in float64."""

import json

import numpy
import sklearn
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

ROWS, NEW_ROWS, FEATURES, TARGETS = 40, 9, 6, 2
PENALTIES = [0.001, 1.0, 100.0]

random = numpy.random.default_rng(4)


def exact(values):
    """Multiples of 1/64, exact in float32."""
    return numpy.round(values * 64) / 64


x = exact(random.normal(size=(ROWS + NEW_ROWS, FEATURES)) * [1, 10, 0.5, 3, 1, 1] + [0, 5, 0, -20, 0, 0])
x[:, 4] = exact(x[:, 0] + x[:, 2] / 4)  # nearly dependent
x[:, 5] = 2.5  # never changes
weights = random.normal(size=(FEATURES, TARGETS))
y = exact(x @ weights + random.normal(size=(ROWS + NEW_ROWS, TARGETS)) * 2)

fits = []
for penalty in PENALTIES:
    model = make_pipeline(StandardScaler(), Ridge(alpha=penalty, solver="cholesky"))
    model.fit(x[:ROWS], y[:ROWS])
    predicted = model.predict(x[ROWS:])
    fits.append(
        {
            "penalty": penalty,
            "predicted": predicted.tolist(),
            "r2": r2_score(y[ROWS:], predicted, multioutput="variance_weighted"),
        }
    )

print(
    json.dumps(
        {
            "program": f"scikit-learn {sklearn.__version__}, NumPy {numpy.__version__}",
            "features": x[:ROWS].tolist(),
            "targets": y[:ROWS].tolist(),
            "newFeatures": x[ROWS:].tolist(),
            "newTargets": y[ROWS:].tolist(),
            "fits": fits,
        },
        indent=1,
    )
)
