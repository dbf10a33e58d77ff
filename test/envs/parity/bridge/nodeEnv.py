"""An environment of this package as a Gymnasium one, for Gymnasium's own check_env.

Run by bridge.test.ts:  python nodeEnv.py '[["CartPole-v1", {}], ...]'
Prints [[message, ...], ...]: what check_env raised or warned of, for each.
"""

import json
import pathlib
import subprocess
import sys
import warnings

import gymnasium as gym
import numpy as np
from gymnasium import spaces
from gymnasium.utils.env_checker import check_env

SERVER = pathlib.Path(__file__).with_name("serve.ts")


class Node:
    """A Node process that serves environments: a JSON line per call, a JSON line per answer."""

    def __init__(self):
        command = ["node", "--import", "tsx", str(SERVER)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._made = 0

    def next_env(self):
        self._made += 1
        return self._made

    def ask(self, call, **arguments):
        self._process.stdin.write(json.dumps({"call": call, **arguments}) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError(f"the Node process ended during {call}")
        return json.loads(answer)

    def close(self):
        self._process.communicate()


NODE = Node()


class NodeEnv(gym.Env):
    """One environment of the Node process."""

    metadata = {"render_modes": ["rgb_array"], "render_fps": 15}

    def __init__(self, node_id, node_options, render_mode="rgb_array"):
        self.render_mode = render_mode
        self._number = NODE.next_env()
        described = self._ask("make", id=node_id, options=node_options)
        self.observation_space, self.action_space = map(make_space, described)

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        observation, info = self._ask("reset", seed=seed, options=options)
        return self._observation(observation), info

    def step(self, action):
        observation, *others = self._ask("step", action=int(action))
        return self._observation(observation), *others

    def render(self):
        frame = self._ask("render")
        shape = (frame["height"], frame["width"], 3)
        return np.array(frame["data"], dtype=np.uint8).reshape(shape)

    def close(self):
        self._ask("close")

    def _observation(self, values):
        space = self.observation_space
        return np.array(values, dtype=space.dtype).reshape(space.shape)

    def _ask(self, call, **arguments):
        return NODE.ask(call, env=self._number, **arguments)


def make_space(description):
    if "n" in description:
        return spaces.Discrete(description["n"], start=description["start"])
    shape, dtype = tuple(description["shape"]), np.dtype(description["dtype"])

    def bounds(texts):
        numbers = np.array([float(text) for text in texts]).astype(dtype)
        return np.broadcast_to(numbers, shape) if len(texts) == 1 else numbers.reshape(shape)

    low, high = bounds(description["low"]), bounds(description["high"])
    return spaces.Box(low, high, shape, dtype)


def findings(node_id, node_options):
    """What check_env says, errors and warnings alike."""
    gym.register(
        "Bridge/Node-v0", NodeEnv, kwargs={"node_id": node_id, "node_options": node_options}
    )
    env = gym.make("Bridge/Node-v0", disable_env_checker=True).unwrapped
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            check_env(env)
            failure = []
        except Exception as error:
            failure = [f"{type(error).__name__}: {error}"]
        finally:
            env.close()
            del gym.registry["Bridge/Node-v0"]
    return failure + [str(warning.message) for warning in caught]


found = [findings(*subject) for subject in json.loads(sys.argv[1])]
NODE.close()
print(json.dumps(found))
