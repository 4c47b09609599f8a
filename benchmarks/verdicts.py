"""The learning curve of the verdicts: how good they are when learned from a part of the labelled pairs, on pairs kept apart."""

import argparse
import json
import math
import sys
from collections import Counter
from collections.abc import Sequence
from random import Random

from accounts.json_command import read_json_lines
from matching import core
from matching.core.verdict_evaluation import VERDICTS
from matching.core.verdict_learning import LabelledPair, fit, folds, labelled_lines
from matching.labelled_pairs import labelled_pairs

SIZES = (75, 150, 285)
LEAST_CHANCE = 1e-3


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", help="labelled pairs, one JSON object a line")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="pairs to learn from")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    cases = list(read_json_lines(options.file))
    pairs = labelled_pairs(cases)
    print(json.dumps([measure_size(pairs, size / len(cases), size, options.seed) for size in options.sizes], indent=2))


def measure_size(pairs: Sequence[LabelledPair], share: float, size: int, seed: int) -> dict[str, float]:
    """Macro-F1 by the likeliest verdict and the mean loss of the product's own rows that have a label, in all folds, where
    of each fold's training pairs only ``share`` is learned from.
    """
    confusion: Counter[tuple[str, str]] = Counter()
    losses = []
    for training, kept_apart in folds(pairs):
        postings = sorted({pair.posting_key for pair in training})
        drawn = set(Random(seed).sample(postings, max(1, round(min(1.0, share) * len(postings)))))
        model = fit([pair for pair in training if pair.posting_key in drawn], core.DEFAULT, seed=seed)
        for pair in kept_apart:
            if not pair.own:
                continue
            for line in labelled_lines(pair, model, core.DEFAULT):
                confusion[line.label, line.verdict(model.least_met)] += 1
                losses.append(-math.log(max(LEAST_CHANCE, line.chances[VERDICTS.index(line.label)])))
    return {"pairs": size, "macro_f1": round(_macro_f1(confusion), 3), "loss": round(sum(losses) / len(losses), 3)}


def _macro_f1(confusion: Counter[tuple[str, str]]) -> float:
    scores = []
    for verdict in VERDICTS:
        real = sum(count for (label, _), count in confusion.items() if label == verdict)
        said = sum(count for (_, found), count in confusion.items() if found == verdict)
        scores.append(2 * confusion[verdict, verdict] / max(1, real + said))
    return sum(scores) / len(scores)


if __name__ == "__main__":
    main(sys.argv[1:])
