"""Small tokenizers with the settings of well-known families, and what Hugging Face's tokenizers make of texts with them.
Formats and the recipe of the random strings: ../README.md.

    python tokenizer_kinds.py --data FOLDER                 FOLDER holds instruct/, eval/ and tokenizers/gpt2/
    python tokenizer_kinds.py --data FOLDER --show KIND I   the text, tokens and decoded text of random string I
"""
import argparse
import json
import pathlib

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

OUT = pathlib.Path(__file__).resolve().parents[1] / "tokenizers"
MASK = 2**64 - 1
COUNT, BLOCK = 20000, 200

# The expressions of the families, as they stand in their tokenizer.json.
LLAMA3 = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
QWEN2 = LLAMA3.replace("{1,3}", "")
# Characters that normalization would change stand here by their numbers.
DEEPSEEK_LETTERS = (
    "\\s?[A-Za-zµÀ-ÖØ-öø-ƺƼ-ƿǄ-ʓʕ-ʯͰ-ͳͶͷͻ-ͽͿΆΈ-ΊΌΎ-ΡΣ-ϵϷ-ҁҊ-ԯԱ-ՖႠ-ჅᎠ-Ᏽᏸ-ᏽᲐ-ᲺᲽ-Ჿᴀ-ᴫᵫ-ᵷᵹ-ᶚ"
    + "".join("-".join(chr(int(end, 16)) for end in ends.split("-")) for ends in (
        "1E00-1F15 1F18-1F1D 1F20-1F45 1F48-1F4D 1F50-1F57 1F59 1F5B 1F5D 1F5F-1F7D 1F80-1FB4 1FB6-1FBC 1FBE 1FC2-1FC4 1FC6-1FCC "
        "1FD0-1FD3 1FD6-1FDB 1FE0-1FEC 1FF2-1FF4 1FF6-1FFC 2102 2107 210A-2113 2115 2119-211D 2124 2126 2128 212A-212D 212F-2134 "
        "2139 213C-213F 2145-2149 214E 2183 2184").split())
    + "Ⰰ-ⱻⱾ-ⳤⳫ-ⳮⳲⳳꙀ-ꙭꚀ-ꚛꜢ-ꝯꝱ-ꞇꞋ-ꞎꭰ-ꮿﬀ-ﬆﬓ-ﬗＡ-Ｚａ-ｚ𐐀-𐑏𐒰-𐓓𐓘-𐓻𐲀-𐲲𐳀-𐳲𑢠-𑣟𞤀-𞥃]+")
DEEPSEEK_MARKS = "\\s?[!-/:-~！-／：-～‘-‟\u3000-。]+"
DEEPSEEK_CJK = "[一-龥ࠀ-一가-\uD7FF]+"
DEEPSEEK_V3 = (
    r"""[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|"""
    r"""\s+(?!\S)|\s+""")
O200K = "|".join([
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"\p{N}{1,3}", r" ?[^\s\p{L}\p{N}]+[\r\n/]*", r"\s*[\r\n]+", r"\s+(?!\S)", r"\s+"])
CL100K = r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s"


def splitmix64(state):
    while True:
        state = state + 0x9E3779B97F4A7C15 & MASK
        z = state
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & MASK
        z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
        yield z ^ z >> 31


WORDS = (
    "the def return import self None True print range len str int for while if else class lambda x i foo_bar CamelCase naïve café "
    "I'm you're it's We'LL they'Ve I'D can'T 'S '\u017f 'Re 's't ''' \u212a \u017f \u0130stanbul ǅ ﬁne ﬀ Straße SCREAMING_SNAKE __init__ e.g. "
    "https://example.org/?q=1 don’t 𝔘𝔫𝔦 ＡＢＣ ½kg x² Ⅷ \u1fb7 ΑΣ a\u0323\u0308 \u00c5 \u212b \uac00 \u1100\u1161\u11a8 \ud7a3 \u338f do not n't").split(" ")
SPECIAL = ["<|endoftext|>", "<s>", "</s>", "<unk>", "[MASK]", "[SEP]", "[UNK]", "<mask>", "<0x41>", "\u2581", "<|x|>", "\u2581\u2581", "[CLS]",
           "<Mixed>", "<mixed>", "word", "é", "õ"]
EMOJI = ["🙂", "👨‍👩‍👧‍👦", "🇩🇪", "❤️", "👍🏽", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "☃", "🫠", "🪿"]
SPACES = [" ", " ", " ", " ", "\n", "\n", "\r\n", "\r", "\t", "\u00a0", "\u3000", "\u2003", "\u0085", "\u000b", "\u2028", "\u200b", "\ufeff"]
SCRIPTS = [(0x370, 0x3FF), (0x400, 0x4FF), (0x530, 0x58F), (0x590, 0x5FF), (0x600, 0x6FF), (0x900, 0x97F), (0xE00, 0xE7F), (0x10A0, 0x10FF),
           (0x1E00, 0x1EFF), (0x1F00, 0x1FFF), (0x2000, 0x206F), (0x2070, 0x214F), (0x2150, 0x218F), (0x2190, 0x22FF), (0x1D400, 0x1D7FF), (0xFF00, 0xFFEF)]
ASIAN = [(0x4E00, 0x9FFF), (0x3040, 0x30FF), (0xAC00, 0xD7A3), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x1100, 0x11FF), (0xF900, 0xFAFF), (0x3000, 0x303F)]


def random_string(index):
    """The string's bytes, not all of them UTF-8. `below(n)` is one draw modulo n, in the order written."""
    draws = splitmix64(index * 0xD1342543DE82EF95 & MASK)

    def below(n):
        return next(draws) % n

    def pick(items):
        return items[below(len(items))]

    def point(low, high):
        value = low + below(high - low + 1)
        return "\ufffd" if 0xD800 <= value < 0xE000 else chr(value)

    out = b""
    for _ in range(1 + below(12)):
        kind = below(18)
        if kind == 0:
            part = "".join(pick(SPACES) for _ in range(1 + below(5)))
        elif kind == 1:
            part = " " * (1 + below(9))
        elif kind == 2:
            part = "".join(point(0x30, 0x39) for _ in range(1 + below(8)))
        elif kind == 3:
            part = point(*pick([(0x660, 0x669), (0x966, 0x96F), (0xB2, 0xB3), (0xBC, 0xBE), (0x2160, 0x2188), (0x1D7CE, 0x1D7FF)]))
        elif kind == 4:
            part = pick(WORDS)
        elif kind == 5:
            part = " " + pick(WORDS)
        elif kind == 6:
            part = "".join(point(0x21, 0x2F) for _ in range(1 + below(5)))
        elif kind == 7:
            part = "".join(point(0x20, 0x7E) for _ in range(1 + below(8)))
        elif kind == 8:
            part = "".join(point(0x80, 0x24F) for _ in range(1 + below(5)))
        elif kind == 9:
            part = point(0x41, 0x17F) + "".join(point(0x300, 0x36F) for _ in range(1 + below(3)))
        elif kind == 10:
            part = "".join(point(0, 0xFFFF) for _ in range(1 + below(4)))
        elif kind == 11:
            part = "".join(point(0, 0x10FFFF) for _ in range(1 + below(3)))
        elif kind == 12:
            part = pick(EMOJI)
        elif kind == 13:
            block = pick(ASIAN)
            part = "".join(point(*block) for _ in range(1 + below(6)))
        elif kind == 14:
            block = pick(SCRIPTS)
            part = "".join(point(*block) for _ in range(1 + below(6)))
        elif kind == 15:
            part = pick(SPECIAL)
        elif kind == 16:
            part = point(0x61, 0x7A) * (1 + below(40))
        else:
            part = bytes(below(256) for _ in range(1 + below(4)))
        out += part if isinstance(part, bytes) else part.encode()
    return out


def special(content, **settings):
    return AddedToken(content, **{"special": True, "normalized": False, **settings})


def byte_level(pre_tokenizer, corpus, size, end, normalizer=None, post=None, added=(), without="", **model):
    t = Tokenizer(models.BPE(**model))
    if normalizer:
        t.normalizer = normalizer
    t.pre_tokenizer = pre_tokenizer
    t.decoder = decoders.ByteLevel()
    t.train_from_iterator(corpus, trainers.BpeTrainer(
        vocab_size=size, initial_alphabet=[c for c in pre_tokenizers.ByteLevel.alphabet() if c not in without], show_progress=False))
    t.add_special_tokens([special(e) for e in end])
    for token in added:
        (t.add_special_tokens if token.special else t.add_tokens)([token])
    if post:
        t.post_processor = post(t)
    return t


def split(expression, behavior="isolated"):
    return pre_tokenizers.Split(Regex(expression), behavior=behavior, invert=False)


def level(**settings):
    return pre_tokenizers.ByteLevel(**{"add_prefix_space": False, "use_regex": False, **settings})


def begins_with(token):
    return lambda t: processors.Sequence([
        processors.ByteLevel(trim_offsets=False),
        processors.TemplateProcessing(single=f"{token} $A", special_tokens=[(token, t.token_to_id(token))])])


def sentence_piece(corpus, size, newer):
    """Llama 2's: byte fallback; spaces by two normalizers, or, newer, by a Metaspace that does not split."""
    trained = Tokenizer(models.BPE())
    trained.normalizer = normalizers.Replace(" ", "\u2581")
    trained.pre_tokenizer = split("\u2581*[^\u2581]*")
    trained.train_from_iterator(corpus, trainers.BpeTrainer(vocab_size=size, show_progress=False))
    learned = json.loads(trained.to_str())["model"]
    names = ["<unk>", "<s>", "</s>"] + [f"<0x{i:02X}>" for i in range(256)]
    for name in learned["vocab"]:
        names.append(name)
    model = models.BPE(vocab={name: i for i, name in enumerate(names)}, merges=[tuple(m) for m in learned["merges"]],
                       unk_token="<unk>", fuse_unk=True, byte_fallback=True)
    t = Tokenizer(model)
    if newer:
        t.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first", split=False)
    else:
        t.normalizer = normalizers.Sequence([normalizers.Prepend("\u2581"), normalizers.Replace(" ", "\u2581")])
    t.decoder = decoders.Sequence([decoders.Replace("\u2581", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    t.add_special_tokens([special(n) for n in ["<unk>", "<s>", "</s>"]])
    t.add_tokens([AddedToken("<Mixed>", normalized=True, special=False), AddedToken("word", single_word=True, normalized=False)])
    t.post_processor = processors.TemplateProcessing(
        single="<s> $A", pair="<s> $A <s>:1 $B:1", special_tokens=[("<s>", 1)])
    return t


def metaspace(corpus, size):
    """The older form that splits, with a decoder to match; characters without a token are the unknown one, each by itself."""
    t = Tokenizer(models.BPE(unk_token="<unk>"))
    t.pre_tokenizer = pre_tokenizers.Metaspace()
    t.decoder = decoders.Metaspace()
    t.train_from_iterator(corpus, trainers.BpeTrainer(vocab_size=size, special_tokens=["<unk>", "<s>", "</s>"], limit_alphabet=90, show_progress=False))
    return t


def word_piece(corpus, size, names, normalizer, post, unknown):
    t = Tokenizer(models.WordPiece(unk_token=unknown, max_input_chars_per_word=100))
    t.normalizer = normalizer
    t.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    t.decoder = decoders.WordPiece()
    t.train_from_iterator(corpus, trainers.WordPieceTrainer(
        vocab_size=size, special_tokens=names, limit_alphabet=150, show_progress=False))
    t.post_processor = post(t)
    t.enable_truncation(128)
    t.enable_padding(length=128)
    return t


def bert_template(t):
    return processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", t.token_to_id("[CLS]")), ("[SEP]", t.token_to_id("[SEP]"))])


def kinds(corpus):
    end = ["<|endoftext|>"]
    digits = pre_tokenizers.Digits(individual_digits=True)
    bert = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    mpnet = ["<s>", "<pad>", "</s>", "[UNK]", "<mask>"]

    def mpnet_post(t):
        return processors.RobertaProcessing(("</s>", 2), ("<s>", 0), trim_offsets=True, add_prefix_space=False)

    t = {}
    t["gpt2"] = byte_level(level(use_regex=True), corpus, 500, end)
    t["llama3"] = byte_level(
        pre_tokenizers.Sequence([split(LLAMA3), level()]), corpus, 600, end, post=begins_with("<|endoftext|>"), ignore_merges=True,
        added=[special("<|x|>", lstrip=True, rstrip=True)])
    t["qwen2"] = byte_level(
        pre_tokenizers.Sequence([split(QWEN2), level()]), corpus, 600, end, normalizer=normalizers.NFC(),
        added=[AddedToken("é", normalized=True, special=False), AddedToken("word", single_word=True)])
    t["deepseek-coder"] = byte_level(
        pre_tokenizers.Sequence([split("[\r\n]"), split(r"\s?\p{L}+"), split(r"\s?\p{P}+"), split(DEEPSEEK_CJK), digits, level()]),
        corpus, 500, end, normalizer=normalizers.Sequence([]), without="õ",
        added=[AddedToken("õ", normalized=True)])  # as there: letters whose byte is in no UTF-8 and so not in the vocabulary
    t["deepseek-llm"] = byte_level(
        pre_tokenizers.Sequence([split("[\r\n]"), split(DEEPSEEK_LETTERS), split(DEEPSEEK_MARKS), split(r"\s+$"), split(DEEPSEEK_CJK), digits, level()]),
        corpus, 450, end)
    t["deepseek-v3"] = byte_level(
        pre_tokenizers.Sequence([split(r"\p{N}{1,3}"), split("[一-龥぀-ゟ゠-ヿ]+"), split(DEEPSEEK_V3), level()]), corpus, 400, end)
    t["starcoder2"] = byte_level(pre_tokenizers.Sequence([digits, level(use_regex=True)]), corpus, 500, end)
    t["o200k"] = byte_level(pre_tokenizers.Sequence([split(O200K, "removed"), level()]), corpus, 380, end)
    t["o200k"].pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(O200K), "removed", invert=True), level(add_prefix_space=True)])
    t["cl100k"] = byte_level(pre_tokenizers.Sequence([split(CL100K), level()]), corpus, 400, end)
    t["llama2"] = sentence_piece(corpus, 500, newer=False)
    t["llama2-metaspace"] = sentence_piece(corpus, 500, newer=True)
    t["metaspace"] = metaspace(corpus, 400)
    t["bert-uncased"] = word_piece(corpus, 700, bert, normalizers.BertNormalizer(lowercase=True), bert_template, "[UNK]")
    t["bert-cased"] = word_piece(
        corpus, 600, bert, normalizers.BertNormalizer(lowercase=False),
        lambda t: processors.BertProcessing(("[SEP]", t.token_to_id("[SEP]")), ("[CLS]", t.token_to_id("[CLS]"))), "[UNK]")
    t["mpnet"] = word_piece(corpus, 600, mpnet, normalizers.BertNormalizer(lowercase=True), mpnet_post, "[UNK]")
    t["mpnet"].add_special_tokens([special("<mask>", lstrip=True)])
    # Parts that none of the above has.
    t["parts"] = byte_level(
        pre_tokenizers.Sequence([
            pre_tokenizers.Split(",", "merged_with_previous"), pre_tokenizers.Split("(", "merged_with_next"),
            pre_tokenizers.Digits(individual_digits=False), pre_tokenizers.Punctuation("contiguous"), level(add_prefix_space=True)]),
        corpus, 350, end, normalizer=normalizers.Sequence([
            normalizers.NFKC(), normalizers.Replace(Regex(r"\s{2,}"), " "), normalizers.Strip(), normalizers.Lowercase()]),
        added=[AddedToken("<Mixed>", normalized=True), AddedToken("[MASK]", lstrip=True, normalized=True)])
    t["words"] = Tokenizer(models.WordPiece(vocab={w: i for i, w in enumerate(["[UNK]", "[SEP]", "a", "##a", "e", "##e", "the", "def", "_", "##_", "'", "s", "##s", "1"])}, unk_token="[UNK]"))
    t["words"].normalizer = normalizers.Sequence([normalizers.NFKD(), normalizers.StripAccents(), normalizers.NFD()])
    t["words"].pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Whitespace()])
    t["words"].add_special_tokens([special("[SEP]")])
    return t



EXPRESSIONS = [
    r"a+?b", r"a*?", r"a??b", r"(?:ab|a)(?:c|bcd)", r"(a|ab)(c|bcd)(d*)", r"(?>a|ab)c", r"a++a", r"a*+b", r"\d{2,3}", r"\d{2,3}?", r"\d{2}+", r"x{,2}y",
    r"\d{3,}", r"a{b", r"^\w+", r"\w+$", r"\A\w+", r"\w+\z", r"\w+\Z", r"\bfoo\b", r"\Boo", r"(?=\s)\W", r"\w(?=\s)", r"\w(?!\w)", r"(?i:strasx|foo)", r"\W+|\w", r"[\w]+", r"(?i)k|s",
    r"[^\S\r\n]+", r"[\]\-a]+", r"[]a]+", r"[a-c[x-z]]+", r"[^a-c[x-z]]+", r"[\p{Lu}\d_]+", r"[^\p{L}]+", r"\P{L}+", r"\p{^L}+", r"\D+", r"\W+", r"[\W_]+", r".+", r"\x41|\x{1F642}|\u00e9",
    r"\t|\n|\r", r"(?:a|b)*c", r"(?:a|b){2,3}", r"(?:foo|bar)+?x", r"(?i:[a-k]+)", r"(?i:[^s])", r"|a", r"(?:)", r"\p{Lm}|\p{Sc}|\p{Mn}", r"(?i:'S|K)(?-i:x)", r"\.\*",
    r"(?:\r?\n)+(?!\r?\n)", r" ?[^(\s|[.,!?…。，、।۔،])]+", r"[一-龥]+|[가-힣]"]
EXPRESSION_TEXTS = [
    "", "aaab ab aab", "abcd abcbcd acd", "ac abc aac", "1 12 123 1234 12345 123456", "xy xxy xxxy y a{b", "foo bar\nfoo_bar foo\n", "foo\n\n bar  \r\n\r\nbaz\t\r",
    "STRASSE Straße straSSe FOO fOo", "kK\u212a sS\u017f 'sx 'Kx '\u212ax 'KX", "a]-b[c]x-z", "xyz abc XYZ_1 É\u0301é\u0300", "\u02b0$€\u0300 ²½ ٣ \u1ccc0", "A🙂é\u2028.\u0085* ..**",
    "abababc cab foobarfoox", "你好，世界 (한국어) … a.b,c!d", "\u00a0x\u3000y \u200b"]


def matches():
    """`[[expression, [[match, ...] of each text]], ...]`."""
    return [[e, [[w for w, _ in pre_tokenizers.Split(Regex(e), "removed", invert=True).pre_tokenize_str(t)] for t in EXPRESSION_TEXTS]]
            for e in EXPRESSIONS]


def fnv(values, h=0xCBF29CE484222325):
    for value in values:
        h = (h ^ value) * 0x100000001B3 & MASK
    return h


def ids_hash(encodings):
    """One hash over the texts: for each the number of its tokens, then the tokens."""
    h = 0xCBF29CE484222325
    for ids in encodings:
        h = fnv(ids, (h ^ len(ids)) * 0x100000001B3 & MASK)
    return f"{h:016x}"


def text_hash(texts):
    return f"{fnv(b''.join(len(t).to_bytes(4, 'little') + t for t in texts)):016x}"


def blocks(items):
    return [items[i:i + BLOCK] for i in range(0, len(items), BLOCK)]


def expectations(t, texts, randoms, decodes):
    t.no_truncation()
    t.no_padding()
    out = {}
    for name, group in texts.items():
        out[name] = " ".join(ids_hash([e.ids for e in t.encode_batch(b, add_special_tokens=False)]) for b in blocks(group))
    ids, special, decoded = [], [], []
    for block in blocks(randoms):
        plain = [e.ids for e in t.encode_batch(block, add_special_tokens=False)]
        ids.append(ids_hash(plain))
        if len(special) < 5:
            special.append(ids_hash([e.ids for e in t.encode_batch(block)]))
        decoded.append(text_hash([t.decode(i, skip_special_tokens=False).encode() for i in plain]))
    out["random"], out["special"] = " ".join(ids), " ".join(special)
    if decodes:
        out["decoded"] = " ".join(decoded)
    return out


def texts_of(data):
    """Texts of the folder by the names that they have in the fixture."""
    texts = {}
    for i in (1, 2):
        rows = json.loads((data / f"instruct/evol-codealpaca-{i}.json").read_text())
        texts[f"evol-codealpaca-{i}"] = [r[field] for r in rows for field in ("instruction", "output")]
    texts["humaneval"] = [json.loads(line)["prompt"] for line in (data / "eval/humanevalpack_python.jsonl").read_text().splitlines()]
    return texts


def corpus_of(texts):
    return texts["evol-codealpaca-1"][:1500] + ["日本語のテキスト 你好，世界 Привет, мир ünïcödé"] * 20


def randoms_of():
    return [random_string(i).decode("utf-8", errors="replace") for i in range(COUNT)]


def write(name, t):
    (OUT / name).mkdir(parents=True, exist_ok=True)
    (OUT / name / "tokenizer.json").write_text(json.dumps(json.loads(t.to_str()), ensure_ascii=False, separators=(",", ":")) + "\n")


def record(expected):
    """Puts what is expected of some kinds into the file; that of others stays."""
    file = OUT / "expected.json"
    known = json.loads(file.read_text()) if file.exists() else {}
    file.write_text(json.dumps(known | expected, indent=0) + "\n")


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", type=pathlib.Path, required=True)
    p.add_argument("--show", nargs=2, metavar=("KIND", "I"))
    a = p.parse_args()
    if a.show:
        kind, index = a.show[0], int(a.show[1])
        path = a.data / "tokenizers/gpt2/tokenizer.json" if kind == "gpt2-real" else OUT / kind / "tokenizer.json"
        t = Tokenizer.from_file(str(path))
        t.no_truncation()
        t.no_padding()
        text = random_string(index).decode("utf-8", errors="replace")
        e = t.encode(text, add_special_tokens=False)
        print(ascii(text), list(zip(e.ids, e.tokens)), ascii(t.decode(e.ids, skip_special_tokens=False)), sep="\n")
        return
    texts = texts_of(a.data)
    corpus, randoms = corpus_of(texts), randoms_of()
    expected = {"gpt2-real": expectations(Tokenizer.from_file(str(a.data / "tokenizers/gpt2/tokenizer.json")), texts, randoms, False)}
    for name, t in kinds(corpus).items():
        write(name, t)
        is_byte_level = isinstance(t.decoder, decoders.ByteLevel)
        expected[name] = expectations(Tokenizer.from_file(str(OUT / name / "tokenizer.json")), texts, randoms, not is_byte_level)
    expected["strings"] = fnv(b"".join(random_string(i) for i in range(COUNT))).to_bytes(8, "big").hex()
    (OUT / "expressions.json").write_text(json.dumps({"texts": EXPRESSION_TEXTS, "matches": matches()}, separators=(",", ":")) + "\n")
    record(expected)


if __name__ == "__main__":
    main()
