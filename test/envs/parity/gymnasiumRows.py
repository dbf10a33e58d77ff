"""What Gymnasium does, row by row of the table in envs/README.md; rows.ts does the same with ours.

Reads {"samples": {space: [sample, ...]}} from the first argument: what our spaces draw, to be judged by
the real ones. Prints {row: value}. Run by parity.test.ts, with gymnasium 1.4.0 and numpy 2.4.6.
"""

import json
import re
import sys
import types
import warnings

import gymnasium as gym
import numpy as np
from gymnasium import spaces, wrappers
from gymnasium.utils.env_checker import check_env
from gymnasium.vector import AutoresetMode, SyncVectorEnv

gym.logger.min_level = gym.logger.ERROR
SAMPLES = json.loads(sys.argv[1])["samples"]
ROWS = {}


def row(name):
    """Registers a function under its row of the table."""

    def add(function):
        ROWS[name] = function
        return function

    return add


class Numbers(gym.Env):
    """Observes [seed, episode, step]; the reward is 1000 * episode + step + action / 4."""

    metadata = {"render_modes": ["rgb_array"], "render_fps": 30}
    observation_space = spaces.Box(0, 65535, (3,), np.int32)
    action_space = spaces.Discrete(3)

    def __init__(self, episode_steps=3, render_mode="rgb_array"):
        self.episode_steps, self.render_mode = episode_steps, render_mode
        self.seed_given, self.episode, self.count = 0, -1, 0

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        if seed is not None:
            self.seed_given, self.episode = seed, -1
        self.episode, self.count = self.episode + 1, 0
        return self._observation(), {"episode_number": self.episode}

    def step(self, action):
        self.count += 1
        reward = 1000 * self.episode + self.count + int(action) / 4
        info = {
            "count": self.count,
            "half": self.count / 2,
            "even": self.count % 2 == 0,
            "place": {"x": self.count, "name": f"n{self.count}"},
            "list": np.array([self.count, self.episode], dtype=np.int32),
        }
        if self.count == 2:
            info["second"] = True
        return self._observation(), reward, self.count >= self.episode_steps, False, info

    def render(self):
        return np.full((4, 6, 3), 10 * self.count, dtype=np.uint8)

    def _observation(self):
        return np.array([self.seed_given, self.episode, self.count], dtype=np.int32)


class Pictures(gym.Env):
    """Pictures by a rule that both languages compute: value i of step t is (i * 7 + t * 13 + i * i) % 256."""

    action_space = spaces.Discrete(2)

    def __init__(self, shape):
        self.observation_space = spaces.Box(0, 255, shape, np.uint8)
        self.count = 0

    def reset(self, *, seed=None, options=None):
        self.count = 0
        return self._picture(), {}

    def step(self, action):
        self.count += 1
        return self._picture(), 0.0, False, False, {}

    def _picture(self):
        shape = self.observation_space.shape
        i = np.arange(np.prod(shape))
        return ((i * 7 + self.count * 13 + i * i) % 256).astype(np.uint8).reshape(shape)


def plain(value):
    """Arrays as flat lists, NumPy's numbers as Python's."""
    if isinstance(value, np.ndarray):
        return [plain(part) for part in value.reshape(-1).tolist()]
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    return value


def refuses(action):
    """Whether something raises or warns."""
    gym.logger.min_level = gym.logger.WARN
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            action()
            return False
        except Exception as error:
            if "-v" in sys.argv:
                print(error, file=sys.stderr)
            return True
        finally:
            gym.logger.min_level = gym.logger.ERROR


# --- spaces


def space_row(all_spaces, members, convert):
    """Texts, membership of given values, and membership of our samples."""
    return {
        "text": [str(space) for space in all_spaces],
        "members": [[space.contains(value) for value in members] for space in all_spaces],
        "equal": [[one == other for other in all_spaces] for one in all_spaces],
        "oursAreMembers": [
            all(space.contains(convert(space, sample)) for sample in samples)
            for space, samples in zip(all_spaces, SAMPLES[type(all_spaces[0]).__name__], strict=True)
        ],
    }


def as_array(space, sample):
    return np.array(sample, dtype=space.dtype).reshape(space.shape)


@row("Box")
def box():
    f32 = np.float32
    inf = np.inf
    boxes = [
        spaces.Box(0, 255, (2, 3), np.uint8),
        spaces.Box(-1, 1, (2,)),
        spaces.Box(np.array([-4.8, -inf], f32), np.array([4.8, inf], f32)),
        spaces.Box(np.array([0, 1]), np.array([3, 4]), dtype=np.int32),
        spaces.Box(0.1, 0.5, (2,)),
    ]
    members = [np.array(value, f32) for value in ([0, 1], [1.5, 0], [np.nan, 0], [0, inf], [0])]
    return space_row(boxes, members, as_array)


@row("Discrete")
def discrete():
    members = [-2, -1, 0, 1, 2, 4, 0.5]
    return space_row(
        [spaces.Discrete(5), spaces.Discrete(3, start=-1)], members, lambda _, sample: sample
    )


@row("MultiDiscrete")
def multi_discrete():
    multi = [
        spaces.MultiDiscrete([5, 2, 2], dtype=np.int32),
        spaces.MultiDiscrete([3, 10], start=[-1, 100], dtype=np.int32),
        spaces.MultiDiscrete([[1, 2], [3, 4]], dtype=np.int32),
    ]
    values = ([4, 1, 1], [5, 1, 1], [0, -1, 0], [1, 109], [2, 109], [0, 0])
    members = [np.array(value, np.int32) for value in values]
    return space_row(multi, members, as_array)


@row("MultiBinary")
def multi_binary():
    multi = [spaces.MultiBinary(3), spaces.MultiBinary([2, 2])]
    members = [np.array(value, np.int8) for value in ([0, 1, 1], [0, 2, 0], [1, 0])]
    return space_row(multi, members, as_array)


@row("Text")
def text():
    texts = [
        spaces.Text(4),
        spaces.Text(3, min_length=0, charset="ba"),
        spaces.Text(2, min_length=2, charset="xyzéß"),
    ]
    members = ["", "a", "ab", "abc", "abcd", "abcde", "éß", "a b", 3]
    return space_row(texts, members, lambda _, sample: sample)


@row("Tuple")
def tuples():
    tuples = [
        spaces.Tuple((spaces.Discrete(3), spaces.Box(0, 1, (2,)))),
        spaces.Tuple((spaces.Text(2), spaces.Tuple((spaces.Discrete(2),)))),
    ]
    unit = np.array([0, 1], np.float32)
    members = [(2, unit), (3, unit), (2,), (2, unit, 0), ("ab", (1,)), ("ab", (2,))]

    def convert(space, sample):
        if isinstance(space.spaces[1], spaces.Box):
            return (sample[0], np.array(sample[1], np.float32))
        return (sample[0], tuple(sample[1]))

    return space_row(tuples, members, convert)


@row("Dict")
def dicts():
    dicts = [
        spaces.Dict({"b": spaces.Discrete(2), "a": spaces.Box(0, 1, (2,))}),
        spaces.Dict({"inner": spaces.Dict({"n": spaces.Discrete(3)})}),
    ]
    unit = np.array([0, 1], np.float32)
    members = [
        {"a": unit, "b": 1},
        {"a": unit, "b": 2},
        {"a": unit},
        {"a": unit, "b": 1, "c": 0},
        {"inner": {"n": 2}},
        {"inner": {}},
    ]

    def convert(space, sample):
        if "a" in sample:
            return {"a": np.array(sample["a"], np.float32), "b": sample["b"]}
        return sample

    return space_row(dicts, members, convert)


# --- the contract and the wrappers


def play(env, actions, seed=7):
    """All results of an episode, the next one begun where one ends."""
    seen = [plain(env.reset(seed=seed)[0])]
    for action in actions:
        observation, reward, terminated, truncated, _ = env.step(action)
        seen.append([plain(observation), plain(reward), bool(terminated), bool(truncated)])
        if terminated or truncated:
            seen.append(plain(env.reset()[0]))
    return seen


@row("Env")
def contract():
    return play(Numbers(3), [0, 1, 2, 1, 0])


@row("TimeLimit")
def time_limit():
    limits = [(5, 3), (3, 3), (2, 3), (5, 1)]
    return [play(wrappers.TimeLimit(Numbers(steps), limit), [0] * 7) for steps, limit in limits]


@row("OrderEnforcing")
def order_enforcing():
    env = wrappers.OrderEnforcing(Numbers())
    before = [refuses(lambda: env.step(0)), refuses(env.render)]
    env.reset()
    return {"before": before, "after": [refuses(lambda: env.step(0)), refuses(env.render)]}


@row("PassiveEnvChecker")
def passive_env_checker():
    class Wrong(Numbers):
        def step(self, action):
            observation, reward, terminated, truncated, info = super().step(action)
            return observation - 5, reward, terminated, truncated, info

    env = wrappers.PassiveEnvChecker(Wrong(9))
    seen = [refuses(env.reset), refuses(lambda: env.step(0)), refuses(lambda: env.step(0))]
    return seen


@row("RecordEpisodeStatistics")
def record_episode_statistics():
    env = wrappers.RecordEpisodeStatistics(wrappers.TimeLimit(Numbers(5), 3), buffer_length=2)
    infos = []
    for _ in range(3):
        env.reset()
        ended = False
        while not ended:
            _, _, terminated, truncated, info = env.step(1)
            ended = terminated or truncated
            episode = info.get("episode")
            infos.append(episode and [plain(episode["r"]), plain(episode["l"]), sorted(episode)])
    return {
        "infos": infos,
        "returns": plain(list(env.return_queue)),
        "lengths": plain(list(env.length_queue)),
        "count": env.episode_count,
    }


FILES = []


class FakeClip:
    """Stands for moviepy: notes what would be written."""

    def __init__(self, frames, fps):
        self.frames = len(frames)

    def write_videofile(self, path, logger=None):
        FILES.append([re.sub(r"^.*/|\.mp4$", "", path), self.frames])


for module in ["moviepy", "moviepy.video", "moviepy.video.io"]:
    sys.modules[module] = types.ModuleType(module)
sys.modules["moviepy.video.io.ImageSequenceClip"] = types.ModuleType("ImageSequenceClip")
sys.modules["moviepy.video.io.ImageSequenceClip"].ImageSequenceClip = FakeClip


def recorded(episodes, **options):
    """Names and frames of what is recorded over episodes of three steps."""
    FILES.clear()
    env = wrappers.RecordVideo(Numbers(3), "/tmp/rl-tools-parity-video", **options)
    for _ in range(episodes):
        env.reset()
        for _ in range(3):
            env.step(0)
    env.close()
    return list(FILES)


@row("RecordVideo")
def record_video():
    from gymnasium.utils.save_video import capped_cubic_video_schedule

    return {
        "schedule": [n for n in range(3001) if capped_cubic_video_schedule(n)],
        "default": recorded(10),
        "episodes": recorded(5, episode_trigger=lambda n: n % 2 == 1),
        "steps": recorded(5, step_trigger=lambda n: n % 5 == 0, name_prefix="a"),
        "length": recorded(5, step_trigger=lambda n: n == 4, video_length=3),
        "chunks": recorded(6, episode_trigger=lambda n: True, video_length=2),
        "both": recorded(
            4, episode_trigger=lambda n: n == 1, step_trigger=lambda n: n == 4, video_length=20
        ),
    }


@row("FrameStackObservation")
def frame_stack():
    stacks = {}
    for padding in ["reset", "zero"]:
        env = wrappers.FrameStackObservation(Numbers(3), 3, padding_type=padding)
        stacks[padding] = {"space": str(env.observation_space), "seen": play(env, [0, 1, 2, 1])}
    return stacks


@row("ClipReward")
def clip_reward():
    bounds = [(2, 1001.5), (None, 2), (3, None)]
    return {
        "seen": [play(wrappers.ClipReward(Numbers(3), *pair), [0, 1, 2, 1]) for pair in bounds],
        "refused": [refuses(lambda: wrappers.ClipReward(Numbers())),
                    refuses(lambda: wrappers.ClipReward(Numbers(), 2, 1))],
    }


@row("RepeatAction")
def repeat_action():
    inside = wrappers.TimeLimit(wrappers.RepeatAction(Numbers(9), 2), 3)
    outside = wrappers.RepeatAction(wrappers.TimeLimit(Numbers(9), 3), 2)
    return [play(inside, [0, 1, 2, 0]), play(outside, [0, 1, 2, 0])]


@row("GrayscaleObservation")
def grayscale():
    shape = (64, 64, 3)
    flat = wrappers.GrayscaleObservation(Pictures(shape))
    deep = wrappers.GrayscaleObservation(Pictures((2, 3, 3)), keep_dim=True)
    return {
        "spaces": [str(flat.observation_space), str(deep.observation_space)],
        "seen": [play(flat, [0, 1]), play(deep, [0])],
        "refused": refuses(lambda: wrappers.GrayscaleObservation(Pictures((2, 3, 1)))),
    }


RESIZES = [((12, 16, 3), (6, 8)), ((13, 17, 3), (5, 7)), ((9, 9), (3, 2)), ((8, 8, 1), (8, 8)), ((84, 97, 3), (42, 31))]


@row("ResizeObservation")
def resize():
    import cv2

    seen = []
    for before, after in RESIZES:
        env = wrappers.ResizeObservation(Pictures(before), after)
        nearest = cv2.resize(
            Pictures(before).reset()[0], after[::-1], interpolation=cv2.INTER_NEAREST_EXACT
        )
        seen.append(
            {"space": str(env.observation_space), "area": plain(env.reset()[0]), "nearest": plain(nearest)}
        )
    return seen


@row("TransformObservation")
def transform_observation():
    space = spaces.Box(0, 131070, (3,), np.int32)
    env = wrappers.TransformObservation(Numbers(3), lambda numbers: 2 * numbers, space)
    return {"space": str(env.observation_space), "seen": play(env, [0, 1, 2, 1])}


@row("TransformReward")
def transform_reward():
    return play(wrappers.TransformReward(Numbers(3), lambda reward: reward / 2), [0, 1, 2, 1])


# --- the registry


@row("register, make, spec")
def registry():
    gym.register("Parity/Numbers-v0", Numbers, max_episode_steps=4, reward_threshold=5.0,
                 kwargs={"episode_steps": 9})
    gym.register("Parity/Free-v0", Numbers, nondeterministic=True, disable_env_checker=True)

    def names(env):
        found = []
        while isinstance(env, gym.Wrapper):
            found.append(type(env).__name__)
            env = env.env
        return [*found, type(env).__name__]

    def facts(env):
        spec = env.spec
        return [names(env), spec.max_episode_steps, spec.reward_threshold, bool(spec.nondeterministic)]

    made = gym.make("Parity/Numbers-v0")
    return {
        "made": [
            facts(made),
            facts(gym.make("Parity/Numbers-v0", max_episode_steps=7)),
            facts(gym.make("Parity/Numbers-v0", max_episode_steps=-1)),
            facts(gym.make("Parity/Numbers-v0", disable_env_checker=True)),
            facts(gym.make("Parity/Free-v0")),
            facts(gym.make("Parity/Free-v0", max_episode_steps=2)),
            facts(gym.make("Parity/Free-v0", disable_env_checker=False)),
            facts(gym.make(gym.make("Parity/Numbers-v0", max_episode_steps=7).spec)),
        ],
        "seen": play(made, [0] * 5),
        "options": play(gym.make("Parity/Numbers-v0", episode_steps=2), [0] * 3),
        "refused": [
            refuses(lambda: gym.make("Parity/Numbres-v0")),
            refuses(lambda: gym.spec("Parity/Numbers-v1")),
            refuses(lambda: gym.register("Parity/a/b-v0", Numbers)),
        ],
    }


# --- vectors


def mask(infos):
    """Infos with masks and truth values as 0/1, names in our spelling."""
    names = {"final_obs": "finalObservation", "_final_obs": "_finalObservation",
             "final_info": "finalInfo", "_final_info": "_finalInfo",
             "episode_number": "episodeNumber", "_episode_number": "_episodeNumber"}

    def convert(value):
        if isinstance(value, dict):
            return {names.get(key, key): convert(part) for key, part in value.items()}
        if isinstance(value, np.ndarray) and value.dtype == bool:
            return [int(part) for part in value]
        return plain(value)

    return convert(infos)


def vector_row(mode):
    vector = SyncVectorEnv(
        [lambda: Numbers(2), lambda: wrappers.TimeLimit(Numbers(9), 3)], autoreset_mode=mode
    )
    observations, infos = vector.reset(seed=[10, 20])
    seen = [[plain(observations), mask(infos)]]
    for step in range(7):
        actions = [step % 3, (step + 1) % 3]
        observations, rewards, terminated, truncated, infos = vector.step(np.array(actions))
        seen.append([plain(observations), plain(rewards), mask({"f": terminated, "t": truncated}), mask(infos)])
        ended = np.logical_or(terminated, truncated)
        if mode == AutoresetMode.DISABLED and ended.any():
            # The first environment is asked first: the real one refuses in the middle of a step.
            refused = bool(ended[0]) and refuses(lambda: vector.step(np.array(actions)))
            observations, infos = vector.reset(options={"reset_mask": ended})
            seen.append([refused, plain(observations), mask(infos)])
    return seen


@row("SyncVectorEnv, AutoresetMode.SAME_STEP")
def same_step():
    return vector_row(AutoresetMode.SAME_STEP)


@row("SyncVectorEnv, AutoresetMode.NEXT_STEP")
def next_step():
    return vector_row(AutoresetMode.NEXT_STEP)


@row("SyncVectorEnv, AutoresetMode.DISABLED")
def disabled():
    return vector_row(AutoresetMode.DISABLED)


@row("make_vec")
def make_vec():
    vector = gym.make_vec("Parity/Numbers-v0", num_envs=3, vectorization_mode="sync")
    observations, _ = vector.reset(seed=[1, 2, 3])
    return {
        "count": vector.num_envs,
        "spaces": [str(vector.single_observation_space), str(vector.single_action_space),
                   str(vector.observation_space), str(vector.action_space)],
        "first": plain(observations),
    }


# --- the checker


@row("check_env")
def checker():
    """Whether each fault is found, by an error or a warning."""

    class Sound(Numbers):
        pass

    class NoSeed(Numbers):
        def reset(self, *, seed=None, options=None):
            observation, info = super().reset(seed=seed)
            return np.array([np.random.randint(60000), 0, 0], np.int32), info

    class BareObservation(Numbers):
        def reset(self, *, seed=None, options=None):
            return super().reset(seed=seed)[0]

    class OutOfRange(Numbers):
        def _observation(self):
            return np.array([70000, 0, 0], np.int32)

    class OtherType(Numbers):
        def _observation(self):
            return np.array([1, 0, 0], np.float32)

    class FourResults(Numbers):
        def step(self, action):
            observation, reward, terminated, _, info = super().step(action)
            return observation, reward, terminated, info

    class NotANumber(Numbers):
        def step(self, action):
            observation, _, terminated, truncated, info = super().step(action)
            return observation, float("nan"), terminated, truncated, info

    class NoInfo(Numbers):
        def step(self, action):
            return (*super().step(action)[:4], None)

    class FlagIsNumber(Numbers):
        def step(self, action):
            observation, reward, terminated, truncated, info = super().step(action)
            return observation, reward, int(terminated), truncated, info

    class NoActionSpace(Numbers):
        action_space = None

    class RandomSteps(Numbers):
        def step(self, action):
            _, reward, terminated, truncated, info = super().step(action)
            observation = np.array([np.random.randint(60000), 0, 0], np.int32)
            return observation, reward, terminated, truncated, info

    class Unbounded(Numbers):
        observation_space = spaces.Box(-np.inf, np.inf, (3,), np.float32)

        def _observation(self):
            return super()._observation().astype(np.float32)

    found = {}
    for kind in [Sound, NoSeed, BareObservation, OutOfRange, OtherType, FourResults, NotANumber, NoInfo,
                 FlagIsNumber, NoActionSpace, RandomSteps, Unbounded]:
        gym.register(f"Parity/{kind.__name__}-v0", kind, max_episode_steps=20)
        env = gym.make(f"Parity/{kind.__name__}-v0", disable_env_checker=True).unwrapped
        found[kind.__name__] = refuses(lambda: check_env(env))
    return found


# --- the classic tasks


def trajectories(env, starts, actions):
    """States in full precision, from given ones on."""
    runs = []
    for start in starts:
        env.reset(seed=0)
        env.state = np.array(start, dtype=np.float64)
        env.steps_beyond_terminated = None
        run = []
        for action in actions:
            observation, reward, terminated, _, _ = env.step(action)
            state = np.array(env.state, dtype=np.float64)
            rounded = bool(np.array_equal(observation, state.astype(np.float32)))
            run.append([plain(state), rounded, reward, terminated])
            if terminated:
                break
        runs.append(run)
    return runs


def one_blank(space):
    """A text without NumPy's padding of columns."""
    return re.sub(" +", " ", str(space))


def linear(count, low, high):
    """`count` numbers evenly spread, in an order without pattern, the same in both languages."""
    return [low + (high - low) * ((i * 37) % count) / count for i in range(count)]


@row("CartPole-v1")
def cart_pole():
    from gymnasium.envs.classic_control import CartPoleEnv

    starts = [[0.01, -0.02, 0.03, 0.04], [0, 0, 0, 0], [-1, 1.5, -0.1, -0.5], [2.3, 1, 0.2, 2]]
    singles = list(zip(linear(101, -2.4, 2.4), linear(101, -3, 3), linear(101, -0.4, 0.4),
                       linear(101, -4, 4), strict=True))
    actions = [(i * i + i // 3) % 2 for i in range(200)]
    env = gym.make("CartPole-v1")
    return {
        "runs": trajectories(CartPoleEnv(), starts, actions),
        "suttonBarto": trajectories(CartPoleEnv(sutton_barto_reward=True), starts[:1], actions),
        "singles": trajectories(CartPoleEnv(), singles, [1]),
        "spaces": [one_blank(env.observation_space), str(env.action_space)],
        "spec": [env.spec.max_episode_steps, env.spec.reward_threshold],
    }


@row("MountainCar-v0")
def mountain_car():
    from gymnasium.envs.classic_control import MountainCarEnv

    starts = [[-0.5, 0], [-0.55, 0.01], [-1.19, -0.05], [0.45, 0.06]]
    singles = list(zip(linear(101, -1.2, 0.6), linear(101, -0.07, 0.07), strict=True))
    swinging = [2 if (i // 25) % 2 == 0 else 0 for i in range(200)]
    env = gym.make("MountainCar-v0")
    return {
        "runs": trajectories(MountainCarEnv(), starts, swinging),
        "singles": trajectories(MountainCarEnv(), singles, [1]),
        "goal": trajectories(MountainCarEnv(goal_velocity=0.05), [[0.45, 0.04], [0.45, 0.07]], [2, 2]),
        "spaces": [one_blank(env.observation_space), str(env.action_space)],
        "spec": [env.spec.max_episode_steps, env.spec.reward_threshold],
    }


print(json.dumps({name: plain(function()) for name, function in ROWS.items()}))
