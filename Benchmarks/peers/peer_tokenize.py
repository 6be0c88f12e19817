"""Every text of instruction files as tokens by Hugging Face's tokenizers, caches empty; prints one JSON line.

    python peer_tokenize.py MODEL FILE...
"""
import json
import pathlib
import resource
import sys
import time

import tokenizers

model, *files = sys.argv[1:]
rows = [row for file in files for row in json.loads(pathlib.Path(file).read_text())]
texts = [value for row in rows for value in row.values() if isinstance(value, str)]
times = {}
for name in ("encode_batch", "encode_batch_fast"):
    tokenizer = tokenizers.Tokenizer.from_file(model + "/tokenizer.json")
    tokenizer.no_truncation()
    tokenizer.no_padding()
    began = time.perf_counter()
    encoded = getattr(tokenizer, name)(texts, add_special_tokens=False)
    times[name] = time.perf_counter() - began
print(json.dumps({
    "peer": "tokenizers", "version": tokenizers.__version__, "seconds": min(times.values()), **times,
    "texts": len(texts), "tokens": sum(len(e.ids) for e in encoded),
    "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))
