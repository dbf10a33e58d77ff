"""IMPALA's deep residual torso by PyTorch, in float64: writes deep_torso.json (see README.md).

Weights and pictures follow from a formula, so the file need not hold them: number i of the variable
with index v is sin(1.7 i + v) / sqrt(fan-in), in the TypeScript's layout, [height, width, in, out].
"""

import json
import sys

import torch
import torch.nn.functional as F

N, HEIGHT, WIDTH, EMBEDDING = 2, 9, 12, 8
SECTIONS = (16, 32, 32)


class Variables:
    def __init__(self):
        self.all = {}

    def make(self, name, shape, fan_in):
        count = torch.Size(shape).numel()
        phase = len(self.all)
        values = torch.sin(1.7 * torch.arange(count, dtype=torch.float64) + phase) / fan_in**0.5
        values = values.float().double()  # what the TypeScript holds
        self.all[name] = values.reshape(shape).requires_grad_()
        return self.all[name]

    def conv(self, name, inputs, outputs):
        fan_in = 9 * inputs
        kernel = self.make(f"{name}/kernel", (3, 3, inputs, outputs), fan_in)
        bias = self.make(f"{name}/bias", (outputs,), fan_in)
        return lambda x: F.conv2d(x, kernel.permute(3, 2, 0, 1), bias, padding=1)


def pool(x):
    """3x3 with stride 2; TensorFlow's SAME puts an odd row or column of padding last."""
    padding = []
    for size in (x.shape[3], x.shape[2]):
        total = max((-(-size // 2) - 1) * 2 + 3 - size, 0)
        padding += [total // 2, total - total // 2]
    return F.max_pool2d(F.pad(x, padding, value=float("-inf")), 3, 2)


def main():
    variables = Variables()
    values = torch.arange(N * HEIGHT * WIDTH * 3) * 37 % 256
    x = (values.double() / 255).reshape(N, HEIGHT, WIDTH, 3).permute(0, 3, 1, 2)
    inputs = 3
    for index, filters in enumerate(SECTIONS, start=1):
        x = pool(variables.conv(f"section{index}/conv", inputs, filters)(x))
        for block in ("block1", "block2"):
            first = variables.conv(f"section{index}/{block}/conv1", filters, filters)
            second = variables.conv(f"section{index}/{block}/conv2", filters, filters)
            x = x + second(F.relu(first(F.relu(x))))
        inputs = filters
    flat = F.relu(x).permute(0, 2, 3, 1).flatten(1)
    weights = variables.make("linear/weights", (EMBEDDING, flat.shape[1]), flat.shape[1])
    bias = variables.make("linear/bias", (EMBEDDING,), flat.shape[1])
    outputs = F.relu(flat @ weights.t() + bias)
    pull = torch.cos(torch.arange(outputs.numel(), dtype=torch.float64)).reshape(outputs.shape)
    (outputs * pull).sum().backward()
    gradients = {name: v.grad.reshape(-1) for name, v in variables.all.items()}
    golden = {
        "made_by": f"torch {torch.__version__}",
        "outputs": outputs.detach().reshape(-1).tolist(),
        "sumOfSquares": {name: (g * g).sum().item() for name, g in gradients.items()},
        "firstValues": {name: g[:24].tolist() for name, g in gradients.items()},
    }
    json.dump(golden, sys.stdout)
    sys.stdout.write("\n")


main()
