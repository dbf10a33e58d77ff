"""One A2C + CPC update in PyTorch, as fast as we could make it: the peer of `cpc-rl bench learner`.

The same work: T = 100, 72x96x3 uint8 pictures, IMPALA's torsos, LSTM 256 with resets, 9 actions,
CPC 30 steps ahead, RMSProp, gradient norm clipped. Prints one JSON line in the shape of
`cpc-rl bench learner --json`.

What makes it fast: channels-last convolutions, 1/255 folded into the first kernel, the fused LSTM run
once per stretch without a reset, the input of every CPC map sliced before its product, and an allocator
that keeps its memory (environment variables set by the caller).
"""

import argparse
import json
import statistics
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

UNROLL, HEIGHT, WIDTH, SIZE, ACTIONS, STEPS = 100, 72, 96, 256, 9, 30
EPISODE_START = 1 / 200


def conv(inputs, outputs, size, stride, padding=0):
    return nn.Conv2d(inputs, outputs, size, stride, padding).to(memory_format=torch.channels_last)


def scaled_down(layer, x):
    """The first convolution with 1/255 folded into its kernel."""
    return F.conv2d(x, layer.weight * (1 / 255), layer.bias, layer.stride, layer.padding)


class Shallow(nn.Module):
    features = 7 * 10 * 32

    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = conv(3, 16, 8, 4), conv(16, 32, 4, 2)

    def forward(self, x):
        return F.relu_(self.conv2(F.relu_(scaled_down(self.conv1, x))))


class Residual(nn.Module):
    def __init__(self, filters):
        super().__init__()
        self.conv1, self.conv2 = conv(filters, filters, 3, 1, 1), conv(filters, filters, 3, 1, 1)

    def forward(self, x):
        return x + self.conv2(F.relu_(self.conv1(F.relu(x))))


class Deep(nn.Module):
    """PyTorch pads on the other side than TensorFlow's SAME: the work is the same."""

    features = 9 * 12 * 32

    def __init__(self):
        super().__init__()
        pairs = ((3, 16), (16, 32), (32, 32))
        self.first = nn.ModuleList(conv(inputs, outputs, 3, 1, 1) for inputs, outputs in pairs)
        self.blocks = nn.ModuleList(nn.Sequential(Residual(n), Residual(n)) for _, n in pairs)

    def forward(self, x):
        for index, (first, blocks) in enumerate(zip(self.first, self.blocks)):
            x = scaled_down(first, x) if index == 0 else first(x)
            x = blocks(F.max_pool2d(x, 3, 2, 1))
        return F.relu_(x)


TORSOS = dict(shallow=Shallow, deep=Deep)


class Agent(nn.Module):
    def __init__(self, torso="shallow"):
        super().__init__()
        self.convolutions = TORSOS[torso]()
        self.embed = nn.Linear(self.convolutions.features, SIZE)
        self.lstm = nn.LSTM(SIZE + 1 + ACTIONS, SIZE)
        self.policy = nn.Linear(SIZE, ACTIONS)
        self.value = nn.Linear(SIZE, 1)
        self.maps = nn.Parameter(torch.randn(STEPS, SIZE, SIZE) / SIZE)

    def torso(self, pictures):
        """[N, H, W, 3] uint8 -> [N, 256]."""
        x = pictures.permute(0, 3, 1, 2).to(torch.float32, memory_format=torch.channels_last)
        x = self.convolutions(x)
        return F.relu(self.embed(x.permute(0, 2, 3, 1).flatten(1)))

    def core(self, x, starts):
        """LSTM over [T, B, *], its state zeroed where an episode starts."""
        rows = [0] + [t for t in range(1, len(x)) if starts[t].any()] + [len(x)]
        hidden = cell = x.new_zeros(1, x.shape[1], SIZE)
        outputs = []
        for begin, end in zip(rows, rows[1:]):
            keep = (1 - starts[begin])[None, :, None]
            y, (hidden, cell) = self.lstm(x[begin:end], (hidden * keep, cell * keep))
            outputs.append(y)
        return torch.cat(outputs)


def contrastive_loss(maps, contexts, embeddings, episode, negatives):
    """Mean over k of the InfoNCE loss; [T, B, 256] each, episode numbers [T, B]."""
    length, batch, size = embeddings.shape
    total = 0.0
    for k, weights in enumerate(maps.unbind(0), start=1):
        n = length - k
        projected = contexts[:n].reshape(n * batch, size) @ weights
        valid = (episode[k:] == episode[:n]).float()
        if negatives == "batch":
            scores = torch.bmm(projected.view(n, batch, size), embeddings[k:].transpose(1, 2))
            loss = torch.logsumexp(scores, 2) - torch.diagonal(scores, dim1=1, dim2=2)
        else:
            scores = projected @ embeddings.reshape(length * batch, size).t()
            loss = torch.logsumexp(scores, 1) - torch.diagonal(scores, offset=k * batch)
            loss = loss.view(n, batch)
        total = total + (loss * valid).sum() / valid.sum().clamp(min=1)
    return total / STEPS


def n_step_returns(rewards, starts, bootstrap):
    """Host loop: it is far cheaper than a hundred tiny tensor operations."""
    r, s, following = rewards.numpy(), starts.numpy(), bootstrap.numpy()
    returns = np.empty_like(r)
    for t in reversed(range(len(r))):
        if t + 1 < len(r):
            following = following * (1 - s[t + 1])
        following = r[t] + 0.99 * following
        returns[t] = following
    return torch.from_numpy(returns)


def random_unroll(batch):
    rng = np.random.default_rng(1)
    shape = (UNROLL, batch)
    return dict(
        pictures=torch.from_numpy(rng.integers(0, 256, (*shape, HEIGHT, WIDTH, 3), np.uint8)),
        actions=torch.from_numpy(rng.integers(0, ACTIONS, shape)),
        rewards=torch.from_numpy(rng.random(shape, np.float32) - 0.5),
        starts=torch.from_numpy((rng.random(shape) < EPISODE_START).astype(np.float32)),
        last=torch.from_numpy(rng.random((*shape, 1 + ACTIONS), np.float32)),
        bootstrap=torch.zeros(batch),
    )


def loss_of(agent, unroll, cpc):
    length, batch = unroll["rewards"].shape
    embeddings = agent.torso(unroll["pictures"].view(-1, HEIGHT, WIDTH, 3)).view(length, batch, SIZE)
    contexts = agent.core(torch.cat([embeddings, unroll["last"]], 2), unroll["starts"])
    log_policy = F.log_softmax(agent.policy(contexts), -1)
    values = agent.value(contexts)[..., 0]
    returns = n_step_returns(unroll["rewards"], unroll["starts"], unroll["bootstrap"])
    advantages = returns - values
    chosen = log_policy.gather(-1, unroll["actions"][..., None])[..., 0]
    loss = -(chosen * advantages.detach()).sum() + 0.25 * advantages.square().sum()
    loss = loss + 2.5e-4 * (log_policy.exp() * log_policy).sum()
    if cpc == "off":
        return loss
    episode = unroll["starts"].cumsum(0)
    extra = contrastive_loss(agent.maps, contexts, embeddings, episode, cpc)
    return loss + 0.1 * length * batch * extra


def time_updates(torso, batch, cpc, precision, repetitions):
    torch.manual_seed(1)
    agent, unroll = Agent(torso), random_unroll(batch)
    trained = [p for name, p in agent.named_parameters() if cpc != "off" or name != "maps"]
    optimizer = torch.optim.RMSprop(trained, lr=1e-4, alpha=0.99, eps=0.1, foreach=True)
    times = []
    for i in range(2 + repetitions):
        start = time.perf_counter()
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast("cpu", torch.bfloat16, enabled=precision == "bfloat16"):
            loss = loss_of(agent, unroll, cpc)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 40.0)
        optimizer.step()
        loss.item()
        if i >= 2:
            times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--batch", type=int, required=True)
    parser.add_argument("--cpc", choices=["off", "batch", "all"], required=True)
    parser.add_argument("--torso", choices=list(TORSOS), default="shallow")
    parser.add_argument("--precision", choices=["float32", "bfloat16"], default="float32")
    parser.add_argument("--repetitions", type=int, default=5)
    options = parser.parse_args()
    ms = time_updates(
        options.torso, options.batch, options.cpc, options.precision, options.repetitions
    )
    result = dict(
        unroll=UNROLL,
        batch=options.batch,
        cpc=options.cpc,
        torso=options.torso,
        precision=options.precision,
        msPerUpdate=round(ms, 1),
        framesPerSecond=round(1000 * UNROLL * options.batch / ms),
    )
    print(json.dumps(dict(peer="pytorch " + torch.__version__, results=[result])))


if __name__ == "__main__":
    main()
