"""Tiny random Llama models with their logits, loss and gradients. Formats: ../README.md."""
import json
import pathlib

import torch
import torch.nn.functional as F
import transformers as hf
from safetensors.torch import save_file

OUT = pathlib.Path(__file__).resolve().parents[1]
LENGTHS, STARTS, VOCABULARY = [7, 19, 12], [3, 8, 1], 80


def config(**changes):
    base = dict(vocab_size=VOCABULARY, hidden_size=32, intermediate_size=32, num_hidden_layers=2, num_attention_heads=4,
                num_key_value_heads=2, max_position_embeddings=64, rms_norm_eps=1e-5, tie_word_embeddings=True,
                bos_token_id=0, eos_token_id=0)
    theta = changes.pop("theta", 10000.0)
    return hf.LlamaConfig(**{**base, **changes}, rope_parameters=dict(rope_type="default", rope_theta=theta))


def model_of(cfg, seed):
    """Weights large enough that attention is not uniform and logits have a spread above 1."""
    torch.manual_seed(seed)
    model = hf.LlamaForCausalLM(cfg).eval()
    with torch.no_grad():
        for name, p in model.named_parameters():
            if "norm" in name:
                p.copy_(1 + 0.2 * torch.randn_like(p))
            elif "embed_tokens" in name:
                p.normal_(0, 0.5)
            else:
                p.normal_(0, 1.6 / p.shape[1] ** 0.5)
    return model


def sequences(seed):
    g = torch.Generator().manual_seed(seed)
    return [torch.randint(0, VOCABULARY, (n,), generator=g) for n in LENGTHS]


def expected(model, tokens, gradients):
    out = {"answer_start": torch.tensor(STARTS, dtype=torch.int32)}
    parts = []
    for i, (x, start) in enumerate(zip(tokens, STARTS)):
        logits = model(input_ids=x[None]).logits[0]
        parts.append(F.cross_entropy(logits[start - 1:-1], x[start:], reduction="none"))
        out[f"tokens.{i}"] = x.to(torch.int32)
        out[f"logits.{i}"] = logits.detach().contiguous()
        if gradients:
            out[f"nll.{i}"] = parts[-1].detach().contiguous()
    assert torch.cat([out[f"logits.{i}"] for i in range(len(tokens))]).std() >= 1
    if gradients:
        loss = torch.cat(parts).sum() / sum(len(p) for p in parts)
        loss.backward()
        out["loss"] = loss.detach().reshape(1)
        out |= {f"grad.{n}": p.grad.contiguous() for n, p in model.named_parameters()}
    return out


def save(name, model, tokens, gradients=True, theta_form="nested"):
    folder = OUT / name
    model.save_pretrained(folder)
    (folder / "generation_config.json").unlink(missing_ok=True)
    path = folder / "config.json"
    fields = json.loads(path.read_text())
    theta = fields["rope_parameters"]["rope_theta"]
    if theta_form != "nested":
        del fields["rope_parameters"]
    if theta_form == "flat":
        fields["rope_theta"] = theta
    path.write_text(json.dumps(fields, indent=2) + "\n")
    save_file(expected(model, tokens, gradients), folder / "expected.safetensors")
    read = hf.AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)  # the edited config means the same
    again = read(input_ids=tokens[0][None]).logits[0]
    assert torch.allclose(again, expected(model, tokens, False)["logits.0"], atol=1e-6), name


def main():
    save("llama-tied", model_of(config(), 1), sequences(1))
    save("llama-untied", model_of(config(num_key_value_heads=1, tie_word_embeddings=False, theta=500000.0, rms_norm_eps=1e-6), 2),
         sequences(2), theta_form="flat")
    save("llama-gqa", model_of(config(hidden_size=24, num_hidden_layers=3, num_attention_heads=6, head_dim=6, intermediate_size=32,
                                      tie_word_embeddings=False, theta=20000.0), 3), sequences(3))
    save("llama-mha", model_of(config(num_key_value_heads=4), 4), sequences(4), theta_form="absent")
    for name, kind in (("bf16", torch.bfloat16), ("f16", torch.float16)):
        rounded = model_of(config(num_key_value_heads=4), 4).to(kind)
        upcast = hf.LlamaForCausalLM(config(num_key_value_heads=4)).eval()
        upcast.load_state_dict({k: v.float() for k, v in rounded.state_dict().items()})
        save_half(f"llama-mha-{name}", rounded, upcast, sequences(4))


def save_half(name, rounded, upcast, tokens):
    rounded.save_pretrained(OUT / name)
    (OUT / name / "generation_config.json").unlink(missing_ok=True)
    with torch.no_grad():
        save_file(expected(upcast, tokens, False), OUT / name / "expected.safetensors")


main()
