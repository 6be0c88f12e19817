"""Tiny random models as GGUF files, with what transformers computes from their weights and what tokenizers makes of texts.
Formats: ../README.md."""
import json
import pathlib

import gguf
import numpy as np
import torch
import transformers as hf
from gguf import GGMLQuantizationType as Type
from gguf.constants import GGML_QUANT_SIZES
from gguf.quants import dequantize, quantize
from safetensors.torch import save_file
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from quantized import HALVES

OUT = pathlib.Path(__file__).resolve().parents[1] / "gguf"
EVERY = 13
TEMPLATE = "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n{% endfor %}"
LLAMA3 = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
TEXTS = [
    "", " ", "Hello world", " Hello  world", "def add(a, b):\n    return a + b\n", "It's we'LL they've 12345 6 ½ x²", "Grüße, naïve café!\r\n\r\n",
    "日本語のテキスト 한국어", "🙂👨‍👩‍👧‍👦 end", "a\tb\n\n\n  c", "<|im_start|>user\nhi<|im_end|>\n", "x<|endoftext|>y", "</s> and <s>", "think <think> of it",
    "for i in range(10):\n\tprint(i)\n", "3.14159e-10 0x1F 1,000,000", "tail  ", "\u2581underscore \u2581\u2581", "e\u0301 é Å \u212b", "\u0000\u0001",
]
CORPUS = [
    "def add(a, b):\n    return a + b\n", "for i in range(10):\n    print(i)\n", "the quick brown fox jumps over the lazy dog. It's here, we'll see.",
    "import numpy as np\nclass Model:\n    def __init__(self, size):\n        self.size = size\n", "naïve café Grüße 123 4567 return the value of the function",
] * 3


def byte_level(steps, normalizer=None, gpt2=False, ignores=False, begin=None):
    """A byte-level vocabulary of 320 tokens, the last ones special or added."""
    t = Tokenizer(models.BPE(ignore_merges=ignores))
    if normalizer:
        t.normalizer = normalizer
    last = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=gpt2)
    t.pre_tokenizer = pre_tokenizers.Sequence(steps + [last])
    t.decoder = decoders.ByteLevel()
    t.train_from_iterator(CORPUS, trainers.BpeTrainer(vocab_size=316, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
    state = json.loads(t.to_str())
    assert len(state["model"]["vocab"]) == 316
    specials = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    for i, token in enumerate(specials):
        state["model"]["vocab"][token] = 316 + i
    state["model"]["vocab"]["<think>"] = 319
    t = Tokenizer.from_str(json.dumps(state))
    t.add_special_tokens([AddedToken(s, normalized=False, special=True) for s in specials])
    t.add_tokens([AddedToken("<think>", normalized=False)])
    if begin:
        t.post_processor = processors.TemplateProcessing(single=f"{begin} $A", special_tokens=[(begin, t.token_to_id(begin))])
    kinds = {316: 3, 317: 3, 318: 3, 319: 4}
    return t, kinds, dict(bos=316, eos=316 if begin is None else 318)


def sentence_pieces():
    """SentencePiece's kind, 440 tokens: <unk>, <s>, </s>, all bytes, then pieces by their score."""
    t = Tokenizer(models.BPE(byte_fallback=True, fuse_unk=True, unk_token="<unk>"))
    t.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first", split=True)
    t.train_from_iterator(CORPUS, trainers.BpeTrainer(vocab_size=260, show_progress=False))
    state = json.loads(t.to_str())
    base = ["<unk>", "<s>", "</s>"] + [f"<0x{i:02X}>" for i in range(256)]
    known = state["model"]["vocab"]
    merged = list(dict.fromkeys("".join(m) for m in state["model"]["merges"]))
    letters = [p for p in sorted(known, key=known.get) if len(p) == 1]
    pieces = merged[:181 - len(letters)] + letters
    tokens = base + pieces
    assert len(tokens) == 440, len(tokens)
    scores = [0.0] * 259 + [-float(i) for i in range(len(pieces))]
    merges = hf.tokenization_utils_base.generate_merges({p: i for i, p in enumerate(tokens)}, dict(zip(tokens, scores)))
    t = Tokenizer(models.BPE({p: i for i, p in enumerate(tokens)}, merges, byte_fallback=True, fuse_unk=True, unk_token="<unk>"))
    t.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first", split=False)
    t.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    t.add_special_tokens([AddedToken(s, normalized=False, special=True) for s in ["<s>", "</s>"]])
    t.post_processor = processors.TemplateProcessing(single="<s> $A", special_tokens=[("<s>", 1)])
    kinds = {0: 2, 1: 3, 2: 3} | {3 + i: 6 for i in range(256)}
    return t, kinds, dict(bos=1, eos=2, unk=0), scores


def cut(pattern):
    return pre_tokenizers.Split(Regex(pattern), "isolated")


def permuted(w, heads):
    """As llama.cpp's converter has queries' and keys' rows."""
    return w.reshape(heads, 2, w.shape[0] // heads // 2, *w.shape[1:]).swapaxes(1, 2).reshape(w.shape)


def quantised(w, kind, random):
    """Bytes as stored, and the values that they stand for."""
    if kind in ("F32", "F16", "BF16"):
        data = quantize(w, Type[kind])
        return data, dequantize(data, Type[kind]).reshape(w.shape)
    if kind.endswith("_K"):  # the package has no quantiser for these: any bytes, scaled to the spread of the weights
        elements, size = GGML_QUANT_SIZES[Type[kind]]
        blocks = random.integers(0, 256, (w.size // elements, size), dtype=np.uint8)

        def scaled(scale):
            for place in HALVES[kind]:
                blocks[:, place:place + 2] = np.full(len(blocks), scale, np.float16).view(np.uint8).reshape(-1, 2)
            return dequantize(blocks, Type[kind]).std()

        scaled(0.01 * w.std() / scaled(0.01))
        data = blocks.reshape(w.shape[0], -1)
    else:
        data = quantize(w, Type[kind])
    return data, dequantize(data, Type[kind]).reshape(w.shape)


BASE = dict(vocab_size=320, hidden_size=64, intermediate_size=96, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2,
            max_position_embeddings=160, rms_norm_eps=1e-5)


def rope(theta):
    return dict(rope_type="default", rope_theta=theta)


def cases():
    yield ("llama", hf.LlamaForCausalLM(hf.LlamaConfig(**BASE | dict(vocab_size=440), tie_word_embeddings=False, rope_parameters=rope(10000.0))),
           ["Q8_0", "Q4_0", "F16", "Q5_1"], "llama", sentence_pieces())
    yield ("llama-3", hf.LlamaForCausalLM(hf.LlamaConfig(
        **BASE | dict(hidden_size=256, intermediate_size=256, num_hidden_layers=1, num_attention_heads=4, num_key_value_heads=1), tie_word_embeddings=True,
        rope_parameters=dict(rope_type="llama3", rope_theta=500000.0, factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0,
                             original_max_position_embeddings=8192))),
           ["Q4_K", "Q6_K", "Q2_K", "Q5_K", "Q3_K"], "llama-bpe", byte_level([cut(LLAMA3)], ignores=True, begin="<|endoftext|>"))
    yield ("qwen2", hf.Qwen2ForCausalLM(hf.Qwen2Config(**BASE, tie_word_embeddings=True, rope_parameters=rope(1000000.0))),
           ["Q5_0", "BF16", "Q4_1"], "qwen2", byte_level([cut(LLAMA3.replace("{1,3}", ""))], normalizers.NFC()))
    yield ("qwen3", hf.Qwen3ForCausalLM(hf.Qwen3Config(**BASE | dict(num_key_value_heads=1), head_dim=24, tie_word_embeddings=False,
                                                        rope_parameters=rope(5000.0))),
           ["Q4_1", "F16", "Q8_0", "F32"], "qwen2", byte_level([cut(LLAMA3.replace("{1,3}", ""))], normalizers.NFC()))
    yield ("gpt2", hf.GPT2LMHeadModel(hf.GPT2Config(vocab_size=320, n_positions=160, n_embd=64, n_layer=2, n_head=4, n_inner=96,
                                                    layer_norm_epsilon=1e-4, tie_word_embeddings=True)),
           ["Q8_0", "Q4_0", "F16"], "gpt-2", byte_level([], gpt2=True))
    yield ("starcoder2", hf.Starcoder2ForCausalLM(hf.Starcoder2Config(
        **{k: v for k, v in BASE.items() if k != "rms_norm_eps"}, hidden_act="gelu_pytorch_tanh", tie_word_embeddings=True, norm_epsilon=1e-3, use_bias=True,
        sliding_window=None, rope_parameters=rope(999999.0))),
           ["Q5_1", "Q4_0", "F32"], "starcoder", byte_level([pre_tokenizers.Digits(individual_digits=True)], gpt2=True))


def liven(model, random):
    for name, p in model.state_dict().items():
        if name.endswith("bias"):
            p.copy_(torch.from_numpy(0.3 * random.standard_normal(p.shape)))
        elif p.dim() == 1:
            p.copy_(torch.from_numpy(1 + 0.3 * random.standard_normal(p.shape)))
        else:
            table = any(part in name for part in ("embed_tokens", "wte", "wpe"))
            p.copy_(torch.from_numpy(random.standard_normal(p.shape) * (0.7 if table else 1.3 / min(p.shape) ** 0.5)))


def write(name, model, kinds, pre, tokenizer, random):
    config, kind = model.config, model.config.model_type
    t, token_kinds, ids, *scores = tokenizer
    path = OUT / f"{name}.gguf"
    w = gguf.GGUFWriter(path, kind)
    for key, value in dict(block_count=config.num_hidden_layers, context_length=config.max_position_embeddings, embedding_length=config.hidden_size,
                           feed_forward_length=getattr(config, "intermediate_size", None) or config.n_inner).items():
        w.add_uint32(f"{kind}.{key}", value)
    w.add_head_count(config.num_attention_heads)
    if kind != "gpt2":
        w.add_head_count_kv(config.num_key_value_heads)
        w.add_rope_freq_base(config.rope_parameters["rope_theta"])
        head = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
        if kind == "llama":
            w.add_rope_dimension_count(head)
        if kind == "qwen3":
            w.add_key_length(head)
            w.add_value_length(head)
    if kind in ("gpt2", "starcoder2"):
        w.add_layer_norm_eps(getattr(config, "norm_epsilon", None) or config.layer_norm_epsilon)
    else:
        w.add_layer_norm_rms_eps(config.rms_norm_eps)
    tokens = [t.id_to_token(i) for i in range(t.get_vocab_size())]
    w.add_tokenizer_model("llama" if scores else "gpt2")
    w.add_tokenizer_pre("default" if scores else pre)
    w.add_token_list(tokens)
    w.add_token_types([token_kinds.get(i, 1) for i in range(len(tokens))])
    if scores:
        w.add_token_scores(scores[0])
        w.add_unk_token_id(ids["unk"])
    else:
        w.add_token_merges([" ".join(m) for m in json.loads(t.to_str())["model"]["merges"]])
    w.add_bos_token_id(ids["bos"])
    w.add_eos_token_id(ids["eos"])
    w.add_chat_template(TEMPLATE)

    names = gguf.get_tensor_name_map(next(k for k, v in gguf.MODEL_ARCH_NAMES.items() if v == kind), config.num_hidden_layers)
    state, matrices = model.state_dict(), 0
    for key, p in state.items():
        if key == "lm_head.weight" and config.tie_word_embeddings:
            continue
        stem, suffix = key.rsplit(".", 1)
        to = names.get_name(stem) + "." + suffix
        values = p.numpy().copy()
        transposed = kind == "gpt2" and values.ndim == 2 and "c_" in key
        if transposed:
            values = np.ascontiguousarray(values.T)
        heads = {"q_proj": config.num_attention_heads, "k_proj": getattr(config, "num_key_value_heads", 0)}.get(stem.split(".")[-1])
        if kind == "llama" and heads:
            values = permuted(values, heads)
        chosen = "F32"
        if values.ndim == 2:
            chosen = kinds[matrices % len(kinds)] if "position_embd" not in to else "F32"
            matrices += 1
        data, values = quantised(np.ascontiguousarray(values), chosen, random)
        w.add_tensor(to, data, raw_dtype=Type[chosen])
        if kind == "llama" and heads:
            n = values.shape[0] // heads // 2
            values = values.reshape(heads, n, 2, *values.shape[1:]).swapaxes(1, 2).reshape(values.shape)
        p.copy_(torch.from_numpy(np.ascontiguousarray(values.T if transposed else values)))
    if name == "llama-3":
        from transformers.modeling_rope_utils import ROPE_INIT_FUNCTIONS
        scaled, _ = ROPE_INIT_FUNCTIONS["llama3"](config, torch.device("cpu"))
        plain = 1.0 / 500000.0 ** (torch.arange(0, 64, 2).float() / 64)
        w.add_tensor("rope_freqs.weight", (plain / scaled).numpy().astype(np.float32))
    w.write_header_to_file()
    w.write_kv_data_to_file()
    w.write_tensors_to_file()
    w.close()
    return path


def main():
    OUT.mkdir(exist_ok=True)
    texts = {}
    with torch.no_grad():
        for seed, (name, model, kinds, pre, tokenizer) in enumerate(cases()):
            random = np.random.default_rng(seed)
            model = model.eval().float()
            liven(model, random)
            path = write(name, model, kinds, pre, tokenizer, random)
            tokens = torch.from_numpy(random.integers(0, model.config.vocab_size, 150)).to(torch.int32)
            logits = model(input_ids=tokens[None].long()).logits[0]
            assert logits.std() > 1, (name, logits.std())
            save_file({"tokens": tokens, "logits": logits[::EVERY].contiguous()}, OUT / f"{name}.safetensors")
            t = tokenizer[0]
            texts[name] = [t.encode(text).ids for text in TEXTS]
            # transformers' own reading of the file agrees, as far as it goes: the shape of some is not read whole (Llama 3's table, Qwen3's
            # size of heads, GPT-2's feed-forward width), nor are single digits, composed characters and a begin-of-text that the
            # file does not spell out.
            again = type(model).from_pretrained(OUT, gguf_file=path.name, config=model.config, dtype=torch.float32).eval()
            other = again(input_ids=tokens[None].long()).logits[0]
            assert ((other - logits).norm() / logits.norm()) < 1e-6, name
            theirs = hf.AutoTokenizer.from_pretrained(OUT, gguf_file=path.name)
            for text, ours in zip(TEXTS, texts[name]):
                found = theirs(text)["input_ids"]
                composed = name.startswith("qwen") and "\u0301" in text
                digits = name == "starcoder2" and any(c.isnumeric() for c in text)
                assert composed or digits or found == ours[name == "llama-3":], (name, text, found, ours)
            print(name, path.stat().st_size)
    (OUT / "texts.json").write_text(json.dumps({"texts": TEXTS, "ids": texts}, indent=0) + "\n")


if __name__ == "__main__":
    main()
