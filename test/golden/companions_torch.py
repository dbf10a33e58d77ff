"""Pixel prediction, reward prediction and pixel control by PyTorch, in float64: writes companions.json (see README.md).

Written apart from the TypeScript: nn.functional's layers, cross_entropy with class weights, gradients by autograd.
Kernels of transposed convolutions are stored in TensorFlow's layout: height, width, outputs, inputs.
"""

import json
import sys

import torch
import torch.nn.functional as F

HEIGHT, WIDTH, CELL = 11, 14, 2
GRID = (5, 7)  # a row of pixels is left out below
SMALL = (2, 3)  # the transposed convolution makes 6 x 8 of it, of which 5 x 7 are kept
CHANNELS = 3


def float32_normal(generator, *shape, scale=1.0):
    """Numbers that are exact in float32, so that both programs compute from the same."""
    return (torch.randn(*shape, generator=generator) * scale).float().double().requires_grad_()


def starts_at(steps, batch, places):
    starts = torch.zeros(steps, batch, dtype=torch.float64)
    for t, b in places:
        starts[t, b] = 1
    return starts


def same_episode(starts, t, k, b):
    return t + k < len(starts) and not starts[t + 1 : t + k + 1, b].any()


def cells(pictures):
    """[N, H, W, 3] to mean colours [N, rows, columns, 3]."""
    kept = pictures.permute(0, 3, 1, 2)[:, :, : GRID[0] * CELL, : GRID[1] * CELL]
    return F.avg_pool2d(kept, CELL).permute(0, 2, 3, 1)


def decoder_variables(generator, inputs, outputs):
    size = SMALL[0] * SMALL[1] * CHANNELS
    return {
        "linear/weights": float32_normal(generator, size, inputs, scale=0.5),
        "linear/bias": float32_normal(generator, size, scale=0.5),
        "deconvolution/kernel": float32_normal(generator, 4, 4, outputs, CHANNELS, scale=0.25),
        "deconvolution/bias": float32_normal(generator, outputs, scale=0.25),
    }


def decode(v, x):
    """[N, inputs] to [N, rows, columns, outputs]."""
    small = F.relu(F.linear(x, v["linear/weights"], v["linear/bias"]))
    small = small.reshape(-1, *SMALL, CHANNELS).permute(0, 3, 1, 2)
    kernel = v["deconvolution/kernel"].permute(3, 2, 0, 1)
    y = F.conv_transpose2d(small, kernel, v["deconvolution/bias"], stride=2)
    return y[:, :, : GRID[0], : GRID[1]].permute(0, 2, 3, 1)


def mean(values):
    return torch.stack(values).mean()


def pixel_prediction(generator):
    steps, batch, size, ahead, stride, hidden = 8, 2, 4, (1, 2, 5), 2, 5
    starts = starts_at(steps, batch, [(0, 0), (3, 1)])
    contexts = float32_normal(generator, steps, batch, size)
    pixels = torch.randint(0, 257, (steps, batch, HEIGHT, WIDTH, 3), generator=generator)
    pictures = cells((pixels.double() / 256).flatten(0, 1)).unflatten(0, (steps, batch))
    decoder = decoder_variables(generator, hidden, 3)
    own = {
        k: (float32_normal(generator, hidden, size, scale=0.5), float32_normal(generator, hidden, scale=0.5))
        for k in ahead
    }
    losses, metrics = [], {"loss": [], "explainedVariance": [], "persistenceSkill": []}
    for k in ahead:
        anchors = [(t, b) for t in range(0, steps, stride) for b in range(batch) if same_episode(starts, t, k, b)]
        x = torch.stack([contexts[t, b] for t, b in anchors])
        target = torch.stack([pictures[t + k, b] for t, b in anchors])
        present = torch.stack([pictures[t, b] for t, b in anchors])
        loss = F.mse_loss(decode(decoder, F.relu(F.linear(x, *own[k]))), target)
        losses.append(loss)
        metrics["loss"].append(loss.item())
        variance = target.var(0, correction=0).mean()
        metrics["explainedVariance"].append((1 - loss / variance).item())
        metrics["persistenceSkill"].append((1 - loss / F.mse_loss(present, target)).item())
    variables = {f"decoder/{name}": v for name, v in decoder.items()}
    for k, (weights, bias) in own.items():
        variables |= {f"steps/{k}/weights": weights, f"steps/{k}/bias": bias}
    return outcome(
        "pixelPrediction",
        {"T": steps, "B": batch, "C": size, "steps": ahead, "anchorStride": stride, "hiddenSize": hidden},
        {"contexts": contexts, "episodeStarts": starts, "pixels": pixels},
        {"contexts": contexts},
        variables,
        mean(losses),
        metrics,
    )


def reward_prediction(generator):
    steps, batch, size, n, hidden = 10, 3, 4, 3, 6
    starts = starts_at(steps, batch, [(0, 0), (4, 1), (5, 1), (8, 2)])
    z = float32_normal(generator, steps, batch, size)
    kinds = torch.tensor([0.0, 0, 0, 1, -1])
    rewards = kinds[torch.randint(0, 5, (steps, batch), generator=generator)]
    variables = {
        "hidden/weights": float32_normal(generator, hidden, n * size, scale=0.5),
        "hidden/bias": float32_normal(generator, hidden, scale=0.5),
        "logits/weights": float32_normal(generator, 3, hidden, scale=0.5),
        "logits/bias": float32_normal(generator, 3, scale=0.5),
    }
    rows = [(t, b) for t in range(n - 1, steps) for b in range(batch) if same_episode(starts, t - n + 1, n - 1, b)]
    x = torch.stack([z[t - n + 1 : t + 1, b].flatten() for t, b in rows])
    labels = torch.tensor([{1: 0, -1: 1, 0: 2}[int(rewards[t, b])] for t, b in rows])
    hidden_units = F.relu(F.linear(x, variables["hidden/weights"], variables["hidden/bias"]))
    logits = F.linear(hidden_units, variables["logits/weights"], variables["logits/bias"])
    zeros = (labels == 2).sum().item()
    share = torch.tensor([1 / (len(rows) - zeros), 1 / (len(rows) - zeros), 1 / zeros], dtype=torch.float64)
    loss = F.cross_entropy(logits, labels, weight=share)  # divided by the sum of the weights, which is 2
    right = logits.argmax(1) == labels
    accuracy = {
        f"{name}Accuracy": [right[labels == i].double().mean().item()]
        for i, name in enumerate(("positive", "negative", "zero"))
    }
    return outcome(
        "rewardPrediction",
        {"T": steps, "B": batch, "Z": size, "observations": n, "hiddenSize": hidden},
        {"embeddings": z, "episodeStarts": starts, "rewards": rewards},
        {"embeddings": z},
        variables,
        loss,
        {"loss": [loss.item()], **accuracy},
    )


def pixel_control(generator):
    steps, batch, size, actions, discount = 7, 2, 4, 3, 0.875
    starts = starts_at(steps, batch, [(0, 0), (3, 0), (4, 0), (6, 1)])
    contexts = float32_normal(generator, steps, batch, size)
    taken = torch.randint(0, actions, (steps, batch), generator=generator)
    pixels = torch.randint(0, 257, (steps, batch, HEIGHT, WIDTH, 3), generator=generator)
    decoder = decoder_variables(generator, size, 1 + actions)
    maps = decode(decoder, contexts.flatten(0, 1)).unflatten(0, (steps, batch))
    q = maps[..., :1] + maps[..., 1:] - maps[..., 1:].mean(-1, keepdim=True)
    change = (pixels.double() / 256).diff(dim=0).abs().flatten(0, 1)
    rewards = cells(change).mean(-1).unflatten(0, (steps - 1, batch))
    target = q[-1].max(-1).values.detach()  # [B, rows, columns]
    squares, values, returns, pseudo = [], [], [], []
    for t in reversed(range(steps - 1)):
        goes_on = 1 - starts[t + 1]
        target = goes_on[:, None, None] * (rewards[t] + discount * target)
        for b in range(batch):
            if goes_on[b]:
                value = q[t, b, :, :, taken[t, b]]
                squares.append((target[b] - value).square().sum())
                values.append(value)
                returns.append(target[b])
                pseudo.append(rewards[t, b])
    loss = mean(squares)
    spread = torch.stack(returns).var(0, correction=0).sum()
    return outcome(
        "pixelControl",
        {"T": steps, "B": batch, "C": size, "actionCount": actions, "discount": discount},
        {"contexts": contexts, "episodeStarts": starts, "actions": taken, "pixels": pixels},
        {"contexts": contexts},
        decoder,
        loss,
        {
            "loss": [loss.item()],
            "pixelChange": [mean(pseudo).item()],
            "actionValue": [mean(values).item()],
            "explainedVariance": [(1 - loss / spread).item()],
        },
    )


def flat(tensor):
    return tensor.detach().reshape(-1).tolist()


def outcome(name, sizes, inputs, differentiable, variables, loss, metrics):
    wanted = differentiable | {f"{name}/{key}": variable for key, variable in variables.items()}
    gradients = torch.autograd.grad(loss, list(wanted.values()))
    return {
        "sizes": sizes,
        "inputs": {key: flat(tensor) for key, tensor in inputs.items()},
        "variables": {f"{name}/{key}": flat(tensor) for key, tensor in variables.items()},
        "expected": {
            "loss": loss.item(),
            "metrics": metrics,
            "gradients": dict(zip(wanted, map(flat, gradients))),
        },
    }


def main():
    generator = torch.Generator().manual_seed(20161116)
    golden = {
        "made_by": f"torch {torch.__version__}",
        "pictures": {"image": (HEIGHT, WIDTH), "cellSize": CELL, "size": GRID, "small": SMALL, "channels": CHANNELS},
        "pixelPrediction": pixel_prediction(generator),
        "rewardPrediction": reward_prediction(generator),
        "pixelControl": pixel_control(generator),
    }
    json.dump(golden, sys.stdout)
    sys.stdout.write("\n")


main()
