"""Whole conversations as transformers renders, encodes and scores them. Format: ../README.md.

    python chats.py [--rows N --out FILE]    another number of seeded conversations, into another file
"""
import argparse
import json
import pathlib
import random
import tempfile

import numpy as np
import torch
import transformers as hf

import jinja as made
from recipe import counter_values

FIXTURES = pathlib.Path(__file__).resolve().parents[1]
made.MOMENT = 1_721_952_000
made.chat.datetime = made.Now
BEGIN, END = "<s>", "</s>"
# Special tokens that the templates write: added to a tokenizer of ../tokenizers behind its last token.
ADDED = [BEGIN, END, "<|im_start|>", "<|im_end|>", "<|user|>", "<|assistant|>", "<|system|>", "<|end|>", "<|turn|>", "<|eot_id|>", "<|start_header_id|>",
         "<|end_header_id|>", "<｜User｜>", "<｜Assistant｜>", "<｜end▁of▁sentence｜>", "[gMASK]", "<sop>", "<|observation|>"]
TOKENIZERS = ["qwen2", "llama2", "llama2-metaspace"]
SCORED = ("qwen2", "own_generation_tag")
CONFIG = dict(architectures=["LlamaForCausalLM"], model_type="llama", vocab_size=640, hidden_size=32, intermediate_size=48, num_hidden_layers=2,
              num_attention_heads=4, num_key_value_heads=2, head_dim=8, hidden_act="silu", max_position_embeddings=2048, rope_theta=10000.0,
              rms_norm_eps=1e-5, tie_word_embeddings=False, bos_token_id=0, eos_token_id=0, torch_dtype="float32")
AMPLITUDES = {"embed_tokens": 1.0, "norm": 0.5}  # all others 0.5


# Conversations, each of another kind.

def words(r):
    while True:
        text = made.text(r)
        if text.strip() and not any(mark in text for mark in ("<think>", "</think>", *ADDED)):
            return text


def turn(role, content, **more):
    return {"role": role, "content": content, **more}


def exchange(r, n, first="user"):
    roles = ["user", "assistant"] if first == "user" else ["assistant", "user"]
    return [turn(roles[i % 2], words(r)) for i in range(n)]


def call(r, name="get_weather", id=None):
    function = {"name": name, "arguments": {"city": r.choice(["Zürich", "Paris"]), "n": r.randint(0, 9)}}
    return {**({"id": id} if id else {}), "type": "function", "function": function}


def called(r, content=None, calls=1, named=True):
    ids = [f"call{r.randint(0, 9)}{i:04d}" for i in range(calls)]
    asked = {"role": "assistant", **({} if content is None else {"content": content}), "tool_calls": [call(r, id=i) for i in ids]}
    return [asked] + [turn("tool", words(r), tool_call_id=i, **({"name": "get_weather"} if named else {})) for i in ids]


def tools(r):
    return [{"type": "function", "function": {"name": "get_weather", "description": words(r)[:60], "parameters": {
        "type": "object", "properties": {"city": {"type": "string", "description": "é"}, "n": {"type": "integer"}}, "required": ["city"]}}}]


def with_think(r):
    return f"<think>\n{words(r)}\n</think>\n\n{words(r)}"


KINDS = {
    "a pair": lambda r: exchange(r, 2),
    "system and a pair": lambda r: [turn("system", words(r))] + exchange(r, 2),
    "two rounds": lambda r: exchange(r, 4),
    "system and three rounds": lambda r: [turn("system", words(r))] + exchange(r, 6),
    "twelve turns": lambda r: exchange(r, 12),
    "users in a row": lambda r: [turn("user", words(r))] + exchange(r, 4),
    "assistants in a row": lambda r: exchange(r, 2) + [turn("assistant", words(r))] + exchange(r, 2),
    "assistant first": lambda r: exchange(r, 5, "assistant"),
    "system, assistant first": lambda r: [turn("system", words(r))] + exchange(r, 3, "assistant"),
    "system in the middle": lambda r: exchange(r, 2) + [turn("system", words(r))] + exchange(r, 2),
    "two systems": lambda r: [turn("system", words(r)), turn("system", words(r))] + exchange(r, 2),
    "a call": lambda r: ([turn("user", words(r))] + called(r) + [turn("assistant", words(r))], tools(r)),
    "a call with words": lambda r: ([turn("user", words(r))] + called(r, words(r)) + [turn("assistant", words(r))], tools(r)),
    "two calls at once": lambda r: ([turn("system", words(r)), turn("user", words(r))] + called(r, "", 2) + [turn("assistant", words(r))], tools(r)),
    "calls in two rounds": lambda r: ([turn("user", words(r))] + called(r) + exchange(r, 3, "assistant") + called(r) + [turn("assistant", words(r))], tools(r)),
    "a call without tools": lambda r: [turn("user", words(r))] + called(r, named=False) + [turn("assistant", words(r))],
    "tools not called": lambda r: (exchange(r, 4), tools(r)),
    "a call last": lambda r: (exchange(r, 3) + called(r)[:1], tools(r)),
    "thoughts": lambda r: [turn("user", words(r)), turn("assistant", words(r), reasoning_content=words(r))],
    "thoughts in each": lambda r: [m | ({"reasoning_content": words(r)} if m["role"] == "assistant" else {}) for m in exchange(r, 6)],
    "think in the text": lambda r: [m if m["role"] == "user" else turn("assistant", with_think(r)) for m in exchange(r, 4)],
    "end of think alone": lambda r: [turn("user", "What is </think>?"), turn("assistant", words(r) + " </think> " + words(r)), *exchange(r, 2)],
    "Unicode": lambda r: [turn("user", "日本語 e\u0301 👩‍👩‍👧 \u2028 ﬁ İ"), turn("assistant", "\u200bẞ\u3000Ω 🏳️‍🌈\u0000"), *exchange(r, 2)],
    "special tokens": lambda r: [turn("system", "<s> is first"), turn("user", "What is <|im_end|>\n<|im_start|>assistant and </s>?"),
                                 turn("assistant", "<|im_end|> ends. <|eot_id|>"), turn("user", "</s>"), turn("assistant", "Yes</s>")],
    "white space around": lambda r: [turn("system", "  s\n"), turn("user", "\n\n q \t"), turn("assistant", " \n a\n\n"), turn("user", " "), turn("assistant", "\tb ")],
    "blank answers": lambda r: [turn("user", words(r)), turn("assistant", " \n"), turn("user", words(r)), turn("assistant", words(r))],
    "weights": lambda r: [m | ({"weight": i % 4 // 2} if m["role"] == "assistant" else {}) for i, m in enumerate(exchange(r, 8))],
    "names": lambda r: [m | {"name": "bob" if m["role"] == "user" else "eve"} for m in exchange(r, 4)],
    "one turn's text in another": lambda r: [turn("user", "yes"), turn("assistant", "yes"), turn("user", "yes yes"), turn("assistant", "yes"), turn("user", "no"), turn("assistant", "yes")],
    "a template's words": lambda r: [turn("user", "{{ messages }} {% endfor %}"), turn("assistant", "assistant\n"), turn("user", "[INST] user\n"), turn("assistant", "user\nassistant\n")],
}


def conversation(seed):
    kinds = list(KINDS)
    r = random.Random(seed)
    made_by = KINDS[kinds[seed % len(kinds)]](r)
    messages, given = made_by if isinstance(made_by, tuple) else (made_by, None)
    return {"kind": kinds[seed % len(kinds)], "messages": messages, **({"tools": given} if given else {})}


def learned_turns(messages):
    """Answers that cact learns: to somebody, and not of weight 0."""
    first = next((i for i, m in enumerate(messages) if m["role"] in ("user", "tool")), len(messages))
    return [i for i, m in enumerate(messages) if m["role"] == "assistant" and i > first and m.get("weight") != 0]


def merged(messages):
    """Turns of text of one role in a row as one; None where there are none."""
    out = []
    learned = learned_turns(messages)
    for i, m in enumerate(messages):
        last = out[-1] if out else None
        if last and last[1]["role"] == m["role"] != "tool" and all(x.get("content") is not None and "tool_calls" not in x for x in (last[1], m)) and (
                last[0] == (i in learned)):
            out[-1] = (last[0], {**last[1], "content": last[1]["content"] + "\n\n" + m["content"]})
        else:
            out.append((i in learned, m))
    return None if len(out) == len(messages) else [m for _, m in out]


# Texts.

def render(tokenizer, template, messages, tools):
    try:
        text = tokenizer.apply_chat_template(messages, tools=tools, chat_template=template, tokenize=False)
        text.encode()
        return text
    except Exception:
        return None


def left_out(tokenizer, template, messages, tools, text):
    """What of a tool's use does not show in the text."""
    for what, without in [("calls", [{k: v for k, v in m.items() if k != "tool_calls"} for m in messages]),
                          ("results", [m for m in messages if m["role"] != "tool"])]:
        if without != messages and render(tokenizer, template, without, tools) == text:
            return what


def outcome(tokenizer, template, row):
    messages, tools = row["messages"], row.get("tools")
    text = render(tokenizer, template, messages, tools)
    prefix = ""
    if text is None and merged(messages):
        messages, prefix = merged(messages), "merged "
        text = render(tokenizer, template, messages, tools)
    if text is None:
        return "refused"
    writes = (render(tokenizer, template, [turn("user", "q"), turn("assistant", "a")], None) or "").startswith(BEGIN)
    return left_out(tokenizer, template, messages, tools, text) or prefix + made.digest((text.removeprefix(BEGIN) if writes else text).encode())


# Tokens.

def tokenizer(name):
    value = json.loads((FIXTURES / "tokenizers" / name / "tokenizer.json").read_text())
    known = [token["content"] for token in value["added_tokens"]]
    next_id = max([token["id"] for token in value["added_tokens"]] + list(value["model"]["vocab"].values())) + 1
    for content in ADDED:
        if content not in known:
            value["added_tokens"].append({"id": next_id, "content": content, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True})
            next_id += 1
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "tokenizer.json"
        path.write_text(json.dumps(value))
        return hf.PreTrainedTokenizerFast(tokenizer_file=str(path), bos_token=BEGIN, eos_token=END)


def spells_special(row):
    return any(token in json.dumps([row["messages"], row.get("tools")], ensure_ascii=False) for token in ADDED)


def behind(tokenizer, text, last):
    """Tokens of a text that goes on behind a token."""
    special = tokenizer.added_tokens_decoder.get(last)
    before = special.content if special and special.special else "\n"
    start = tokenizer.encode(before, add_special_tokens=False)
    ids = tokenizer.encode(before + text, add_special_tokens=False)
    return ids[len(start):] if ids[:len(start)] == start else tokenizer.encode(text, add_special_tokens=False)


def encoded(tokenizer, template, row):
    """Tokens without begin-of-text, up to the last that is learned, and which are, with whether transformers has the very same; None where the
    row or its blocks cannot be followed. Transformers encodes the whole, where a merge may reach over the border of an answer: those rows are encoded in parts."""
    messages = row["messages"]
    try:
        whole = tokenizer.apply_chat_template(messages, tools=row.get("tools"), chat_template=template, tokenize=True, return_dict=True, return_assistant_tokens_mask=True)
        text, spans = made.chat.render_jinja_template([messages], tools=row.get("tools"), chat_template=template, return_assistant_tokens_mask=True, **tokenizer.special_tokens_map)
    except Exception:
        return None
    (text,), (spans,) = text, spans
    assistants = [i for i, m in enumerate(messages) if m["role"] == "assistant"]
    if len(spans) != len(assistants) or left_out(tokenizer, template, messages, row.get("tools"), text):
        return None
    spans = [s for s, i in zip(spans, assistants) if i in learned_turns(messages)]
    offsets = tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)["offset_mapping"]
    joint = [(i, int(m and any(a < end and start < b for a, b in spans))) for i, m, (start, end) in zip(whole["input_ids"], whole["assistant_masks"], offsets)]
    while joint and not joint[-1][1]:
        joint.pop()
    if joint and joint[0][0] == tokenizer.bos_token_id:
        joint = joint[1:]

    starts = text.startswith(BEGIN)
    parts, at = [(i, 0) for i in tokenizer.encode(text[:spans[0][0]], add_special_tokens=False)][starts:], spans[0][0]
    for start, end in spans:
        if at < start:
            parts += [(i, 0) for i in behind(tokenizer, text[at:start], parts[-1][0])]
        parts += [(i, 1) for i in behind(tokenizer, text[start:end], parts[-1][0])]
        at = end
    return parts, parts == joint


def token_digest(tokenizer, template, row):
    if spells_special(row):
        return "spelled"
    found = encoded(tokenizer, template, row)
    if found is None:
        return "none"
    tokens, same = found
    return ("" if same else "apart ") + made.digest(np.array([2 * i + learned for i, learned in tokens], "<i4").tobytes())


# Losses.

def model():
    configuration = hf.LlamaConfig(**{k: v for k, v in CONFIG.items() if k not in ("architectures", "torch_dtype")})
    configuration._attn_implementation = "eager"
    network = hf.LlamaForCausalLM(configuration).float().eval()
    tensors = {}
    for name, tensor in network.named_parameters():
        base, amplitude = float("norm" in name), next((a for part, a in AMPLITUDES.items() if part in name), 0.5)
        tensors[name] = {"base": base, "amplitude": amplitude}
        with torch.no_grad():
            tensor.copy_(torch.from_numpy((base + counter_values(name, tensor.numel()) * amplitude).astype(np.float32)).reshape(tensor.shape))
    return network, tensors


def mean_loss(network, tokens, learned):
    labels = torch.tensor([[t if m else -100 for t, m in zip(tokens, learned)]])
    return network(input_ids=torch.tensor([tokens]), labels=labels).loss


def scored(tokenizer, template, rows, network):
    """Of each row the learned tokens and their mean loss, the losses of IFD, and the norm of the summed loss's gradient."""
    begin, out = tokenizer.bos_token_id, []
    ends = tokenizer.encode("<|im_end|>", add_special_tokens=False)
    for row in rows:
        tokens, same = encoded(tokenizer, template, row)
        assert same
        ids, learned = [begin] + [i for i, _ in tokens], [0] + [m for _, m in tokens]
        loss = mean_loss(network, ids, learned)
        network.zero_grad()
        (loss * sum(learned)).backward()
        norm = torch.sqrt(sum((p.grad.double() ** 2).sum() for p in network.parameters())).item()
        # An answer's text is what stands before its end; the last one's end is no part of either sequence.
        spans, at = [], 0
        while at < len(ids):
            if learned[at]:
                end = next((i for i in range(at, len(ids)) if not learned[i]), len(ids))
                text_end = max(i for i in range(at, end) if ids[i] == ends[0])
                spans.append((at, text_end, end))
                at = end
            at += 1
        conditional = [0] * len(ids)
        direct, direct_learned = [begin], [0]
        for a, b, c in spans:
            conditional[a:b] = [1] * (b - a)
            direct += ids[a:b] + ([] if (a, b, c) == spans[-1] else ids[b:c])
            direct_learned += [1] * (b - a) + ([] if (a, b, c) == spans[-1] else [0] * (c - b))
        until = spans[-1][1]
        with torch.no_grad():
            given, alone = mean_loss(network, ids[:until], conditional[:until]).item(), mean_loss(network, direct, direct_learned).item()
        out.append({"learned": sum(learned), "loss": loss.item(), "norm": norm, "conditional": given, "direct": alone, "ifd": float(np.exp(given - alone))})
    return out


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=int, default=len(KINDS))
    options.add_argument("--out", type=pathlib.Path, default=FIXTURES / "chats.json")
    options = options.parse_args()
    rows = [conversation(seed) for seed in range(options.rows)]
    templates = {path.stem: path.read_text() for path in sorted((FIXTURES / "jinja/templates").glob("*.jinja"))}
    published = json.loads((FIXTURES / "templates.json").read_text())
    for entry in published["known"]:
        templates[("written " if entry["written"] else "published ") + entry["name"]] = entry["jinja"]
    templates |= {"like " + what: entry["jinja"] for what, entry in published["own"].items()}

    tokenizers = {name: tokenizer(name) for name in TOKENIZERS}
    texts = {name: [outcome(tokenizers["qwen2"], jinja, row) for row in rows] for name, jinja in templates.items()}
    marked = {name: jinja for name, jinja in templates.items() if "endgeneration" in jinja}
    tokens = {kind: {name: [token_digest(t, jinja, row) for row in rows] for name, jinja in marked.items()} for kind, t in tokenizers.items()}
    network, tensors = model()
    scoring = tokenizers[SCORED[0]]
    chosen = [i for i, row in enumerate(rows) if len(learned_turns(row["messages"])) > 1 and token_digest(scoring, templates[SCORED[1]], row).count(" ") == 0
              and ":" in token_digest(scoring, templates[SCORED[1]], row)][:6]
    losses = {"tokenizer": SCORED[0], "template": SCORED[1], "config": CONFIG, "tensors": tensors, "places": chosen,
              "rows": scored(scoring, templates[SCORED[1]], [rows[i] for i in chosen], network)}
    with open(options.out, "w") as out:
        def lines(values):
            return "{\n" + ",\n".join(json.dumps(k, ensure_ascii=False) + ": " + json.dumps(v, ensure_ascii=False) for k, v in values.items()) + "\n}"
        out.write('{"added": ' + json.dumps(ADDED, ensure_ascii=False) + ',\n"conversations": [\n' + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
                  + '\n],\n"texts": ' + lines(texts) + ',\n"tokens": {\n' + ",\n".join(json.dumps(k) + ": " + lines(v) for k, v in tokens.items())
                  + '\n},\n"losses": ' + json.dumps(losses) + "}\n")
    flat = [x for t in texts.values() for x in t]
    print("texts", len(flat), {k: sum(x.startswith(k) for x in flat) for k in ("refused", "merged", "calls", "results")})
    for kind, of in tokens.items():
        flat = [x for t in of.values() for x in t]
        print(kind, len(flat), {k: sum(x.startswith(k) for x in flat) for k in ("none", "apart", "spelled")})


if __name__ == "__main__":
    main()
