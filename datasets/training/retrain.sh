#!/bin/sh
# Retrains everything: training text lists, three models, suites' generated rows, measurements, model cards.
set -e
cd "$(dirname "$0")"
export OMP_NUM_THREADS=1 MKL_NUM_THREADS=1 PYTHONHASHSEED=0
python generate.py
python build_suites.py
python train.py
python check.py --json results.json
python cards.py
