"""Work a match score out again from its receipt: python3 verify_receipt.py receipt.json

Needs nothing but Python. Prints the sum and exits 0 if every row and the score are right, 1 if one is not.
"""

import json
import math
import sys


def points(possible, thousandths):
    return possible * thousandths // 1000


def verify(receipt):
    """The score worked out from the verdicts and the published weights, and what does not agree with it."""
    weights, rows, role = receipt["weights"], receipt["rows"], receipt["role"]
    share = {"met": 1000, "partly": round(weights["partly"] * 1000), "not_found": 0, "unreadable": 0}
    counted = [0 if row["verdict"] == "unreadable" else weigh(row, weights) for row in rows]
    total = sum(counted) + weights["few_rows"]
    block = (100 - weights["role_points"]) * 100
    wrong, sum_of_points = [], 0
    for row, weight in zip(rows, counted):
        possible = block * weight // total
        sum_of_points += check(row, possible, points(possible, share[row["verdict"]]), wrong)
    few = block * weights["few_rows"] // total
    stand_in = {**receipt["few_rows"], "text": "few requirements"}
    sum_of_points += check(stand_in, few, points(few, round(weights["middle"] * 1000)), wrong)
    names = ("word_floor", "word_full") if receipt["lexical_only"] else ("role_floor", "role_full")
    low, high = (weights[name] for name in names)
    likeness = min(1000, max(0, math.floor(1000 * (role["similarity"] - low) / (high - low) + 0.5)))
    sum_of_points += check(role, weights["role_points"] * 100, points(weights["role_points"] * 100, likeness), wrong)
    score = (sum_of_points + 50) // 100
    if receipt["score"] != score:
        wrong.append(f"the score is {score}, the receipt says {receipt['score']}")
    return score, wrong


def weigh(row, weights):
    return weights["preferred" if row["importance"] == "preferred" else "required"]


def check(row, possible, earned, wrong):
    """Points in hundredths; what the receipt says otherwise is noted."""
    if (round(row["points"] * 100), round(row["possible"] * 100)) != (earned, possible):
        wrong.append(
            f"{row['text']}: {earned / 100} of {possible / 100}, the receipt says {row['points']} of {row['possible']}"
        )
    return earned


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        found, faults = verify(json.load(file))
    print("\n".join(faults) or f"The receipt is right: {found} of 100.")
    sys.exit(1 if faults else 0)
