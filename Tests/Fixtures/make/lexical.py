"""Words, buckets and importance weights as PyPI's data-selection computes them. Format: ../README.md."""
import json
import pathlib
import tempfile

import numpy as np
from data_selection import HashedNgramDSIR
from data_selection.hashed_ngram_dsir import wpt

OUT = pathlib.Path(__file__).resolve().parents[1]
SYLLABLES = "def for in re turn print len key val if x y i 10 = == ( ) [] : . , # \n".split(" ")
# Where splitting and lower case are not what ASCII makes one think: marks, numbers that are no digits, sigma at the end of a word
# and in it, letters whose lower case is longer, separators that Python takes for white space, CJK, emoji, beyond the basic plane.
ODD = [
    "Write a FUNCTION that returns x**2+1.", "x_1+=y__2;//note", "naïve Ünïcödé ÀÉÎ", "e\u0301te\u0301 cafe\u0301",
    "ΟΔΥΣΣΕΥΣ Σ ΣΑΣ, ΑΣ' ΑΣ.Α Α\u0301Σ\u0301", "İstanbul DIŞI ıI", "½ ² ③ Ⅷ ৪ x²", "a\u001cb\u001fc\u0085d\u00a0e\u3000f\u200bg\u2028h",
    "関数を書いてください。", "写一个函数，返回 x", "напиши ФУНКЦИЮ", "हिन्दी में लिखो", "😀😀ok 👨‍👩‍👧 → ≥≤", "𝒳 𝟙𝟚 𐐀𐐨 Ⱥⱦ", "", "   \n\t ", "a", "ﬁ ẞ ß ǅ ŉ", "\ufeffBOM_\ufffd",
    "averyveryveryveryverylongidentifier_that_no_table_holds another_one_that_is_as_long_as_the_first()",
]


def texts(draw, count, shift):
    weights = np.roll(1 / np.arange(1, len(SYLLABLES) + 1), shift)
    weights /= weights.sum()
    return [" ".join(draw.choice(SYLLABLES, size=draw.integers(1, 25), p=weights)) for _ in range(count)]


def main():
    draw = np.random.default_rng(11)
    pool = ODD + texts(draw, 40, 0)
    target = ODD[:4] + texts(draw, 12, 7)
    with tempfile.TemporaryDirectory() as folder:
        def write(name, rows):
            path = pathlib.Path(folder) / name
            path.write_text("".join(json.dumps({"text": text}) + "\n" for text in rows))
            return [str(path)]

        dsir = HashedNgramDSIR(write("pool", pool), write("target", target), folder, num_proc=1)
        dsir.fit_importance_estimator(num_tokens_to_fit="all")
        features = [dsir.featurizer(text) for text in pool]
    rows = [
        dict(text=text, words=wpt.tokenize(text.lower()), terms=int(f.sum()), ratio=float(dsir.importance_estimator(f)))
        for text, f in zip(pool, features)
    ]
    (OUT / "lexical.json").write_text(json.dumps(dict(target=target, rows=rows), separators=(",", ":")) + "\n")


main()
