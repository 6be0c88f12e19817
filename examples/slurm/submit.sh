#!/bin/bash
# Submits the array, and the job that gathers when all of it has ended well: `bash submit.sh`, where rows.jsonl is.
set -euo pipefail

array=$(sbatch --parsable array.sbatch)
# Of several clusters the answer is `number;cluster`.
sbatch --dependency="afterok:${array%%;*}" --kill-on-invalid-dep=yes gather.sbatch
