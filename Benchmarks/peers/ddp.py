"""Times PyTorch's DistributedDataParallel over gloo on the CPU; prints one JSON line.

    python ddp.py MODEL_DIR DATA.json --processes 2 --threads 1 [--step 4096] [--steps 6]

Each step has as many packs of 2,048 tokens as `--step` says, dealt to the processes; rows follow one another in a pack, answers are
learned, every position attends to the pack before it. AdamW, clipped to norm 1, 32-bit floats. One process runs without DDP. tok/s is
tokens over the seconds of the steps behind the first, which warms up; the memory is the largest of any process.
"""
import argparse
import json
import os
import resource
import socket
import time

os.environ["HF_HUB_OFFLINE"] = "1"
import torch
import torch.distributed as dist
import torch.multiprocessing as mp
from transformers import AutoModelForCausalLM, PreTrainedTokenizerFast

PACK = 2048


def packs(tok, rows):
    """Tokens and labels in packs, without end: the rows begin anew."""
    ids, labels = [], []
    while True:
        for row in rows:
            q = tok(f"### Instruction:\n{row['instruction']}\n\n### Response:\n", add_special_tokens=False).input_ids
            a = tok(row["output"], add_special_tokens=False).input_ids + [tok.eos_token_id]
            if len(q) + len(a) > 1024:
                continue
            ids += q + a
            labels += [-100] * len(q) + a
            while len(ids) >= PACK:
                yield ids[:PACK], labels[:PACK]
                ids, labels = ids[PACK:], labels[PACK:]


def work(rank, a, port, answers):
    torch.set_num_threads(a.threads)
    if a.processes > 1:
        # One core each, as mpirun binds ranks.
        cores = sorted(os.sched_getaffinity(0))
        if a.threads == 1 and a.processes <= len(cores):
            os.sched_setaffinity(0, {cores[rank]})
        os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port))
        dist.init_process_group("gloo", rank=rank, world_size=a.processes)
    torch.manual_seed(0)
    tok = PreTrainedTokenizerFast.from_pretrained(a.model)
    model = AutoModelForCausalLM.from_pretrained(a.model, dtype=torch.float32, attn_implementation="sdpa").train()
    source = packs(tok, json.load(open(a.data)))
    run = torch.nn.parallel.DistributedDataParallel(model) if a.processes > 1 else model
    optimizer = torch.optim.AdamW(run.parameters(), lr=5e-5, weight_decay=0.0)
    count = max(1, a.step // PACK)
    seconds = 0.0
    for step in range(a.steps + 1):
        own = [next(source) for _ in range(count)][rank::a.processes]
        start = time.perf_counter()
        # One pack at a time, as little memory as can be; gradients are joined with the last.
        for i, (ids, labels) in enumerate(own):
            def backward():
                loss = run(input_ids=torch.tensor([ids]), labels=torch.tensor([labels])).loss
                (loss / len(own)).backward()
            if a.processes > 1 and i + 1 < len(own):
                with run.no_sync():
                    backward()
            else:
                backward()
        torch.nn.utils.clip_grad_norm_(run.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        if step > 0:
            seconds += time.perf_counter() - start
    answers.put((rank, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024))
    if a.processes > 1:
        dist.barrier()
        dist.destroy_process_group()


def main():
    p = argparse.ArgumentParser()
    p.add_argument("model")
    p.add_argument("data")
    p.add_argument("--processes", type=int, default=2)
    p.add_argument("--threads", type=int, default=1)
    p.add_argument("--step", type=int, default=4096)
    p.add_argument("--steps", type=int, default=6)
    a = p.parse_args()
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    context = mp.get_context("spawn")
    answers = context.SimpleQueue()
    processes = [context.Process(target=work, args=(rank, a, port, answers)) for rank in range(a.processes)]
    for process in processes:
        process.start()
    found = [answers.get() for _ in processes]
    for process in processes:
        process.join()
    seconds = max(f[1] for f in found)
    tokens = a.steps * max(1, a.step // PACK) * PACK
    print(json.dumps(dict(peer="torch ddp, gloo", version=torch.__version__, processes=a.processes, threads=a.threads,
                          tokens=tokens, seconds=round(seconds, 2), tok_s=round(tokens / seconds, 1),
                          peak_rss_mb=max(f[2] for f in found))), flush=True)


if __name__ == "__main__":
    main()
