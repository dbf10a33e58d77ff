"""Frames per second, of the clock and of processor time, of another environment.

Every frame is simulated and drawn; random actions are held for four frames.

env_peers.py vizdoom 160x120
env_peers.py miniworld 96x72
env_peers.py miniworld --try    ends without an error where OpenGL is found
"""

import glob
import json
import os
import random
import sys
import time

FRAMES_PER_ACTION = 4
FRAMES_AT_ONCE = 20
# Of processor time: beside other work, seconds of the clock would not be enough to warm up.
WARM_UP_SECONDS = 1
TIMED_SECONDS = 3


def rate(step, actions):
    chance = random.Random(1)

    def play_for(seconds):
        start, before, frames, spent = time.perf_counter(), cpu_seconds(), 0, 0
        while spent < seconds:
            for frame in range(FRAMES_AT_ONCE):
                if frame % FRAMES_PER_ACTION == 0:
                    action = actions[chance.randrange(len(actions))]
                step(action)
            frames += FRAMES_AT_ONCE
            spent = cpu_seconds() - before
        seconds_passed = time.perf_counter() - start
        return {"perSecond": frames / seconds_passed, "perCpuSecond": frames / spent}

    play_for(WARM_UP_SECONDS)
    return play_for(TIMED_SECONDS)


def cpu_seconds():
    """Processor time of this process and of its children (ViZDoom's engine is one), all threads."""
    return time.process_time() + sum(map(cpu_seconds_of, children()))


def children():
    for path in glob.glob("/proc/self/task/*/children"):
        with open(path) as file:
            yield from map(int, file.read().split())


def cpu_seconds_of(pid):
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()  # behind the name, which may hold anything
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")  # utime, stime


def vizdoom_rate(size):
    """ViZDoom's my_way_home: one game tic per step, RGB, nothing but the picture asked for."""
    import vizdoom

    game = vizdoom.DoomGame()
    game.load_config(os.path.join(vizdoom.scenarios_path, "my_way_home.cfg"))
    game.set_window_visible(False)
    game.set_mode(vizdoom.Mode.PLAYER)
    game.set_screen_format(vizdoom.ScreenFormat.RGB24)
    game.set_screen_resolution(getattr(vizdoom.ScreenResolution, f"RES_{size.upper()}"))
    game.set_seed(1)
    game.init()
    buttons = game.get_available_buttons_size()
    actions = [[int(i == j) for j in range(buttons)] for i in range(buttons)]

    def step(action):
        game.make_action(action, 1)
        if game.is_episode_finished():
            game.new_episode()
        return game.get_state().screen_buffer

    try:
        return rate(step, actions)
    finally:
        game.close()


def miniworld_env(width, height):
    import pyglet

    pyglet.options["headless"] = os.environ.get("MINIWORLD_HEADLESS") == "1"
    from miniworld.envs import FourRooms

    env = FourRooms(obs_width=width, obs_height=height)
    env.reset(seed=1)
    return env


def miniworld_rate(size):
    """MiniWorld's FourRooms, drawn by whatever OpenGL there is."""
    width, height = map(int, size.split("x"))
    env = miniworld_env(width, height)

    def step(action):
        _, _, terminated, truncated, _ = env.step(action)
        if terminated or truncated:
            env.reset()

    try:
        return rate(step, list(range(env.action_space.n)))
    finally:
        env.close()


if __name__ == "__main__":
    name, size = sys.argv[1:]
    if size == "--try":
        miniworld_env(96, 72)
    else:
        print(json.dumps({"vizdoom": vizdoom_rate, "miniworld": miniworld_rate}[name](size)))
