"""Tiny random BERT and MPNet encoders with last hidden states, pooled vectors and gradients. Formats: ../README.md."""
import json
import pathlib

import tokenizers
import torch
import transformers as hf
from safetensors.torch import load_file, save_file
from sentence_transformers import SentenceTransformer
from transformers.models.mpnet.modeling_mpnet import MPNetEncoder

OUT = pathlib.Path(__file__).resolve().parents[1]
VOCABULARY, LENGTHS = 60, [1, 9, 140]


def lively(model, seed):
    """Weights large enough that attention is not uniform and every path matters."""
    torch.manual_seed(seed)
    with torch.no_grad():
        for name, p in model.named_parameters():
            if "LayerNorm.weight" in name:
                p.copy_(1 + 0.2 * torch.randn_like(p))
            elif p.dim() == 1 or "embeddings" in name:
                p.normal_(0, 0.3)
            elif "relative_attention_bias" in name:
                p.normal_(0, 1)
            else:
                p.normal_(0, 1.4 / p.shape[1] ** 0.5)
    return model.eval()


def texts(seed):
    g = torch.Generator().manual_seed(seed)
    return [torch.randint(2, VOCABULARY, (n,), generator=g) for n in LENGTHS]


def expected(model, tokens, gradients, seed, pool):
    g = torch.Generator().manual_seed(seed)
    out, loss = {}, 0
    for i, x in enumerate(tokens):
        hidden = model(input_ids=x[None]).last_hidden_state[0]
        direction = torch.randn(hidden.shape, generator=g)
        loss = loss + (hidden * direction).sum()
        out[f"tokens.{i}"] = x.to(torch.int32)
        out[f"hidden.{i}"] = hidden.detach().contiguous()
        out[f"pooled.{i}"] = pool(hidden.detach()).clone()
        if gradients:
            out[f"direction.{i}"] = direction
    if gradients:
        loss.backward()
        # A table's row of padding has no gradient in PyTorch; none of the texts holds it.
        out |= {f"grad.{n}": p.grad.contiguous() for n, p in model.named_parameters()
                if p.grad is not None and "pooler" not in n}
    return out


def write(path, value):
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(value, indent=2) + "\n")


def modules(folder, mode, normalize, length, lower):
    kinds = ["Transformer", "Pooling"] + ["Normalize"] * normalize
    write(folder / "modules.json", [
        dict(idx=i, name=str(i), path="" if i == 0 else f"{i}_{kind}", type=f"sentence_transformers.models.{kind}")
        for i, kind in enumerate(kinds)])
    write(folder / "sentence_bert_config.json", dict(max_seq_length=length, do_lower_case=lower))
    write(folder / "1_Pooling" / "config.json", dict(
        word_embedding_dimension=18, pooling_mode_cls_token=mode == "cls", pooling_mode_mean_tokens=mode == "mean",
        pooling_mode_max_tokens=False, pooling_mode_mean_sqrt_len_tokens=False))


def tokenizer(folder):
    """WordPiece of single letters, in the form that BERT's are published in."""
    letters = [chr(97 + i) for i in range(26)]
    names = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + letters + ["##" + c for c in letters] + [".", ",", "?"]
    assert len(names) == VOCABULARY
    made = tokenizers.Tokenizer(tokenizers.models.WordPiece({n: i for i, n in enumerate(names)}, unk_token="[UNK]"))
    made.add_special_tokens(names[:5])
    made.normalizer = tokenizers.normalizers.BertNormalizer(lowercase=False)
    made.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    made.post_processor = tokenizers.processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    made.decoder = tokenizers.decoders.WordPiece()
    made.save(str(folder / "tokenizer.json"), pretty=False)
    write(folder / "tokenizer_config.json", dict(
        tokenizer_class="BertTokenizer", do_lower_case=False, cls_token="[CLS]", sep_token="[SEP]", pad_token="[PAD]",
        unk_token="[UNK]", mask_token="[MASK]", model_max_length=512))


SENTENCES = [
    "Write a function that sorts a list.", "What is the SUM of two numbers, a and b?", "Zürich: 42 tokens it cannot know",
    " ".join(["a very long question that goes on and on"] * 12), "x",
]


def sentences(folder):
    model = SentenceTransformer(str(folder), device="cpu")
    vectors = model.encode(SENTENCES, convert_to_numpy=True, batch_size=1)
    write(folder / "sentences.json", [dict(text=t, vector=[float(f"{x:.7g}") for x in v])
                                      for t, v in zip(SENTENCES, vectors)])


def main():
    size = dict(vocab_size=VOCABULARY, hidden_size=18, num_attention_heads=3, intermediate_size=24, num_hidden_layers=2,
                max_position_embeddings=144)
    bert = lively(hf.BertModel(hf.BertConfig(**size, layer_norm_eps=1e-5)), 1)
    bert.save_pretrained(OUT / "encoder-bert")
    modules(OUT / "encoder-bert", "mean", True, 128, True)
    save_file(expected(bert, texts(1), True, 11, lambda h: torch.nn.functional.normalize(h.mean(0), dim=0)),
              OUT / "encoder-bert" / "expected.safetensors")

    tokenizer(OUT / "encoder-bert")
    sentences(OUT / "encoder-bert")

    # No files of sentence-transformers.
    mpnet = lively(hf.MPNetModel(hf.MPNetConfig(**size)), 2)
    out = expected(mpnet, texts(2), True, 12, lambda h: h.mean(0))
    out["buckets"] = MPNetEncoder.relative_position_bucket(torch.arange(-600, 601)).to(torch.int32)
    # Padding that a text spells out: token 1 keeps position 1 and does not count.
    spelled = torch.tensor([5, 1, 7, 9])
    out["tokens.padding"] = spelled.to(torch.int32)
    out["hidden.padding"] = mpnet(input_ids=spelled[None]).last_hidden_state[0].detach().contiguous()
    mpnet.save_pretrained(OUT / "encoder-mpnet")
    save_file(out, OUT / "encoder-mpnet" / "expected.safetensors")

    # As a masked language model stores them: a prefix on each name and another task's head; bfloat16; the first token.
    masked = hf.MPNetForMaskedLM(hf.MPNetConfig(**size | dict(num_hidden_layers=1))).eval()
    lively(masked, 3)
    rounded = masked.to(torch.bfloat16)
    rounded.save_pretrained(OUT / "encoder-mpnet-bf16")
    names = load_file(OUT / "encoder-mpnet-bf16" / "model.safetensors")
    assert any(n.startswith("mpnet.") for n in names) and any(n.startswith("lm_head") for n in names)
    modules(OUT / "encoder-mpnet-bf16", "cls", False, 512, False)
    with torch.no_grad():
        save_file(expected(rounded.float().mpnet, texts(3), False, 13, lambda h: h[0]),
                  OUT / "encoder-mpnet-bf16" / "expected.safetensors")
    for name in ("encoder-bert", "encoder-mpnet", "encoder-mpnet-bf16"):
        (OUT / name / "generation_config.json").unlink(missing_ok=True)


main()
