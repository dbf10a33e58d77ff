"""An LSTM with resets by PyTorch's nn.LSTMCell, in float64: writes lstm.json (see README.md).

PyTorch's gates come in the order input, forget, candidate, output; the file holds them in the order of
the TypeScript: input, candidate, forget, output.
"""

import json
import sys

import torch

T, B, INPUTS, UNITS = 7, 3, 4, 5
STARTS = [(0, 0), (2, 1), (3, 1), (6, 2)]


def float32_normal(generator, *shape):
    return torch.randn(*shape, generator=generator, dtype=torch.float32).double()


def reordered(rows):
    """[4*units, ...] in PyTorch's gate order, as the same in ours."""
    i, f, g, o = rows.chunk(4)
    return torch.cat([i, g, f, o])


def main():
    generator = torch.Generator().manual_seed(1997)
    cell = torch.nn.LSTMCell(INPUTS, UNITS, dtype=torch.float64)
    with torch.no_grad():
        for parameter in cell.parameters():
            parameter.copy_(float32_normal(generator, *parameter.shape) * 0.5)
        cell.bias_hh.zero_()  # PyTorch adds two biases; one is enough
    x = float32_normal(generator, T, B, INPUTS).requires_grad_()
    hidden0 = float32_normal(generator, B, UNITS).requires_grad_()
    cell0 = float32_normal(generator, B, UNITS).requires_grad_()
    pull = float32_normal(generator, T, B, UNITS)  # dL/d outputs
    pull_cell = float32_normal(generator, B, UNITS)  # dL/d the last cell state
    starts = torch.zeros(T, B, dtype=torch.float64)
    for t, b in STARTS:
        starts[t, b] = 1
    outputs, h, c = [], hidden0, cell0
    for t in range(T):
        keep = (1 - starts[t])[:, None]
        h, c = cell(x[t], (h * keep, c * keep))
        outputs.append(h)
    outputs = torch.stack(outputs)
    loss = (outputs * pull).sum() + (c * pull_cell).sum()
    wanted = (x, cell.weight_ih, cell.weight_hh, cell.bias_ih, hidden0, cell0)
    dx, dw, du, db, dh, dc = torch.autograd.grad(loss, wanted)
    flat = lambda tensor: tensor.detach().reshape(-1).tolist()
    golden = {
        "made_by": f"torch {torch.__version__}",
        "sizes": {"T": T, "B": B, "inputs": INPUTS, "units": UNITS},
        "inputs": flat(x),
        "episodeStarts": flat(starts),
        "hidden": flat(hidden0),
        "cell": flat(cell0),
        "inputWeights": flat(reordered(cell.weight_ih)),
        "recurrentWeights": flat(reordered(cell.weight_hh)),
        "bias": flat(reordered(cell.bias_ih)),
        "pullOnOutputs": flat(pull),
        "pullOnCell": flat(pull_cell),
        "expected": {
            "outputs": flat(outputs),
            "cell": flat(c),
            "gradients": {
                "inputs": flat(dx),
                "inputWeights": flat(reordered(dw)),
                "recurrentWeights": flat(reordered(du)),
                "bias": flat(reordered(db)),
                "hidden": flat(dh),
                "cell": flat(dc),
            },
        },
    }
    json.dump(golden, sys.stdout)
    sys.stdout.write("\n")


main()
