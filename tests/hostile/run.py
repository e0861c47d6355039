#!/usr/bin/env python3
"""Runs every row of cases.py: makes the tree, runs the gate over it, and holds what came out against
the row and against what holds for all of them: no signal, an answer within a second, bounded memory,
reports that parse, nothing in the output that a terminal or a CI runner would obey.
usage: run.py BINARY [WORD]"""
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from cases import CASES  # noqa: E402

SECONDS, MEMORY = 1.0, 256
NOBODY = 65534
VERDICTS = {0: "PASS", 1: "FAIL", 3: "NO VERDICT"}
ORDERS = re.compile(rb"(?m)^\s*::|##\[|[\x00-\x08\x0b-\x1f\x7f]|\xe2\x80[\x8b-\x8f\xaa-\xae]|\xe2\x81[\xa6-\xa9]")


def sanitizer(binary):
    with open(binary, "rb") as file:
        content = file.read()
    return b"__asan_init" in content or b"__tsan_init" in content


class Runner:
    def __init__(self, binary):
        self.work = tempfile.mkdtemp(prefix="hostile")
        os.chmod(self.work, 0o755)
        self.binary = os.path.join(self.work, "hfgate")
        shutil.copy(binary, self.binary)
        self.slow = sanitizer(binary)
        self.passed = self.failed = self.skipped = 0
        self.slowest = (0.0, "")

    def prepare(self, case):
        """What the child does before it becomes the gate."""

        def limits():
            for fd in case.closed:
                os.close(fd)
            for name, value in case.limits.items():
                resource.setrlimit(getattr(resource, name), (value, value))
            signal.signal(signal.SIGXFSZ, signal.SIG_DFL)

        return limits

    def start(self, case, tree, out):
        reports = [] if case.plain else ["--format", "text", "--format", "json=%s/json" % out, "--format", "sarif=%s/sarif" % out]
        command = [self.binary, *case.args]
        if not case.args or case.lint or case.args[0].startswith("-"):
            command = [self.binary, "lint", "-v", "--color", "never", *reports, *case.args]
        environment = {"PATH": os.environ["PATH"], "HOME": out, "ASAN_OPTIONS": "allocator_may_return_null=1:detect_leaks=0", **case.env}
        options = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if case.nobody and os.getuid() == 0 else {}
        return subprocess.Popen(
            [word.replace("{tree}", tree).replace("{out}", out) if isinstance(word, str) else word for word in command],
            cwd=os.path.join(tree, case.folder),
            env=environment,
            stdin=subprocess.PIPE if case.stdin is not None else subprocess.DEVNULL,
            stdout=open(out + "/stdout", "wb"),
            stderr=open(out + "/stderr", "wb"),
            preexec_fn=self.prepare(case) if case.limits or case.closed else None,
            **options,
        )

    def once(self, case, tree, out):
        """Exit status (negative: signal), seconds, MiB, output."""
        began = time.monotonic()
        process = self.start(case, tree, out)
        if case.during:
            case.during(process, tree)
        if case.stdin is not None:
            try:
                process.stdin.write(case.stdin)
                process.stdin.close()
            except BrokenPipeError:
                pass
        ceiling = case.seconds * (100 if self.slow else 4)
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() - began > ceiling:
                process.kill()
            time.sleep(0.002)
        process.returncode = os.waitstatus_to_exitcode(status)
        taken = time.monotonic() - began
        output = b""
        for name in ("stdout", "stderr"):
            with open("%s/%s" % (out, name), "rb") as file:
                output += file.read()
        return process.returncode, taken, usage.ru_maxrss / 1024, output

    def complaints(self, case, out, status, taken, memory, output):
        text = output.decode("utf-8", "replace")
        wanted = case.status if isinstance(case.status, tuple) else (case.status,)
        if status < 0:
            yield "ended by signal %d" % -status
        elif status not in wanted:
            yield "exit status %d, wanted %s" % (status, case.status)
        if taken > case.seconds * (60 if self.slow else 1):
            yield "took %.2f s" % taken
        if memory > case.memory and not self.slow:
            yield "took %d MiB" % memory
        for word in case.words:
            if word not in text:
                yield "does not say %r" % word
        for word in case.never:
            if word in text:
                yield "says %r" % word
        if "Sanitizer" in text or "runtime error" in text:
            yield "sanitizer report"
        found = ORDERS.search(output)
        if found:
            yield "writes %r" % output[max(0, found.start() - 20) : found.end() + 20]
        try:
            output.decode("utf-8")
        except UnicodeDecodeError as error:
            yield "output is not UTF-8: %s" % error
        if status in VERDICTS and not case.plain:
            yield from self.reports(case, out, status, text)

    def reports(self, case, out, status, text):
        if not re.search(r"-> %s\n" % VERDICTS[status], text):
            yield "no line with the verdict %s" % VERDICTS[status]
        for name in ("json", "sarif"):
            try:
                with open("%s/%s" % (out, name), encoding="utf-8") as file:
                    report = json.load(file)
            except (OSError, ValueError) as error:
                yield "%s report: %s" % (name, error)
                continue
            if name == "json" and report["exit_code"] != status:
                yield "JSON report says %d" % report["exit_code"]
            if name == "json" and status == 3 and not (report["not_analysed"] or report["summary"]["files"] == 0):
                yield "JSON report does not say what was not analysed"

    def apart(self, work):
        """In a process of its own, whose memory does not count into the gate's when it forks."""
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                answer = work()
            except BaseException as error:
                answer = [["the test itself: %r" % error], 0.0, ""]
            with os.fdopen(writing, "w") as out:
                json.dump(answer, out)
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as answer:
            result = json.load(answer)
        os.waitpid(pid, 0)
        return result

    def judge(self, case, tree, out):
        made = self.apart(lambda: [case.make(tree) and None, 0.0, ""])
        if made[0]:
            return made
        for _ in range(3):
            status, taken, memory, output = self.once(case, tree, out)
            if taken < case.seconds:
                break  # else once more: the machine may have been busy
        problems = list(self.complaints(case, out, status, taken, memory, output))
        if os.path.exists(tree + "/pwned"):
            problems.append("ran a command of the tree")
        return [problems, taken, output[-1200:].decode("utf-8", "replace")]

    def run(self, case):
        if (case.needs_root and os.getuid() != 0) or (self.slow and "RLIMIT_AS" in case.limits):
            self.skipped += 1
            return
        tree, out = os.path.join(self.work, "tree"), os.path.join(self.work, "out")
        os.mkdir(tree)
        os.mkdir(out)
        os.chmod(out, 0o777)
        problems, taken, output = self.apart(lambda: self.judge(case, tree, out))
        self.slowest = max(self.slowest, (taken, case.name))
        self.passed += not problems
        self.failed += bool(problems)
        if problems:
            print("FAILED %s: %s" % (case.name, "; ".join(problems)))
            print("    " + output.replace("\n", "\n    "), flush=True)
        subprocess.run(["chmod", "-R", "u+rwx", tree], stderr=subprocess.DEVNULL)
        subprocess.run(["rm", "-rf", tree, out], check=True)

    def all(self, word):
        for case in CASES:
            if word in case.name:
                self.run(case)
        shutil.rmtree(self.work)
        if self.skipped:
            print("%d skipped: only root can make them, or a sanitizer needs the memory" % self.skipped)
        print("slowest: %.2f s, %s" % self.slowest)
        print("%d passed, %d failed" % (self.passed, self.failed))
        return self.failed == 0 and self.passed > 0


sys.exit(0 if Runner(sys.argv[1]).all(sys.argv[2] if len(sys.argv) > 2 else "") else 1)
