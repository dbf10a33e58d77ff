"""Six updates by TensorFlow's own RMSPropOptimizer of version 1, in float64, and clipping by
tf.clip_by_global_norm: writes rmsprop.json (see README.md).
"""

import json
import sys

import numpy as np
import tensorflow as tf

STEPS, SIZE = 6, 5
RATE, DECAY, EPSILON, MAX_NORM = 0.05, 0.9, 0.1, 1.5


def float32_normal(random, *shape):
    return random.standard_normal(shape).astype(np.float32).astype(np.float64)


def main():
    random = np.random.default_rng(2012)
    start = float32_normal(random, SIZE)
    gradients = float32_normal(random, STEPS, SIZE)
    variable = tf.Variable(start, dtype=tf.float64)
    optimizer = tf.compat.v1.train.RMSPropOptimizer(
        learning_rate=RATE, decay=DECAY, momentum=0.0, epsilon=EPSILON
    )
    values, mean_squares = [], []
    for gradient in gradients:
        optimizer.apply_gradients([(tf.constant(gradient), variable)])
        values.append(variable.numpy().tolist())
        mean_squares.append(optimizer.get_slot(variable, "rms").numpy().tolist())
    clipped = []
    for gradient in gradients:
        first, second = gradient[:2], gradient[2:]  # two tensors share one norm
        (a, b), norm = tf.clip_by_global_norm([tf.constant(first), tf.constant(second)], MAX_NORM)
        clipped.append({"norm": float(norm), "gradient": a.numpy().tolist() + b.numpy().tolist()})
    golden = {
        "made_by": f"tensorflow {tf.__version__}",
        "learningRate": RATE,
        "decay": DECAY,
        "epsilon": EPSILON,
        "maxNorm": MAX_NORM,
        "start": start.tolist(),
        "gradients": gradients.tolist(),
        "expected": {"values": values, "meanSquares": mean_squares, "clipped": clipped},
    }
    json.dump(golden, sys.stdout)
    sys.stdout.write("\n")


main()
