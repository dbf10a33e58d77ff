"""Action-conditioned CPC by PyTorch, in float64: writes action_cpc.json (see README.md).

Written apart from the TypeScript: torch.nn.GRUCell run from every anchor on its own, scored as
cpc_torch.py scores, gradients by autograd.
"""

import json
import sys

import torch
import torch.nn.functional as F

from cpc_torch import B, K, M, STARTS, T, Z, contrast, float32_normal

C, A = 6, 3


def main():
    generator = torch.Generator().manual_seed(20181115)
    z = float32_normal(generator, T, B, Z)
    for t in range(1, T):  # slow changes and a map near the identity, so that some anchors hit
        z[t] = (0.75 * z[t - 1] + 0.5 * z[t]).float().double()
    c = torch.cat([z, float32_normal(generator, T, B, C - Z)], 2)
    w = (float32_normal(generator, C, Z) * 0.125 + torch.eye(C, Z)).float().double()
    gru = torch.nn.GRUCell(A, C).double()
    with torch.no_grad():
        gru.weight_ih.copy_(float32_normal(generator, 3 * C, A) * 0.5)
        gru.weight_hh.copy_(float32_normal(generator, 3 * C, C) * 0.25)
        bias = float32_normal(generator, 3 * C) * 0.25
        bias[C : 2 * C] += 1  # the update gate keeps
        gru.bias_ih.copy_(bias.float().double())
        gru.bias_hh.zero_()
        for weights in (gru.weight_ih, gru.weight_hh):
            weights.copy_(weights.float().double())
    z, c, w = (x.requires_grad_() for x in (z, c, w))
    actions = torch.randint(0, A, (T, B), generator=generator)
    samples = torch.randint(0, T * B, (M,), generator=generator)
    starts = torch.zeros(T, B)
    for t, b in STARTS:
        starts[t, b] = 1

    def predict(t, b, k):
        state = c[t, b][None]
        for action in actions[t : t + k, b]:
            state = gru(F.one_hot(action, A).double()[None], state)
        return state[0] @ w

    flat = lambda tensor: tensor.detach().reshape(-1).tolist()
    inputs = {
        "embeddings": z,
        "contexts": c,
        "map": w,
        "inputWeights": gru.weight_ih,
        "recurrentWeights": gru.weight_hh,
        "bias": gru.bias_ih,
    }
    golden = {
        "made_by": f"torch {torch.__version__}",
        "sizes": {"T": T, "B": B, "Z": Z, "C": C, "K": K, "A": A},
        **{name: flat(tensor) for name, tensor in inputs.items()},
        "actions": flat(actions),
        "episodeStarts": flat(starts),
        "samples": flat(samples),
        "expected": {},
    }
    for negatives in ("batch", "all", "sampled"):
        loss, metrics = contrast(z, predict, starts, negatives, samples)
        gradients = torch.autograd.grad(loss, list(inputs.values()))
        golden["expected"][negatives] = {
            "loss": loss.item(),
            "steps": metrics,
            "gradients": dict(zip(inputs, map(flat, gradients))),
        }
    json.dump(golden, sys.stdout, indent=None)
    sys.stdout.write("\n")


main()
