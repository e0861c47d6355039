"""Compares the Dockerfile reader with the expected results of BuildKit's own tests.

usage: docker_against_buildkit.py DUMP BUILDKIT    (DUMP: the program built from docker_dump.c,
BUILDKIT: a checkout of github.com/moby/buildkit)
"""
import pathlib
import re
import subprocess
import sys

ENVIRONMENT = {'PWD': '/home', 'SHELL': 'bash', 'KOREAN': '한국어', 'NULL': ''}


def normal(text):
    """White space between brackets is layout; JSON escapes of one character are that character."""
    text = re.sub(r'\s*\n\s*', '\n', text.strip())
    return text.replace('\\/', '/').replace('\\u0000', '\\x00')


def compare_files(dump, folder):
    good = bad = 0
    for case in sorted(folder.iterdir()):
        wanted = normal((case / 'result').read_text())
        run = subprocess.run([dump, case / 'Dockerfile'], capture_output=True, check=True)
        got = normal(run.stdout.decode())
        good += got == wanted
        if got != wanted:
            bad += 1
            for left, right in zip(wanted.split('\n'), got.split('\n')):
                if left != right:
                    print(f'{case.name}\n  theirs {left}\n  ours   {right}')
    return good, bad


def read_words(path):
    for line in path.read_text().split('\n'):
        fields = [field.strip() for field in line.split('|')]
        if len(fields) == 3 and not line.startswith('#') and fields[0] in ('A', 'U'):
            yield fields[1], fields[2]


def compare_words(dump, path):
    cases = list(read_words(path))
    settings = [f'{name}={value}' for name, value in ENVIRONMENT.items()]
    run = subprocess.run([dump, '--values', *settings], capture_output=True, check=True,
                         input='\n'.join(word for word, _ in cases).encode())
    good = bad = 0
    for (word, wanted), got in zip(cases, run.stdout.decode().split('\n')):
        if wanted == 'error':
            continue
        good += got == wanted
        if got != wanted:
            bad += 1
            print(f'{word}\n  theirs {wanted!r}\n  ours   {got!r}')
    return good, bad


def main():
    dump, root = sys.argv[1], pathlib.Path(sys.argv[2]) / 'frontend/dockerfile'
    files = compare_files(dump, root / 'parser/testfiles')
    words = compare_words(dump, root / 'shell/envVarTest')
    print('files: %d equal, %d differ; words: %d equal, %d differ' % (*files, *words))
    sys.exit(bool(files[1]))


if __name__ == '__main__':
    main()
