"""Compares the YAML reader with PyYAML's own (pure Python) parser: values, styles, spans, lines.

Every scalar's span is also read again alone and must give the same value.

usage: yml_against_pyyaml.py DUMP < list of files    (DUMP: the program built from yml_dump.c)
"""
import subprocess
import sys

import yaml

STYLES = {None: 0, '': 0, "'": 1, '"': 2, '|': 3, '>': 4}
NODES = (yaml.ScalarEvent, yaml.SequenceStartEvent, yaml.MappingStartEvent, yaml.AliasEvent)
MAX_FILE = 1 << 20


def theirs(data):
    """Events, text and the bytes before it; None when PyYAML refuses."""
    before = 3 if data.startswith(b'\xef\xbb\xbf') else 0
    try:
        text = data[before:].decode('utf-8')
        return list(yaml.parse(text, Loader=yaml.BaseLoader)), text, before
    except (yaml.YAMLError, UnicodeDecodeError):
        return None


def read_alone(raw):
    return yaml.load(b'- ' + raw, Loader=yaml.BaseLoader)[0]


def scalar_differs(event, row, data, text, before):
    kind, style, start, end = (int(field) for field in row[:4])
    value = bytes.fromhex(row[6])
    where = len(text[:event.start_mark.index].encode()) + before
    until = len(text[:event.end_mark.index].encode()) + before
    bare = not event.anchor and not event.tag
    if value != event.value.encode() or style != STYLES[event.style]:
        return 'value'
    if (bare and where != start) or (style < 3 and until != end):
        return 'span'
    if kind == 1 and read_alone(data[start:end]).encode() != value:
        return 'span read alone'
    line, column = event.start_mark.line + 1, event.start_mark.column + 1
    return 'line' if bare and (line, column) != (int(row[4]), int(row[5])) else None


def differences(data, answer):
    lines = answer.split('\n')
    reading = theirs(data)
    if (lines[0] == 'ok') != (reading is not None):
        yield 'verdict', lines[0]
        return
    if reading is None:
        return
    events, text, before = reading
    rows = [line.split(' ') for line in lines[1:]]
    nodes = [event for event in events if isinstance(event, NODES)]
    if len(rows) != len(nodes):
        yield 'number of nodes', (len(rows), len(nodes))
        return
    for row, event in zip(rows, nodes):
        if isinstance(event, yaml.ScalarEvent):
            what = scalar_differs(event, row, data, text, before)
            if what:
                yield what, row


def main():
    names = [line.rstrip('\n') for line in sys.stdin]
    texts = [open(name, 'rb').read() for name in names]
    pairs = [(name, text) for name, text in zip(names, texts) if len(text) <= MAX_FILE]
    frames = b''.join(b'%d\n' % len(text) + text for _, text in pairs)
    run = subprocess.run([sys.argv[1]], input=frames, stdout=subprocess.PIPE, check=True)
    answers = run.stdout.decode('utf-8', 'replace').split('\nend\n')
    bad = 0
    for (name, text), answer in zip(pairs, answers):
        for what, row in differences(text, answer):
            bad += 1
            print(f'{name}: {what} differs: {row}')
    print(f'{len(pairs)} files, {bad} differ')
    return 1 if bad or not pairs else 0


if __name__ == '__main__':
    sys.exit(main())
