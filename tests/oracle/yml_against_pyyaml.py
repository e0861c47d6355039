"""Compares the YAML reader with PyYAML's own (pure Python) parser: values, styles, spans, lines.

The span of every scalar that does not take its indentation from around it is also read again alone
and must give the same value.

usage: yml_against_pyyaml.py DUMP < list of files    (DUMP: the program built from yml_dump.c)
       yml_against_pyyaml.py DUMP ROUNDS [SEED]      random documents, and changes to them
"""
import random
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


def reads_alone(raw, style, value):
    """False when the bytes of a scalar, as an element of a list, give something else."""
    lines = raw.splitlines() or [b'']
    if len(lines) > 1 and (style < 3 or any(c in lines[0] for c in b'123456789') or
                           any(line[:1] not in (b'', b' ') for line in lines[1:])):
        return True
    if style == 0:
        return raw == value
    return yaml.load(b'- ' + raw, Loader=yaml.BaseLoader)[0].encode() == value


def scalar_differs(event, row, data, text, before):
    kind, style, start, end = (int(field) for field in row[:4])
    value = bytes.fromhex(row[6])
    where = len(text[:event.start_mark.index].encode()) + before
    until = len(text[:event.end_mark.index].encode()) + before
    bare = not event.anchor and not event.tag
    if value != event.value.encode() or style != STYLES[event.style]:
        return 'value'
    if not kind:  # nothing stands there: before or behind the blanks around it
        return 'span' if bare and data[min(where, start):max(where, start)].strip() else None
    if (bare and where != start) or (style < 3 and until != end):
        return 'span'
    if kind == 1 and not reads_alone(data[start:end], style, value):
        return 'span read alone'
    line, column = event.start_mark.line + 1, event.start_mark.column + 1
    return 'line' if bare and (line, column) != (int(row[4]), int(row[5])) else None


def libyaml_accepts(data):
    try:
        return all(True for _ in yaml.compose_all(data.decode('utf-8'), Loader=yaml.CBaseLoader))
    except (yaml.YAMLError, UnicodeDecodeError):
        return False


def differences(data, answer, by_libyaml):
    """By libyaml: where PyYAML and libyaml disagree about what is an error, libyaml is right."""
    lines = answer.split('\n')
    reading = theirs(data)
    accepted = libyaml_accepts(data) if by_libyaml else reading is not None
    if (lines[0] == 'ok') != accepted:
        yield 'verdict', lines[0]
        return
    if reading is None or not accepted:
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


WORDS = ['a', 'on', 'no', '0x10', '~', '', 'two words', 'é', 'x: y', "it's", 'a "b"', '#c', '- d', '😀',
         'line\nline\n', '  lead', 'tail ', 'tab\there', '{{ x }}', '*star', '&and', '!bang', '%d',
         'first\n\nsecond', 'k' * 90, 'many words ' * 12, '1.5', 'true', '\\n', '\x07', '---', '?']
INSERTS = [' ', '  ', '\n', ':', ': ', '- ', '"', "'", '#', ' #', '|', '>', '{', '}', '[', ']', ',', '&a ',
           '*a', '!t ', '\r\n', '\t', '%', '---\n', '...\n', '? ', '\\', '\x00', '<<: ', '@']


def random_value(rng, depth):
    kind = rng.randrange(8 if depth < 5 else 4)
    if kind < 4:
        return rng.choice(WORDS)
    if kind < 6:
        return [random_value(rng, depth + 1) for _ in range(rng.randrange(4))]
    return {rng.choice(WORDS): random_value(rng, depth + 1) for _ in range(rng.randrange(5))}


def random_text(rng):
    value = random_value(rng, 0)
    if rng.random() < 0.2:
        value = [value, value]  # written with an anchor and an alias
    return yaml.dump(value, default_style=rng.choice([None, None, "'", '"', '|', '>']),
                     default_flow_style=rng.choice([None, False, True]), indent=rng.choice([2, 4, 7]),
                     width=rng.choice([20, 80]), allow_unicode=rng.random() < 0.7,
                     explicit_start=rng.random() < 0.2, explicit_end=rng.random() < 0.1,
                     line_break=rng.choice(['\n', '\n', '\r\n']))


def changed(rng, text):
    for _ in range(rng.randrange(1, 3)):
        at = rng.randrange(len(text) + 1)
        if rng.random() < 0.4:
            text = text[:at] + text[at + rng.randrange(1, 4):]
        else:
            text = text[:at] + rng.choice(INSERTS) + text[at:]
    return text


def random_cases(rounds, seed):
    rng = random.Random(seed)
    for i in range(rounds):
        text = random_text(rng)
        yield f'document {i}', text.encode()
        yield f'change of {i}', changed(rng, text).encode()


def main():
    if len(sys.argv) > 2:
        pairs = list(random_cases(int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1))
    else:
        names = [line.rstrip('\n') for line in sys.stdin]
        pairs = [(name, open(name, 'rb').read()) for name in names]
    pairs = [pair for pair in pairs if len(pair[1]) <= MAX_FILE]
    frames = b''.join(b'%d\n' % len(text) + text for _, text in pairs)
    run = subprocess.run([sys.argv[1]], input=frames, stdout=subprocess.PIPE, check=True)
    answers = run.stdout.decode('utf-8', 'replace').split('\nend\n')
    assert len(answers) == len(pairs) + 1, (len(answers), len(pairs))
    bad = 0
    for (name, text), answer in zip(pairs, answers):
        found = list(differences(text, answer, len(sys.argv) > 2))
        bad += bool(found)
        for what, row in found:
            print(f'{name}: {what} differs: {row}')
            if len(sys.argv) > 2:
                print('   ', text[:300])
    print(f'{sum(answer.startswith("ok") for answer in answers)} of {len(pairs)} texts are accepted')
    print(f'{len(pairs) - bad} passed, {bad} failed')
    return 1 if bad or not pairs else 0


if __name__ == '__main__':
    sys.exit(main())
