"""Whole conversations as transformers renders, encodes and scores them. Format: ../README.md.

    python chats.py [--random FROM TO --out FILE] [--all] [--tokenizers NAME ...]
        other conversations, seeded, into another file; in all templates of the installed trl and transformers
"""
import argparse
import ast
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
         "<|end_header_id|>", "<｜User｜>", "<｜Assistant｜>", "<｜end▁of▁sentence｜>", "[gMASK]", "<sop>", "<|observation|>", "<|start|>", "<|channel|>", "<|message|>",
         "<|return|>", "<|call|>", "<end_of_utterance>"]
# Those of the templates that the fixtures do not have.
MORE = ["<|START_OF_TURN_TOKEN|>", "<|END_OF_TURN_TOKEN|>", "<|USER_TOKEN|>", "<|CHATBOT_TOKEN|>", "<|SYSTEM_TOKEN|>", "<|START_RESPONSE|>", "<|END_RESPONSE|>",
        "<start_of_turn>", "<end_of_turn>", "<|turn>", "<turn|>", "<|eot|>", "<|eom|>",
        "<tool_call|>", "<|tool_response>"]
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


# Written otherwise than a template reads it, or not read whole.
KINDS |= {
    "system that says nothing": lambda r: [turn("system", "")] + exchange(r, 2),
    "developer": lambda r: [turn("developer", words(r))] + exchange(r, 4),
    "results without a call": lambda r: [turn("user", words(r)), turn("tool", words(r), tool_call_id="call0"), turn("assistant", words(r))],
    "arguments as text": lambda r: ([turn("user", words(r)), {"role": "assistant", "tool_calls": [{"type": "function", "function": {
        "name": "get_weather", "arguments": '{"city": "Zürich", "n": 1}'}}]}, turn("tool", "ok"), turn("assistant", words(r))], tools(r)),
    "deep arguments": lambda r: ([turn("user", words(r)), {"role": "assistant", "content": None, "tool_calls": [{"type": "function", "id": "a", "function": {
        "name": "get_weather", "arguments": {"city": "é\"<&>\n", "n": 1.5e-7, "more": [None, True, {"x": []}]}}}]}, turn("tool", "{}"), turn("assistant", "1")], tools(r)),
    "three calls at once": lambda r: ([turn("user", words(r))] + called(r, None, 3) + [turn("assistant", words(r))], tools(r)),
    "a call with thoughts": lambda r: ([turn("user", words(r)), called(r)[0] | {"reasoning_content": words(r)}, turn("tool", words(r)), turn("assistant", words(r), thinking=words(r))],
                                       tools(r)),
    "thoughts of calls in two rounds": lambda r: ([m | ({"reasoning": words(r)} if m["role"] == "assistant" else {}) for m in exchange(r, 1) + called(r) + exchange(r, 3, "assistant")
                                                   + called(r) + exchange(r, 1, "assistant")], tools(r)),
    "calls in the names of older sets": lambda r: [turn("human", words(r)), turn("function_call", '{"name": "get_weather", "arguments": {"city": "Paris"}}'),
                                                   turn("observation", words(r)), turn("gpt", words(r)), turn("Human", words(r)), turn("GPT", words(r))],
    "ipython": lambda r: [turn("user", words(r)), turn("assistant", words(r)), turn("ipython", words(r)), turn("model", words(r))],
    "tools in the system message": lambda r: [turn("system", words(r), tools=tools(r)), *exchange(r, 2)],
    "parts of text": lambda r: [turn(m["role"], [{"type": "text", "text": m["content"] + " "}, {"type": "text", "text": words(r)}]) for m in exchange(r, 4)],
    "parts of texts alone": lambda r: [turn("user", ["a", "b"]), turn("assistant", {"type": "output_text", "text": words(r)})],
    "the user last": lambda r: exchange(r, 5),
    "a result last": lambda r: ([turn("user", words(r))] + called(r), tools(r)),
    "an empty answer between": lambda r: [turn("user", words(r)), turn("assistant", ""), turn("user", words(r)), turn("assistant", words(r)), turn("user", ""), turn("assistant", None)],
    "weights of all sorts": lambda r: [m | w for m, w in zip(exchange(r, 12), ({}, {"weight": 0.5}, {}, {"train": False}, {}, {"masked": True}, {}, {"loss": "0"}, {}, {"weight": 1}, {},
                                                                               {"weight": 0.0}))],
    "CRLF": lambda r: [turn("user", "a\r\nb\r\n"), turn("assistant", "c\r\n\r\nd\r"), *exchange(r, 2)],
    "a long turn": lambda r: [turn("user", "".join(words(r)[:9] + " " for _ in range(60))), turn("assistant", words(r))],
    "twelve turns with calls": lambda r: ([turn("system", words(r))] + [m for _ in range(2) for m in exchange(r, 1) + called(r, words(r)) + exchange(r, 3, "assistant")][:11], tools(r)),
    "code and JSON": lambda r: [turn("user", '{"messages": [{"role": "user"}]}'), turn("assistant", "```python\nprint('<b>')  # \\n\n```\n"), turn("user", "null"), turn("assistant", "[]")],
    "think in the user's text": lambda r: [turn("user", "<think>\nno\n</think>"), turn("assistant", words(r)), turn("user", "</think>"), turn("assistant", "<think>" + words(r))],
    "special tokens in a call": lambda r: ([turn("user", words(r)), {"role": "assistant", "content": None, "tool_calls": [{"type": "function", "id": "a", "function": {
        "name": "get_weather", "arguments": {"city": "</s>", "more": ["<|im_end|>", {"x": "<|end|>'"}]}}}]}, turn("tool", "<|im_end|>"), turn("assistant", words(r))], tools(r)),
}


# Rows of a file as they are read.

ROLES = {"system": ["system", "developer"], "user": ["user", "human", "prompter"], "assistant": ["assistant", "gpt", "model", "bot", "chatgpt", "function_call"],
         "tool": ["tool", "function", "observation", "ipython"]}


def said(content):
    """The text, and whether there is what is none."""
    if content is None or isinstance(content, str):
        return content, False
    if isinstance(content, dict):
        content = [content]
    if not isinstance(content, list):
        return None, True
    texts = [part if isinstance(part, str) else part.get("text") if part.get("type", "text") in ("text", "input_text", "output_text") else None for part in content]
    return ("".join(t for t in texts if t is not None) if any(t is not None for t in texts) else None), None in texts


def says_no(value):
    return value in (0, False) or str(value).lower() in ("false", "0", "0.0")


def read(messages, given=None):
    """What a template is given of the row, and its tools; or why it is none."""
    out, others = [], []
    for message in messages:
        role = next((role for role, names in ROLES.items() if message["role"].lower() in names), None)
        if role is None:
            return "with a role that is none of system, user, assistant and tool"
        text, other = said(message.get("content"))
        turn = {"role": role, **({} if text is None else {"content": text})}
        turn |= {k: message[k] for k in ("name", "tool_call_id") if message.get(k)}
        thoughts = [message[k] for k in ("reasoning_content", "reasoning", "thinking") if message.get(k)]
        if thoughts:
            turn["reasoning_content"] = thoughts[-1]
        if message.get("tool_calls"):
            turn["tool_calls"] = message["tool_calls"]
        if message["role"] == "function_call":
            turn["tool_calls"] = [{"type": "function", "function": json.loads(turn.pop("content"))}]
        if any(k in message and says_no(message[k]) for k in ("weight", "train", "loss")) or message.get("masked"):
            turn["weight"] = 0
        if message.get("tools"):
            given = given or message["tools"]
        if turn.get("content") or "tool_calls" in turn or other:
            out.append(turn)
            others.append(other)
    answers = [i for i, m in enumerate(out) if m["role"] == "assistant" and not others[i]]
    if not answers:
        return "with a part that is not text" if any(others) else "empty answer" if any(m["role"] == "assistant" for m in messages) else "no answer"
    first = next((i for i, m in enumerate(out) if m["role"] in ("user", "tool")), len(out))
    if not any(i > first for i in answers):
        return "with answers to no question" if first == len(out) else "no answer"
    wanted = [i for i in answers if i > first and out[i].get("weight") != 0]
    if not wanted:
        return "without an answer that is to be learned"
    if any(others[: wanted[-1] + 1]):
        return "with a part that is not text"
    return out[: wanted[-1] + 1], given


def entry(kind, row):
    found = read(row["messages"], row.get("tools"))
    if isinstance(found, str):
        return {"kind": kind, "row": row, "refused": found}
    given = {"messages": found[0], **({"tools": found[1]} if found[1] else {})}
    return {"kind": kind, **({} if given == row else {"row": row}), **given, "learned": learned_turns(found[0])}


def conversation(seed):
    kind = list(KINDS)[seed % len(KINDS)]
    made_by = KINDS[kind](random.Random(seed))
    messages, given = made_by if isinstance(made_by, tuple) else (made_by, None)
    return entry(kind, {"messages": messages, **({"tools": given} if given else {})})


def random_conversation(seed):
    """Any roles, parts, calls, tools and weights in any order. Every other one spells no special token, so that its tokens are compared too."""
    given = made.conversation(seed)
    row = {k: given[k] for k in ("messages", "tools") if given.get(k)}
    if seed % 8:  # What no row may have.
        for m in row["messages"]:
            m["role"] = m["role"].replace("weird", "user")
            if isinstance(m.get("content"), list):
                m["content"] = [part for part in m["content"] if part["type"] == "text"]
    if seed % 2:
        text = json.dumps(row, ensure_ascii=False)
        for token in ADDED:
            text = text.replace(token, "x")
        row = json.loads(text)
    return entry(f"seed {seed}", row)


# Files in other layouts, each with the rows that are read from it, or with why none is.

ASK, ANSWER = [turn("user", "Q é?")], [turn("assistant", " A\n")]
TALK = [turn("system", "S"), *ASK, *ANSWER, turn("user", "Q2"), turn("assistant", "A2")]
SHARED = [{"from": name, "value": m["content"]} for name, m in zip(["system", "human", "gpt", "human", "gpt"], TALK)]
PICTURE = [{"type": "image_url", "image_url": {"url": "x"}}, {"type": "text", "text": "Q"}]
MUTED = [m | {"weight": 0} if i == 2 else m for i, m in enumerate(TALK)]


def line(**row):
    return json.dumps(row, ensure_ascii=False)


LAYOUTS = [
    ("ShareGPT", "a.jsonl", line(conversations=SHARED), [TALK]),
    ("system beside ShareGPT", "a.jsonl", line(system="S", conversations=SHARED[1:]), [TALK]),
    ("messages as JSON text", "a.jsonl", line(messages=json.dumps(TALK)), [TALK]),
    ("tools as JSON text", "a.jsonl", line(messages=TALK[1:], tools=json.dumps(tools(random.Random(1)))), [(TALK[1:], tools(random.Random(1)))]),
    ("a pair", "a.jsonl", line(prompt="Q é?", completion=" A\n"), [ASK + ANSWER]),
    ("alpaca with history", "a.jsonl", line(system="S", history=[["Q é?", " A\n"]], instruction="Q2", input="", output="A2"), [TALK]),
    ("history of messages", "a.jsonl", line(history=TALK[:3], instruction="Q2", output="A2"), [TALK]),
    ("prompt and completion as messages", "a.jsonl", line(prompt=TALK[:4], completion=TALK[4:]), [MUTED]),
    ("prompt and chosen as messages", "a.jsonl", line(prompt=TALK[:4], chosen=TALK[4:], rejected=ANSWER), [MUTED]),
    ("chosen and rejected", "a.jsonl", line(chosen=TALK, rejected=TALK[:3]), [TALK]),
    ("prompt, chosen and rejected texts", "a.jsonl", line(prompt="Q é?", chosen=" A\n", rejected="B"), [ASK + ANSWER]),
    ("one array", "a.json", json.dumps([{"messages": TALK}, {"messages": ASK + ANSWER}]), [TALK, ASK + ANSWER]),
    ("printed one after the other", "a.json", json.dumps({"messages": TALK}, indent=2) + "\n" + json.dumps({"messages": ASK + ANSWER}, indent=2), [TALK, ASK + ANSWER]),
    ("printed lines", "a.jsonl", json.dumps({"messages": TALK}, indent=1), [TALK]),
    ("nested", "a.json", json.dumps({"version": "1", "data": [{"conversations": SHARED}, {"conversations": SHARED[1:]}]}), [TALK, TALK[1:]]),
    ("by columns", "a.json", json.dumps({"messages": [TALK, ASK + ANSWER], "id": [1, 2]}), [TALK, ASK + ANSWER]),
    ("by columns with keys", "a.json", json.dumps({"messages": {"0": TALK, "1": ASK + ANSWER}, "id": {"0": 1, "1": 2}}), [TALK, ASK + ANSWER]),
    ("by identifiers", "a.json", json.dumps({"id1": {"messages": TALK}, "id2": {"messages": ASK + ANSWER}}), [TALK, ASK + ANSWER]),
    ("layouts mixed", "a.jsonl", "\n".join([line(messages=TALK), line(messages=None, prompt="Q", completion="A"), line(messages=json.dumps(ASK + ANSWER))]), [TALK, ASK + ANSWER]),
    ("a key twice", "a.jsonl", '{"messages": [], "messages": ' + json.dumps(TALK) + "}", [TALK]),
    ("escapes", "a.jsonl", '{"messages": [{"role": "\\u0075ser", "content": "\\ud83d\\ude00 \\u00e9\\/"}, {"role": "assistant", "content": "\\t\\u2028"}]}',
     [[turn("user", "😀 é/"), turn("assistant", "\t\u2028")]]),
    ("byte order mark and CRLF", "a.jsonl", "\ufeff" + line(messages=TALK) + "\r\n" + line(messages=ASK + ANSWER) + "\r\n", [TALK, ASK + ANSWER]),
    ("a picture", "a.jsonl", line(messages=[turn("user", PICTURE), *ANSWER]), "with a part that is not text"),
    ("a picture beside", "a.jsonl", line(messages=ASK + ANSWER, images=["x.png"]), "with a part that is not text"),
    ("sound", "a.jsonl", line(messages=[turn("user", [{"type": "input_audio", "input_audio": {"data": "x"}}]), *ANSWER]), "with a part that is not text"),
    ("a number said", "a.jsonl", line(messages=[turn("user", 7), *ANSWER]), "with a part that is not text"),
    ("somebody else", "a.jsonl", line(messages=[turn("narrator", "N"), *ASK, *ANSWER]), "with a role that is none of system, user, assistant and tool"),
    ("the user alone", "a.jsonl", line(messages=ASK), "no answer"),
    ("system alone", "a.jsonl", line(messages=TALK[:1]), "no answer"),
    ("the assistant alone", "a.jsonl", line(messages=ANSWER), "with answers to no question"),
    ("nothing to learn", "a.jsonl", line(messages=ASK + [ANSWER[0] | {"weight": 0}]), "without an answer that is to be learned"),
]
LAYOUT_TEMPLATE = "qwen3"


def layout(kind, name, text, rows):
    if isinstance(rows, str):
        return {"kind": kind, "name": name, "text": text, "refused": rows}
    given = [row if isinstance(row, tuple) else (row, None) for row in rows]
    template = templates(False)[0][LAYOUT_TEMPLATE]
    return {"kind": kind, "name": name, "text": text, "rows": [{
        "turns": len(messages), "learned": learned_turns(messages), "text": digest(render(template, messages, tools).encode())} for messages, tools in given]}


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
                last[0] == (i in learned)) and "reasoning_content" not in m:
            out[-1] = (last[0], {**last[1], "content": last[1]["content"] + "\n\n" + m["content"]})
        else:
            out.append((i in learned, m))
    return None if len(out) == len(messages) else [m for _, m in out]


# Texts.

PARTS = {}


def takes_parts(template):
    """Whether contents must be lists of parts: as texts they do not show."""
    if template not in PARTS:
        asked = [turn("user", "q7"), turn("assistant", "a7")]
        shown = [rendered(template, [turn(m["role"], content(m["content"])) for m in asked]) for content in (str, lambda text: [{"type": "text", "text": text}])]
        PARTS[template] = [text is not None and "q7" in text and "a7" in text for text, _ in shown] == [False, True]
    return PARTS[template]


def rendered(template, messages, tools=None):
    try:
        texts, spans = made.chat.render_jinja_template([made.chat._normalize_chat_messages(messages)], tools=tools, chat_template=template,
                                                       return_assistant_tokens_mask="endgeneration" in template, bos_token=BEGIN, eos_token=END)
        texts[0].encode()
        return texts[0], spans[0] if spans else []
    except Exception:
        return None, None


def as_given(template, messages):
    if not takes_parts(template):
        return messages
    return [m | ({"content": [{"type": "text", "text": m["content"]}]} if "content" in m else {}) for m in messages]


def render(template, messages, tools):
    return rendered(template, as_given(template, messages), tools)[0]


def signed(messages):
    """With a sign behind each text."""
    return [m | ({"content": m["content"] + chr(0x100000 + i)} if m.get("content") else {}) for i, m in enumerate(messages)]


def are_theirs(template, row, assistants, whole):
    """Whether each block has the text of its turn and no other's."""
    text, spans = rendered(template, as_given(template, signed(row["messages"])), row.get("tools"))
    if text is None:
        return True
    spans = joined(spans) if whole else spans
    at = {i: text.find(chr(0x100000 + i)) for i, m in enumerate(row["messages"]) if m.get("content")}
    return len(spans) == len(assistants) and all(
        [s for s in spans if s[0] <= place < s[1]] == [s for s, j in zip(spans, assistants) if i == j] for i, place in at.items() if place >= 0)


def left_out(template, messages, tools, text):
    """What does not show in the text, calls, results, or what is said; or that it shows in another order."""
    without = [{k: v for k, v in m.items() if k != "tool_calls"} for m in messages]
    if without != messages and render(template, without, tools) == text:
        return "calls"
    shown = render(template, signed(messages), tools)
    if shown is None:
        return None
    hidden = {m["role"] for i, m in enumerate(messages) if m.get("content") and chr(0x100000 + i) not in shown} - {"system"}
    places = [shown.find(chr(0x100000 + i)) for i, m in enumerate(messages) if m.get("content") and m["role"] != "system"]
    return "results" if "tool" in hidden else "turns" if hidden else "order" if places != sorted(places) else None


def outcome(template, row):
    if "refused" in row:
        return None
    messages, tools = row["messages"], row.get("tools")
    text, prefix = render(template, messages, tools), ""
    if text is None and merged(messages):
        messages, prefix = merged(messages), "merged "
        text = render(template, messages, tools)
    if text is None:
        return "refused"
    writes = (render(template, [turn("user", "q"), turn("assistant", "a")], None) or "").startswith(BEGIN)
    return left_out(template, messages, tools, text) or prefix + digest((text.removeprefix(BEGIN) if writes else text).encode())


def digest(data):
    """LENGTH:HASH, the hash's lower half."""
    length, digits = made.digest(data).split(":")
    return f"{length}:{digits[8:]}"


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
    return any(token in json.dumps([row.get("messages"), row.get("tools")], ensure_ascii=False) for token in ADDED)


def behind(tokenizer, text, last):
    """Tokens of a text that goes on behind a token."""
    special = tokenizer.added_tokens_decoder.get(last)
    before = special.content if special and special.special else "\n"
    start = tokenizer.encode(before, add_special_tokens=False)
    ids = tokenizer.encode(before + text, add_special_tokens=False)
    return ids[len(start):] if ids[:len(start)] == start else tokenizer.encode(text, add_special_tokens=False)


def joined(spans):
    """Blocks that touch as one."""
    out = []
    for start, end in spans:
        if out and out[-1][1] == start:
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def encoded(tokenizer, template, row):
    """Tokens without begin-of-text, up to the last that is learned, and which are, with whether transformers has the very same; None where the
    row or its blocks cannot be followed, or the last has no token that ends it, so that cact adds one. Transformers encodes the whole, where a merge may reach over the border of an answer: those rows are encoded in parts."""
    if "refused" in row:
        return None
    messages = as_given(template, row["messages"])
    text, spans = rendered(template, messages, row.get("tools"))
    assistants = [i for i, m in enumerate(messages) if m["role"] == "assistant"]
    if text is None or left_out(template, row["messages"], row.get("tools"), text):
        return None
    whole = len(spans) != len(assistants)
    if len(spans := joined(spans) if whole else spans) != len(assistants) or not are_theirs(template, row, assistants, whole):
        return None
    whole = tokenizer.apply_chat_template(messages, tools=row.get("tools"), chat_template=template, tokenize=True, return_dict=True, return_assistant_tokens_mask=True)
    spans = [s for s, i in zip(spans, assistants) if i in learned_turns(messages)]
    offsets = tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)["offset_mapping"]
    joint = [(i, int(m and any(a < end and start < b for a, b in spans))) for i, m, (start, end) in zip(whole["input_ids"], whole["assistant_masks"], offsets)]
    while joint and not joint[-1][1]:
        joint.pop()
    if joint and joint[0][0] == tokenizer.bos_token_id:
        joint = joint[1:]

    starts = text.startswith(BEGIN)
    if not text[slice(*spans[-1])].rstrip().endswith(tuple(ADDED)):
        return None
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
    return ("" if same else "apart ") + digest(np.array([2 * i + learned for i, learned in tokens], "<i4").tobytes())


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


def templates(everything):
    """Jinja texts by name, and those that the fixtures do not have."""
    known = {path.stem: path.read_text() for path in sorted((FIXTURES / "jinja/templates").glob("*.jinja"))}
    published = json.loads((FIXTURES / "templates.json").read_text())
    for entry in published["known"]:
        known[("written " if entry["written"] else "published ") + entry["name"]] = entry["jinja"]
    known |= {"like " + what: entry["jinja"] for what, entry in published["own"].items()}
    others = {}
    if everything:
        others = {path.stem: path.read_text() for path in sorted(made.TRL.glob("*.jinja")) if path.stem not in known}
        for path in sorted(pathlib.Path(hf.__file__).parent.rglob("*.py")):
            source = path.read_text()
            for node in ast.walk(ast.parse(source)) if "endfor" in source else []:
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and "{%" in node.value and "endfor" in node.value and "messages" in node.value:
                    others[f"{path.stem} {node.lineno}"] = node.value
    return known | others, others


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--random", type=int, nargs=2)
    options.add_argument("--all", action="store_true")
    options.add_argument("--tokenizers", nargs="+", default=TOKENIZERS)
    options.add_argument("--out", type=pathlib.Path, default=FIXTURES / "chats.json")
    options = options.parse_args()
    rows = [random_conversation(seed) for seed in range(*options.random)] if options.random else [conversation(seed) for seed in range(len(KINDS))]
    known, others = templates(options.all)
    ADDED.extend(MORE if options.all else [])

    tokenizers = {name: tokenizer(name) for name in options.tokenizers}
    texts = {name: [outcome(jinja, row) for row in rows] for name, jinja in known.items()}
    marked = {name: jinja for name, jinja in known.items() if "endgeneration" in jinja}
    tokens = {kind: {name: [token_digest(t, jinja, row) for row in rows] for name, jinja in marked.items()} for kind, t in tokenizers.items()}
    made_of = {"added": ADDED, "conversations": rows, "templates": others, "layouts": [], "texts": texts, "tokens": tokens}
    if not options.random:
        made_of["layouts"] = [layout(*of) for of in LAYOUTS]
        network, tensors = model()
        scoring, template = tokenizers[SCORED[0]], known[SCORED[1]]
        chosen = [i for i, row in enumerate(rows) if len(learned_turns(row.get("messages", []))) > 1 and ":" in (found := token_digest(scoring, template, row)) and " " not in found][:6]
        made_of["losses"] = {"tokenizer": SCORED[0], "template": SCORED[1], "config": CONFIG, "tensors": tensors, "places": chosen,
                             "rows": scored(scoring, template, [rows[i] for i in chosen], network)}

    def shown(value, depth=2):
        if depth and isinstance(value, dict) and value:
            return "{\n" + ",\n".join(json.dumps(k, ensure_ascii=False) + ": " + shown(v, depth - 1) for k, v in value.items()) + "\n}"
        if depth and isinstance(value, list) and value and isinstance(value[0], dict):
            return "[\n" + ",\n".join(json.dumps(x, ensure_ascii=False) for x in value) + "\n]"
        return json.dumps(value, ensure_ascii=False)

    options.out.write_text("{" + ",\n".join(json.dumps(k) + ": " + shown(v, 0 if k == "losses" else 2) for k, v in made_of.items()) + "}\n")
    flat = [x or "not read" for t in texts.values() for x in t]
    print("texts", len(flat), {k: sum(x.startswith(k) for x in flat) for k in ("not read", "refused", "merged", "calls", "results", "turns", "order")})
    for kind, of in tokens.items():
        flat = [x for t in of.values() for x in t]
        print(kind, len(flat), {k: sum(x.startswith(k) for x in flat) for k in ("none", "apart", "spelled")})


if __name__ == "__main__":
    main()
