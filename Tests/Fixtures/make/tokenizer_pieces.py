"""Small tokenizers with the settings of families that SentencePiece trained (Unigram with a table of normalization, and Gemma's BPE),
and Falcon's: what tokenizer_kinds.py does for the others. Formats: ../README.md.

    python tokenizer_pieces.py --data FOLDER [KIND ...]     FOLDER holds instruct/ and eval/
"""
import argparse
import io
import json
import pathlib
import tempfile
import unicodedata

import sentencepiece
from sentencepiece import sentencepiece_model_pb2
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from tokenizer_kinds import OUT, byte_level, corpus_of, expectations, level, randoms_of, record, special, split, texts_of, write

# Blocks whose characters the tables change; of each a part, so that the tables stay small.
CHANGED = [(0xA0, 0xBF), (0x132, 0x149), (0x1C4, 0x1CC), (0x2B0, 0x2B8), (0x2000, 0x200F), (0x2024, 0x2036), (0x2070, 0x209C, 2), (0x2100, 0x214F, 2),
           (0x2150, 0x217F, 3), (0x2460, 0x24FF, 9), (0x3000, 0x3000), (0x3131, 0x318E, 5), (0x32C0, 0x33FF, 11), (0xF900, 0xFAFF, 29), (0xFB00, 0xFB06),
           (0xFB50, 0xFEFC, 23), (0xFF01, 0xFFEE), (0x1D400, 0x1D7FF, 31)]
SPACES = [0x09, 0x0A, 0x0C, 0x0D, 0x1680, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD]
DROPPED = [*range(1, 9), 0x0B, *range(0x0E, 0x20), 0x7F, 0x8F, 0x9F]


def rules(folded):
    """What the table puts in the place of what: NFKC of single characters, of letters with marks and of syllables, SentencePiece's own
    rules for white space and control characters, and with `folded` small letters for capital ones."""
    singles = [chr(p) for block in CHANGED for p in range(block[0], block[1] + 1, *block[2:])]
    pairs = [unicodedata.normalize("NFD", chr(p)) for p in range(0xC0, 0x17F)]
    kana = [chr(p) + "\uff9e" for p in range(0xFF76, 0xFF85)] + [chr(p) + "\uff9f" for p in range(0xFF8A, 0xFF8F)]
    syllables = ["\u1100\u1161", "\u1112\u1161\u11ab", "\u1100\u1161\u11a8"]
    table = {s: unicodedata.normalize("NFKC", s) for s in singles + [p for p in pairs if len(p) > 1] + kana + syllables}
    if folded:
        table |= {chr(p): chr(p) for p in [*range(0x41, 0x5B), *range(0xC0, 0x178), *range(0x391, 0x3AA), 0xDF, 0x130] if unicodedata.category(chr(p))[0] == "L"}
        table = {s: unicodedata.normalize("NFKC", r.casefold()) for s, r in table.items()}
    table |= {chr(p): " " for p in SPACES} | {chr(p): "" for p in DROPPED}
    return {s: r for s, r in table.items() if s != r}


def trained(corpus, size, folded=False, **settings):
    """SentencePiece's model of the corpus: pieces with their scores, and its table of normalization."""
    model = io.BytesIO()
    with tempfile.NamedTemporaryFile("w", suffix=".tsv") as table:
        table.write("".join(
            "\t".join(" ".join(f"{ord(c):X}" for c in side) for side in rule) + "\n" for rule in sorted(rules(folded).items())))
        table.flush()
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(corpus), model_writer=model, vocab_size=size, model_type="unigram", normalization_rule_tsv=table.name,
            num_threads=1, minloglevel=2, **{"character_coverage": 0.995, **settings})
    proto = sentencepiece_model_pb2.ModelProto.FromString(model.getvalue())
    return [(p.piece, p.score) for p in proto.pieces], normalizers.Precompiled(proto.normalizer_spec.precompiled_charsmap)


def unigram(pieces, **settings):
    names = [p for p, _ in pieces]
    return Tokenizer(models.Unigram(pieces, names.index("<unk>"), **settings))


def around(t, before, behind):
    """The post-processor that puts these tokens around a text."""
    names = before + behind
    return processors.TemplateProcessing(single=" ".join(before + ["$A"] + behind), special_tokens=[(n, t.token_to_id(n)) for n in names])


def t5(corpus):
    pieces, table = trained(corpus, 360, pad_id=0, eos_id=1, unk_id=2, bos_id=-1)
    extra = [f"<extra_id_{i}>" for i in range(3)]
    t = unigram(pieces + [(e, 0.0) for e in extra])
    t.normalizer = table
    t.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()])
    t.decoder = decoders.Metaspace()
    t.add_special_tokens([special(n) for n in ["<pad>", "</s>", "<unk>"] + extra])
    t.post_processor = around(t, [], ["</s>"])
    return t


def xlm_roberta(corpus):
    pieces, table = trained(corpus, 330, folded=True)
    t = unigram([("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)] + pieces[3:] + [("<mask>", 0.0)])
    t.normalizer = normalizers.Sequence([table, normalizers.Replace(Regex(" {2,}"), " ")])
    t.pre_tokenizer = pre_tokenizers.Metaspace()
    t.decoder = decoders.Metaspace()
    t.add_special_tokens([special(n) for n in ["<s>", "<pad>", "</s>", "<unk>"]] + [special("<mask>", lstrip=True)])
    t.add_tokens([AddedToken("<Mixed>", normalized=True, special=False)])
    t.post_processor = around(t, ["<s>"], ["</s>"])
    return t


def albert(corpus):
    """Its steps, with Nmt where it has a table (others here have one, and files stay small); the pieces are those of the folded text."""
    pieces, _ = trained([unicodedata.normalize("NFKD", text).lower() for text in corpus], 300)
    t = unigram([("<pad>", 0.0), ("<unk>", 0.0), ("[CLS]", 0.0), ("[SEP]", 0.0), ("[MASK]", 0.0)] + pieces[3:])
    t.normalizer = normalizers.Sequence([
        normalizers.Replace("``", '"'), normalizers.Replace("''", '"'), normalizers.NFKD(), normalizers.StripAccents(), normalizers.Lowercase(),
        normalizers.Nmt(), normalizers.Replace(Regex(" {2,}"), " ")])
    t.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    t.decoder = decoders.Metaspace()
    t.add_special_tokens([special(n) for n in ["<pad>", "<unk>", "[CLS]", "[SEP]"]] + [special("[MASK]", lstrip=True)])
    t.post_processor = around(t, ["[CLS]"], ["[SEP]"])
    return t


def unigram_bytes(corpus):
    """As decoders of code have it: white space is kept, no words are cut, and what has no piece is spelled in bytes."""
    pieces, _ = trained(corpus, 700, byte_fallback=True, remove_extra_whitespaces=False, split_by_whitespace=False, allow_whitespace_only_pieces=True,
                        split_digits=True, user_defined_symbols=["▁" * n for n in (2, 3, 4, 8)] + ["=" * n for n in (1, 2, 3, 8)] + ["\n", "\t"])
    # Symbols have no score of their own; with many digits, sums of the same ones in another order are rounded otherwise.
    pieces = [(p, -1.1 * len(p) ** 0.3 if s == 0 and p[0] != "<" else s) for p, s in pieces]
    t = unigram(pieces, byte_fallback=True)
    t.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    t.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    t.add_special_tokens([special(n) for n in ["<unk>", "<s>", "</s>"]])
    t.post_processor = around(t, ["<s>"], [])
    return t


def unigram_first(corpus):
    """A space in front of the text alone, none behind it; the table, then Unicode's form."""
    pieces, table = trained(corpus, 300, folded=True, treat_whitespace_as_suffix=False)
    t = unigram(pieces)
    t.normalizer = normalizers.Sequence([table, normalizers.Strip(left=False, right=True), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), "▁")])
    t.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first", split=False)
    t.decoder = decoders.Metaspace(prepend_scheme="first", split=False)
    t.add_special_tokens([special(n) for n in ["<unk>", "<s>", "</s>"]])
    return t


def gemma(corpus):
    learned = Tokenizer(models.BPE())
    learned.normalizer = normalizers.Replace(" ", "▁")
    learned.pre_tokenizer = split("▁+|[^▁]+")
    learned.train_from_iterator(corpus, trainers.BpeTrainer(vocab_size=450, limit_alphabet=90, show_progress=False))
    learned = json.loads(learned.to_str())["model"]
    names = ["<pad>", "<eos>", "<bos>", "<unk>", "<mask>"] + [f"<0x{i:02X}>" for i in range(256)] + list(learned["vocab"])
    t = Tokenizer(models.BPE(
        vocab={n: i for i, n in enumerate(names)}, merges=[tuple(m) for m in learned["merges"]], unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    t.normalizer = normalizers.Replace(" ", "▁")
    t.pre_tokenizer = pre_tokenizers.Split(" ", "merged_with_previous")
    t.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    t.add_special_tokens([special(n) for n in names[:5]])
    t.add_tokens([AddedToken("▁▁", normalized=False, special=False)])
    t.post_processor = around(t, ["<bos>"], [])
    return t


def falcon(corpus):
    return byte_level(
        pre_tokenizers.Sequence([
            pre_tokenizers.Punctuation("contiguous"), level(use_regex=True), pre_tokenizers.Digits(individual_digits=False), split("[0-9][0-9][0-9]")]),
        corpus, 420, ["<|endoftext|>"])


KINDS = {"t5": t5, "xlm-roberta": xlm_roberta, "albert": albert, "unigram-bytes": unigram_bytes, "unigram-first": unigram_first, "gemma": gemma, "falcon": falcon}


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", type=pathlib.Path, required=True)
    p.add_argument("kinds", nargs="*", metavar="KIND")
    a = p.parse_args()
    texts = texts_of(a.data)
    corpus, randoms, expected = corpus_of(texts), randoms_of(), {}
    for name in a.kinds or KINDS:
        write(name, KINDS[name](corpus))
        t = Tokenizer.from_file(str(OUT / name / "tokenizer.json"))
        expected[name] = expectations(t, texts, randoms, not isinstance(t.decoder, decoders.ByteLevel))
    record(expected)


main()
