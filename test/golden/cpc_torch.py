"""CPC's loss, metrics and gradients by PyTorch, in float64: writes cpc.json (see README.md).

Written apart from the TypeScript: torch.nn.functional.cross_entropy over explicit candidate lists,
gradients by autograd.
"""

import json
import sys

import torch
import torch.nn.functional as F

T, B, Z, C, K = 9, 4, 5, 6, 11  # K reaches past the unroll
M = 10  # draws of the sampled negatives
STARTS = [(0, 0), (0, 2), (3, 1), (4, 1), (6, 2), (8, 3)]


def float32_normal(generator, *shape):
    """Numbers that are exact in float32, so that both programs compute from the same."""
    return torch.randn(*shape, generator=generator, dtype=torch.float32).double()


def anchors(starts, k):
    for t in range(T - k):
        for b in range(B):
            if not starts[t + 1 : t + k + 1, b].any():
                yield t, b


def contrast(z, predict, starts, negatives, samples):
    """InfoNCE; predict(t, b, k) is what z at t + k is scored with."""
    per_step, metrics = [], []
    for k in range(1, K + 1):
        logits, labels, own = [], [], []
        for t, b in anchors(starts, k) if k < T else []:
            prediction = predict(t, b, k)
            positive = (t + k) * B + b
            if negatives == "batch":
                candidates, label = z[t + k], b
            elif negatives == "all":
                candidates, label = z.reshape(T * B, Z), positive
            else:
                places = torch.cat([torch.tensor([positive]), samples])
                candidates, label = z.reshape(T * B, Z)[places], 0
            scores = candidates @ prediction
            if negatives == "sampled":  # a draw of the positive itself does not count
                scores = torch.cat([scores[:1], scores[1:].masked_fill(samples == positive, -torch.inf)])
            logits.append(scores)
            labels.append(label)
            own.append(b)
        if not logits:
            metrics.append(None)
            continue
        logits, labels = torch.stack(logits), torch.tensor(labels)
        loss = F.cross_entropy(logits, labels)
        per_step.append(loss)
        metrics.append({"loss": loss.item(), **accuracies(logits, labels, torch.tensor(own), negatives)})
    return torch.stack(per_step).mean(), metrics


def accuracies(logits, labels, own, negatives):
    result = {"accuracy": (logits.argmax(1) == labels).double().mean().item()}
    if negatives == "all":
        columns = torch.arange(logits.shape[1])
        is_own = (columns % B)[None, :] == own[:, None]
        is_positive = columns[None, :] == labels[:, None]
        for name, allowed in (("sameTrajectoryAccuracy", is_own), ("otherTrajectoryAccuracy", ~is_own)):
            shown = logits.masked_fill(~(allowed | is_positive), -torch.inf)
            result[name] = (shown.argmax(1) == labels).double().mean().item()
    return result


def main():
    generator = torch.Generator().manual_seed(20180710)
    z = float32_normal(generator, T, B, Z)
    for t in range(1, T):  # slow changes and maps near the identity, so that some anchors hit
        z[t] = (0.75 * z[t - 1] + 0.5 * z[t]).float().double()
    c = torch.cat([z, float32_normal(generator, T, B, C - Z)], 2)
    w = float32_normal(generator, K, C, Z) * 0.125 + torch.eye(C, Z)
    z, c, w = (x.requires_grad_() for x in (z, c, w.float().double()))
    starts = torch.zeros(T, B)
    for t, b in STARTS:
        starts[t, b] = 1
    # From a generator of its own: what was drawn before stays what it was.
    samples = torch.randint(0, T * B, (M,), generator=torch.Generator().manual_seed(20180711))
    flat = lambda tensor: tensor.detach().reshape(-1).tolist()
    golden = {
        "made_by": f"torch {torch.__version__}",
        "sizes": {"T": T, "B": B, "Z": Z, "C": C, "K": K},
        "embeddings": flat(z),
        "contexts": flat(c),
        "predictions": flat(w),
        "episodeStarts": flat(starts),
        "samples": flat(samples),
        "expected": {},
    }
    for negatives in ("batch", "all", "sampled"):
        loss, metrics = contrast(z, lambda t, b, k: c[t, b] @ w[k - 1], starts, negatives, samples)
        gradients = torch.autograd.grad(loss, (z, c, w))
        golden["expected"][negatives] = {
            "loss": loss.item(),
            "steps": metrics,
            "gradients": dict(zip(("embeddings", "contexts", "predictions"), map(flat, gradients))),
        }
    json.dump(golden, sys.stdout, indent=None)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
