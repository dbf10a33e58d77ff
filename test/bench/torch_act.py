"""Batched inference in PyTorch, the peer of `cpc-rl bench act`: pictures in host memory to actions there.

Two forms of the LSTM's step are timed, PyTorch's own and one written out; the faster counts.
"""

import argparse
import json
import statistics
import time

import torch
import torch.nn.functional as F

from torch_learner import ACTIONS, HEIGHT, SIZE, WIDTH, Agent

WARM_UP = 20


def fused(agent, x, hidden, cell):
    y, (hidden, cell) = agent.lstm(x[None], (hidden[None], cell[None]))
    return y[0], hidden[0], cell[0]


def written_out(agent, x, hidden, cell):
    lstm = agent.lstm
    gates = F.linear(x, lstm.weight_ih_l0, lstm.bias_ih_l0) + F.linear(
        hidden, lstm.weight_hh_l0, lstm.bias_hh_l0
    )
    i, f, g, o = gates.chunk(4, 1)
    cell = torch.sigmoid(f) * cell + torch.sigmoid(i) * torch.tanh(g)
    hidden = torch.sigmoid(o) * torch.tanh(cell)
    return hidden, hidden, cell


def act(agent, core, inputs):
    pictures, last, keep, hidden, cell = inputs
    x = torch.cat([agent.torso(pictures), last], 1)
    y, hidden, cell = core(agent, x, hidden * keep, cell * keep)
    logits = agent.policy(y)
    chosen = torch.multinomial(F.softmax(logits, 1), 1)
    log_probabilities = F.log_softmax(logits, 1).gather(1, chosen)
    return chosen.numpy(), log_probabilities.numpy(), agent.value(y), hidden, cell


def ms_per_batch(agent, core, inputs, repetitions):
    times = []
    for i in range(WARM_UP + repetitions):
        start = time.perf_counter()
        act(agent, core, inputs)
        if i >= WARM_UP:
            times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--repetitions", type=int, default=200)
    repetitions = parser.parse_args().repetitions
    torch.manual_seed(1)
    agent, results = Agent().eval(), []
    with torch.inference_mode():
        for environments in (16, 64):
            pictures = torch.randint(0, 256, (environments, HEIGHT, WIDTH, 3), dtype=torch.uint8)
            last = torch.rand(environments, 1 + ACTIONS)
            state = [torch.zeros(environments, SIZE) for _ in range(2)]
            inputs = (pictures, last, torch.ones(environments, 1), *state)
            best = min(ms_per_batch(agent, core, inputs, repetitions) for core in (fused, written_out))
            results.append(dict(environments=environments, msPerBatch=round(best, 3)))
    print(json.dumps(dict(peer="pytorch " + torch.__version__, results=results)))


if __name__ == "__main__":
    main()
