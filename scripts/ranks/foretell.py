"""The cost model of docs/scaling.md: bytes and messages of a step from what the code does, and the times that follow.

`Sources/Tuning/StepParts.swift` says how many parts a step has, `GradientExchange.swift` what is sent.
"""

import math

PARAMETERS_4M = 4_000_000
SAMPLE_TOKENS = 256
# Of a link's rate what payload gets, as network.py found it.
REACHED = 0.8


def parts(tokens, samples):
    """StepParts.count."""
    count = 1
    while 2 * count <= min(samples, 512) and tokens // (2 * count) >= (768 if count < 16 else 4096):
        count *= 2
    return count


def sent_a_step(trainable_bytes, ranks, parts_of_step):
    """Bytes that the busiest rank sends: of each part that it computes all but its own shard, then its shard of the weights to all."""
    if ranks == 1:
        return 0
    rounds = math.ceil(parts_of_step / ranks)
    return trainable_bytes * (ranks - 1) / ranks * (rounds + 1)


def messages_a_step(ranks, parts_of_step, layers, is_full):
    """Messages that the busiest rank sends: a part's stretches by layer and shard, weights to all; orders and answers of rank 0."""
    rounds = math.ceil(parts_of_step / ranks)
    stretches = (layers + 2 if is_full else 1) + ranks - 1
    return rounds * stretches + (ranks - 1) + 2 * (ranks - 1)


def trips_a_step(ranks, parts_of_step):
    """Times that something waits for a message to arrive: an order, the answer, the next order; and of the gradients of each round
    and of the weights the sender's question, the receiver's answer, and the bytes."""
    return 3 + 3 * (math.ceil(parts_of_step / ranks) + 1)


class Case:
    """A step of `tokens` on so many ranks."""

    def __init__(self, parameters, layers, ranks, gbit, tokens, flops, trainable=None, latency=50e-6):
        self.parts = parts(tokens, tokens // SAMPLE_TOKENS)
        self.busy = min(ranks, self.parts)
        is_full = trainable is None
        # Forward and backward, of LoRA without the gradients of the weights that stay.
        operations = (6 if is_full else 4) * parameters * tokens
        rounds = math.ceil(self.parts / ranks)
        self.compute = operations / self.parts * rounds / flops
        self.bytes = sent_a_step(4 * (trainable or parameters), ranks, self.parts)
        self.exchange = (self.bytes / (REACHED * gbit * 1e9 / 8)
                         + latency * (trips_a_step(ranks, self.parts)
                                      + messages_a_step(ranks, self.parts, layers, is_full)))
        self.seconds = self.compute + self.exchange
        alone = operations / flops
        self.speedup = alone / self.seconds
        self.efficiency = self.speedup / ranks


MODELS = [  # name, parameters, layers, trainable of LoRA rank 8 on every linear layer
    ("0.1B", 0.1e9, 12, 1.2e6),
    ("1B", 1e9, 24, 6e6),
    ("7B", 7e9, 32, 20e6),
]
RANKS = [8, 64, 512]
GBITS = [10, 100]
STEPS = [65_536, 2_097_152]
FLOPS = 2e12


def tables():
    lines = []
    for tokens in STEPS:
        count = parts(tokens, tokens // SAMPLE_TOKENS)
        lines += [f"\nSteps of {tokens:,} tokens: {count} parts.\n",
                  "| model | ranks | " + " | ".join(f"{what}, {g} Gbit/s" for what in ("all weights", "LoRA") for g in GBITS)
                  + " |", "|---|--:|" + "--:|" * (2 * len(GBITS))]
        for name, parameters, layers, lora in MODELS:
            for ranks in RANKS:
                cells = []
                for trainable in (None, lora):
                    for gbit in GBITS:
                        case = Case(parameters, layers, ranks, gbit, tokens, FLOPS, trainable)
                        cells.append(f"{case.speedup:,.0f}× ({100 * case.efficiency:.0f} %), {time(case.seconds)}")
                lines.append(f"| {name} | {ranks} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def time(seconds):
    if seconds < 120:
        return f"{seconds:.1f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"
