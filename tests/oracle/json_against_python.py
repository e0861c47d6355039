"""Compares the JSON reader with python3's json: random texts, mutations, and known traps.

usage: json_against_python.py DUMP [ROUNDS] [SEED]    (DUMP: the program built from json_dump.c)
"""
import json
import random
import subprocess
import sys

TRAPS = [
    b'', b' ', b'{}', b'[]', b'[1,]', b'{"a":1,}', b'{"a":1,"a":2}', b'{"a":1,"\\u0061":2,"a":3}',
    b'"abc\\u0000def"', b'"abc\x00def"', b'1 2', b'{} {}', b'[\x011]', b'"a\nb"', b'"a\x1bb"',
    b'"\xff"', b'"\xc0\x80"', b'"\xed\xa0\x80"', b'01', b'-01', b'1.', b'.5', b'-', b'+1', b'1e',
    b'1e+', b'1E400', b'-0', b'-0.0e-0', b'9007199254740993', b'NaN', b'Infinity', b'-Infinity',
    b'"\\ud800"', b'"\\udc00"', b'"\\ud83d\\ude00"', b'"\\ud83d\\ud83d\\ude00"', b'"\\u00e9"',
    b'"\\u12"', b'"\\x41"', b'"\\', b'"\\"', b'"', b'//c\n1', b'[1 /**/]', b"{'a':1}", b'{a:1}',
    b'0x10', b'tru', b'truex', b'nul', b'True', b'\xef\xbb\xbf1', b'[1}', b'{"a"]', b'{"a":}',
    b'{1:2}', b'[,1]', b'[' * 100 + b']' * 100, b'[' * 100, b'"\x7f"', b'\xa01', b'1\x0c', b'1\x0b',
    b'"\\/\\b\\f\\n\\r\\t"', b'{"":{"":[]}}', b'"' + b'x' * 100 + b'\xc3\xa9"',
    b'{' + b','.join(b'"k%d":%d' % (i % 13, i) for i in range(40)) + b'}',
]


def refuse(name):
    raise ValueError(name)


class Members(list):
    pass


def python_reads(data):
    return json.loads(data.decode('utf-8'), parse_constant=refuse, object_pairs_hook=Members,
                      parse_int=lambda s: ('number', s), parse_float=lambda s: ('number', s))


def text_hex(text):
    # Half a surrogate pair is U+FFFD in the reader.
    return ''.join('�' if 0xd800 <= ord(c) < 0xe000 else c for c in text).encode().hex()


def flatten(value, key, lines):
    """The lines of json_dump without their links."""
    if isinstance(value, Members):
        last = {k: i for i, (k, _) in enumerate(value)}
        lines.append(['o', key, ''])
        for i, (k, v) in enumerate(value):
            at = len(lines)
            flatten(v, text_hex(k), lines)
            if last[k] != i:
                lines[at][0] += '!'
    elif isinstance(value, list):
        lines.append(['a', key, ''])
        for v in value:
            flatten(v, '', lines)
    elif isinstance(value, tuple):
        lines.append(['d', key, value[1].encode().hex()])
    elif isinstance(value, str):
        lines.append(['s', key, text_hex(value)])
    else:
        lines.append([{None: 'n', False: 'f', True: 't'}[value], key, ''])


def expected(data):
    try:
        value = python_reads(data)
    except (ValueError, RecursionError):
        return None
    lines = []
    flatten(value, '', lines)
    return lines


def random_value(rng, depth):
    kind = rng.randrange(9 if depth < 6 else 5)
    if kind == 0:
        return rng.choice([None, True, False])
    if kind == 1:
        return rng.choice([0, -1, 12345, 1.5, -2e-9, 1e100, 2**60])
    if kind < 5:
        letters = 'ab"\\\n\x00é你😀 \x7f/'
        return ''.join(rng.choice(letters) for _ in range(rng.randrange(20)))
    if kind < 7:
        return [random_value(rng, depth + 1) for _ in range(rng.randrange(5))]
    return {rng.choice(['a', 'b', 'c', 'é', '', 'a\n', str(rng.random())]):
            random_value(rng, depth + 1) for _ in range(rng.randrange(12))}


def mutate(rng, data):
    data = bytearray(data)
    for _ in range(rng.randrange(1, 4)):
        at = rng.randrange(len(data) + 1)
        how = rng.randrange(4)
        if how == 0 and at < len(data):
            del data[at:at + rng.randrange(1, 4)]
        elif how == 1:
            data[at:at] = rng.choice([b'"', b'\\', b',', b'{', b'}', b'[', b']', b':', b'\\u', b'd8',
                                      b'0', b'e', b'.', b'-', b' ', b'\xff', b'\xe4', b'\x00'])
        elif how == 2 and at < len(data):
            data[at] = rng.randrange(256)
        else:
            data[at:at] = data[at // 2:at]
    return bytes(data)


def cases(rounds, rng):
    yield from TRAPS
    for _ in range(rounds):
        text = json.dumps(random_value(rng, 0), ensure_ascii=rng.random() < 0.5,
                          indent=rng.choice([None, 1]))
        yield text.encode()
        yield mutate(rng, text.encode())


def answers(stream):
    while True:
        head = stream.readline()
        if not head:
            return
        lines = []
        while True:
            line = stream.readline().decode().rstrip('\n')
            if line == 'end':
                break
            lines.append(line.split(' ')[1:4])
        yield lines if head.startswith(b'ok') else None


def main():
    dump = sys.argv[1]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    tested = [c for c in cases(rounds, random.Random(seed)) if len(c) < 1 << 20]
    frames = b''.join(b'%d\n' % len(c) + c for c in tested)
    run = subprocess.run([dump], input=frames, stdout=subprocess.PIPE, check=True)
    import io
    got = list(answers(io.BytesIO(run.stdout)))
    assert len(got) == len(tested), (len(got), len(tested))
    bad = [(c, g, expected(c)) for c, g in zip(tested, got) if g != expected(c)]
    for case, ours, theirs in bad[:10]:
        print('differs:', case[:200], '\n ours  ', ours, '\n python', theirs)
    accepted = sum(g is not None for g in got)
    print(f'{len(tested)} texts, {accepted} accepted, {len(bad)} differ')
    print(f'{len(tested) - len(bad)} passed, {len(bad)} failed')
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
