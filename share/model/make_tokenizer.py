"""Trains the byte-level BPE of cact-4m and writes the model directory's files that need no weights.

    python make_tokenizer.py CORPUS_DIR MODEL_DIR

4,096 tokens: `<|endoftext|>` (id 0, begin-of-text and end-of-text alike), the 256 bytes, and merges learned from the
corpus's training part. The pre-tokenizer is GPT-2's (its regular expression, no prefix space). The trainer has no
randomness, so the same corpus gives the same file.
"""
import json
import pathlib
import sys

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

VOCABULARY = 4096
CONTEXT = 2048
END = "<|endoftext|>"


def texts(path):
    with open(path) as f:
        for line in f:
            row = json.loads(line)
            yield row["text"] if "text" in row else (
                f"### Instruction:\n{row['instruction']}\n\n### Response:\n{row['output']}")


def write(path, value):
    path.write_text(json.dumps(value, indent=2) + "\n")


def main(corpus, out):
    out.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=VOCABULARY, special_tokens=[END], show_progress=False,
                                  initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
    tokenizer.train_from_iterator(texts(corpus / "train.jsonl"), trainer)
    assert tokenizer.get_vocab_size() == VOCABULARY and tokenizer.token_to_id(END) == 0
    tokenizer.save(str(out / "tokenizer.json"))
    write(out / "tokenizer_config.json", dict(
        tokenizer_class="PreTrainedTokenizerFast", model_max_length=CONTEXT, bos_token=END, eos_token=END,
        add_bos_token=False, add_eos_token=False, clean_up_tokenization_spaces=False))
    write(out / "special_tokens_map.json", dict(bos_token=END, eos_token=END))
    write(out / "config.json", dict(
        architectures=["LlamaForCausalLM"], model_type="llama", vocab_size=VOCABULARY, hidden_size=256,
        intermediate_size=704, num_hidden_layers=4, num_attention_heads=8, num_key_value_heads=4, head_dim=32,
        hidden_act="silu", max_position_embeddings=CONTEXT, rope_theta=10000.0, rms_norm_eps=1e-5,
        tie_word_embeddings=True, attention_bias=False, mlp_bias=False, attention_dropout=0.0,
        initializer_range=0.02, bos_token_id=0, eos_token_id=0, torch_dtype="float32", use_cache=True))
    write(out / "generation_config.json", dict(bos_token_id=0, eos_token_id=0, pad_token_id=0))


main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
