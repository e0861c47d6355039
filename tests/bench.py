#!/usr/bin/env python3
"""Times hfgate beside other programs on the same tree: whole processes, warm cache, interleaved
rounds; prints medians, minima, ratios and peak memory as a Markdown table.

usage: bench.py [-n ROUNDS] [--threads N] [--slow] HFGATE WORDS TREE...
  WORDS   file with the words of the catalogue, one a line (build/words > FILE)
  --slow  one round of the programs that take seconds (bandit, ast-grep)
"""
import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time


def run(command, cwd):
    """Wall seconds, CPU seconds, peak KiB of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    del before
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def kinds():
    names = ["*.py", "*.pyi", "*.pyw", "*.ipynb"]
    return [part for name in names for part in ("-g", name)]


def commands(options, report):
    jobs = str(options.threads)
    hfgate = os.path.abspath(options.hfgate)
    words = os.path.abspath(options.words)
    fast = {
        "hfgate lint (text)": [hfgate, "lint", "--jobs", jobs, "--exit-zero"],
        "hfgate lint (sarif)": [hfgate, "lint", "--jobs", jobs, "--exit-zero", "--format", "sarif=" + report],
    }
    if shutil.which("rg"):
        fast["rg -l, same words, same kinds"] = ["rg", "-l", "-F", "-a", "-j", jobs, "-f", words, "--no-messages", *kinds(), "."]
        fast["rg -l, same words, all files"] = ["rg", "-l", "-F", "-a", "-j", jobs, "-f", words, "--no-messages", "."]
    if shutil.which("git"):
        fast["git grep -l, same words"] = ["git", "grep", "-l", "-F", "--threads", jobs, "-f", words]
    slow = {}
    if shutil.which("bandit"):
        # Debian's bandit predates B614 and B615: its other tests of the same cost stand in.
        listed = subprocess.run(["bandit", "--help"], capture_output=True, text=True).stdout
        tests = "B614,B615" if "B615" in listed else "B301,B403"
        slow["bandit -t " + tests] = ["bandit", "-q", "-r", "-t", tests, "."]
    return fast, slow


def measure(tree, options):
    report = os.path.join(tempfile.gettempdir(), "hfgate-bench.sarif")
    fast, slow = commands(options, report)
    times = {name: [] for name in [*fast, *slow]}
    for name, command in fast.items():
        run(command, tree)
    for _ in range(options.rounds):
        for name, command in fast.items():
            times[name].append(run(command, tree))
    if options.slow:
        for name, command in slow.items():
            times[name].append(run(command, tree))
    base = statistics.median(row[0] for row in times["hfgate lint (text)"])
    print(f"\n{tree}\n")
    print("| program | wall ms, median | min | CPU ms | peak MiB | time / hfgate |")
    print("| --- | --: | --: | --: | --: | --: |")
    for name, rows in times.items():
        if not rows:
            continue
        wall = statistics.median(row[0] for row in rows)
        cpu = statistics.median(row[1] for row in rows)
        peak = max(row[2] for row in rows) / 1024
        print(f"| {name} | {wall * 1000:.1f} | {min(row[0] for row in rows) * 1000:.1f} | {cpu * 1000:.1f} | {peak:.1f} | {wall / base:.2f} |")


def startup(options):
    rows = [run([os.path.abspath(options.hfgate), "version"], "/")[0] for _ in range(options.rounds * 4)]
    print(f"start-up, `hfgate version`: median {statistics.median(rows) * 1000:.2f} ms, min {min(rows) * 1000:.2f} ms")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", "--rounds", type=int, default=7)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--slow", action="store_true")
    parser.add_argument("hfgate")
    parser.add_argument("words")
    parser.add_argument("trees", nargs="+")
    options = parser.parse_args()
    startup(options)
    for tree in options.trees:
        measure(tree, options)
    return 0


if __name__ == "__main__":
    sys.exit(main())
