"""What Gymnasium does, for test/envs/src to be compared with.

Run with Python 3.11, gymnasium 1.4.0, numpy 2.4.6:  python env_gymnasium.py > env.json
"""

import json

import gymnasium as gym
import numpy as np
from gymnasium.spaces import Box, Discrete
from gymnasium.vector import AutoresetMode, SyncVectorEnv
from gymnasium.wrappers import OrderEnforcing, TimeLimit


class Counting(gym.Env):
    """Observes [seed, episode, step]; the reward is 1000 * episode + step + action / 4."""

    observation_space = Box(0, 65535, (3,), np.int32)
    action_space = Discrete(3)

    def __init__(self, episode_steps):
        self.episode_steps = episode_steps
        self.seed_given, self.episode, self.count = 0, -1, 0

    def reset(self, *, seed=None, options=None):
        if seed is not None:
            self.seed_given, self.episode = seed, -1
        self.episode, self.count = self.episode + 1, 0
        return self._observation(), {}

    def step(self, action):
        self.count += 1
        reward = 1000 * self.episode + self.count + action / 4
        return self._observation(), reward, self.count >= self.episode_steps, False, {}

    def _observation(self):
        return np.array([self.seed_given, self.episode, self.count], dtype=np.int32)


def time_limit():
    """Four episodes: the limit alone, both at once, the end alone."""
    episodes = []
    for episode_steps, limit in [(5, 3), (3, 3), (2, 3), (5, 1)]:
        env = TimeLimit(OrderEnforcing(Counting(episode_steps)), limit)
        env.reset()
        flags = []
        while not flags or not any(flags[-1]):
            _, _, terminated, truncated, _ = env.step(0)
            flags.append([terminated, truncated])
        episodes.append({"episodeSteps": episode_steps, "limit": limit, "flags": flags})
    return episodes


def same_step():
    """Two environments, one cut by a time limit, over seven steps."""
    envs = SyncVectorEnv(
        [lambda: Counting(2), lambda: TimeLimit(Counting(9), 3)],
        autoreset_mode=AutoresetMode.SAME_STEP,
    )
    observations, _ = envs.reset(seed=[10, 20])
    steps = []
    for step in range(7):
        actions = [step % 3, (step + 1) % 3]
        next_observations, rewards, terminated, truncated, infos = envs.step(np.array(actions))
        finals = infos.get("final_obs", [None, None])
        steps.append(
            {
                "actions": actions,
                "observations": next_observations.tolist(),
                "rewards": rewards.tolist(),
                "terminated": terminated.tolist(),
                "truncated": truncated.tolist(),
                "finals": [None if final is None else final.tolist() for final in finals],
            }
        )
    return {"first": observations.tolist(), "steps": steps}


def reprs():
    f32 = np.float32
    inf = np.inf
    spaces = {
        "picture": Box(0, 255, (72, 96, 3), np.uint8),
        "unit": Box(-1, 1, (3,)),
        "tenth": Box(0.1, 0.5, (2,)),
        "unbounded": Box(-inf, inf, (2, 2)),
        "each": Box(np.array([-4.8, -inf], f32), np.array([4.8, inf], f32)),
        "whole": Box(np.array([0, 1]), np.array([3, 4]), dtype=np.int32),
        "discrete": Discrete(5),
        "shifted": Discrete(3, start=-1),
    }
    return {name: str(space) for name, space in spaces.items()}


def membership():
    unit = Box(0, 1, (2,))
    above = Box(0, np.inf, (1,))
    shifted = Discrete(3, start=-1)
    return {
        "float32 on the bounds": unit.contains(np.array([0, 1], np.float32)),
        "float32 above": unit.contains(np.array([0, 1.0000001], np.float32)),
        "float32 NaN": unit.contains(np.array([0, np.nan], np.float32)),
        "float32 too long": unit.contains(np.array([0, 0, 0], np.float32)),
        "infinity in an unbounded box": above.contains(np.array([np.inf], np.float32)),
        "discrete": [shifted.contains(value) for value in [-2, -1, 0, 1, 2, 0.5]],
    }


print(
    json.dumps(
        {
            "timeLimit": time_limit(),
            "sameStep": same_step(),
            "reprs": reprs(),
            "membership": membership(),
        },
        indent=2,
    )
)
