"""Holds the reader of policy files against their JSON Schema, judged by python3-jsonschema.

usage: policy_schema.py PROBE [ROUNDS] [SEED]    (PROBE: the program built from policy_probe.c)

The schema must be valid for draft 2020-12; example policies must pass both and broken ones
neither; then random changes to the examples must be judged alike. The YAML in between is loaded
by the core schema of YAML 1.2, where `off` is a text.
"""
import copy
import json
import os
import random
import re
import subprocess
import sys
import tempfile

import jsonschema
import yaml

COMMIT = '0123456789abcdef0123456789abcdef01234567'

GOOD = [
    {'version': 1},
    {'version': 1, 'preset': 'baseline', 'fail-on': 'warning'},
    {'version': 1, 'allow': {'namespaces': ['acme', 'meta-llama', 'team-*']}},
    {'version': 1, 'allow': {'models': [{'name': 'org/name', 'reviewed': '2026-01-31', 'by': 'sec',
                                         'until': '2027-01-31', 'reason': 'contract'}, 'gpt2']}},
    {'version': 1, 'deny': {'models': ['evil/*']}, 'trusted-code': ['microsoft/phi']},
    {'version': 1, 'paths': {'exclude': ['third_party/', '**/*.gen.py'], 'tests': ['qa'],
                             'docs': ['handbook/**']}},
    {'version': 1, 'suppress': {'max-days': 90, 'min-reason': 20},
     'limits': {'findings': 100, 'source-bytes': 4096}},
    {'version': 1, 'lock': {'path': 'ci/hfgate.lock', 'require': True}},
    {'version': 1, 'allow': {'endpoints': ['https://hub.example']},
     'policy-repo': 'https://git.example/policy.git@' + COMMIT},
    {'version': 1, 'preset': 'strict', 'sinks': [{'id': 'acme.load', 'callee': 'acme.load'}]},
    {'version': 1, 'allow': {'namespaces': ['01-ai', {'name': '5cp'}]}, 'lock': {'require': False}},
]

BAD = [
    {}, {'version': 2}, {'version': '1'}, {'version': 1, 'presets': 'strict'},
    {'version': 1, 'preset': 'Strict'}, {'version': 1, 'fail-on': 'off'},
    {'version': 1, 'allow': {'namespaces': ['a/b']}}, {'version': 1, 'allow': {'namespaces': []}},
    {'version': 1, 'allow': {'models': ['/x']}}, {'version': 1, 'deny': {'models': ['a/b/c']}},
    {'version': 1, 'allow': {'models': [{'until': '2026-01-01'}]}},
    {'version': 1, 'allow': {'models': [{'name': 'a/b', 'until': '2026-02-30'}]}},
    {'version': 1, 'allow': {'models': [{'name': 'a/b', 'who': 'x'}]}},
    {'version': 1, 'allow': {'endpoints': ['http://x']}}, {'version': 1, 'allow': None},
    {'version': 1, 'paths': {'exclude': ['../x']}}, {'version': 1, 'paths': {'exclude': 'x'}},
    {'version': 1, 'lock': {'path': '/etc/x'}}, {'version': 1, 'lock': {'require': 'true'}},
    {'version': 1, 'suppress': {'max-days': 0}}, {'version': 1, 'suppress': {'max-days': 3651}},
    {'version': 1, 'suppress': {'max-days': '90'}}, {'version': 1, 'limits': {'findings': 10001}},
    {'version': 1, 'policy-repo': 'https://x@main'}, {'version': 1, 'sinks': 'x'},
    {'version': 1, 'rules': {'HFG999': {'level': 'off'}}}, {'version': 1, 'trusted-code': [7]},
    {'version': 1, 'trusted-code': ['a/b', 'a/b']},
]


class Core(yaml.SafeLoader):
    yaml_implicit_resolvers = {}


for tag, expression, first in [
        ('null', r'^(~|null|Null|NULL|)$', ['~', 'n', 'N', '']),
        ('bool', r'^(true|True|TRUE|false|False|FALSE)$', list('tTfF')),
        ('int', r'^[-+]?[0-9]+$', list('-+0123456789')),
        ('float', r'^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$', list('-+.0123456789'))]:
    Core.add_implicit_resolver('tag:yaml.org,2002:' + tag, re.compile(expression), first)


class Dumper(yaml.SafeDumper):
    """Quotes every text, so that only true numbers and truth values stand bare."""


Dumper.add_representer(str, lambda dumper, text: dumper.represent_scalar(
    'tag:yaml.org,2002:str', text, style='"' if random.random() < 0.5 or not plain(text) else None))
Dumper.ignore_aliases = lambda self, data: True


def plain(text):
    try:
        return yaml.load('- ' + text, Core) == [text]
    except yaml.YAMLError:
        return False


def with_rules(rules):
    if not rules:
        return []
    return [{'version': 1, 'rules': {rules[0]: {'level': 'off', 'reason': 'x'},
                                     rules[-1]: {'level': 'error', 'contexts': ['ci', 'image'],
                                                 'until': '2027-03-31'}}}]


ODD = ['x', '', ' ', '..', '/a', 'a/b', 'a/b/c', 'off', 'true', 'strict', 'error', '2026-02-29',
       '2024-02-29', 'a' * 1000, 'a' * 1001, 'https://x', 'x@' + COMMIT, 'null', '12', True, False,
       None, 0, 1, 7, 90, 1024, 10000, 3650, 10 ** 12, -1, [], {}, ['x'], ['x', 'x'], {'name': 'x'}]
WORDS = ['version', 'preset', 'fail-on', 'rules', 'allow', 'deny', 'trusted-code', 'paths', 'name',
         'models', 'namespaces', 'until', 'level', 'contexts', 'exclude', 'lock', 'path', 'require',
         'limits', 'findings', 'suppress', 'max-days', 'reason', 'by', 'reviewed', 'docs', 'nmae']


def places(value, found):
    if isinstance(value, dict):
        found.append(value)
    if isinstance(value, (dict, list)):
        if isinstance(value, list):
            found.append(value)
        for child in value.values() if isinstance(value, dict) else value:
            places(child, found)
    return found


def change(policy, rng):
    at = rng.choice(places(policy, []))
    odd = copy.deepcopy(rng.choice(ODD))
    if isinstance(at, list):
        if at and rng.random() < 0.5:
            at[rng.randrange(len(at))] = odd
        else:
            at.append(odd)
        return
    what = rng.random()
    if at and what < 0.3:
        del at[rng.choice(list(at))]
    elif at and what < 0.8:
        at[rng.choice(list(at))] = odd
    else:
        at[rng.choice(WORDS)] = odd


def known_difference(policy, rules):
    """What only the reader can know: two spellings of one entry, one rule under two names."""
    ids = [rules.index(name) // 2 for name in policy.get('rules') or {} if name in rules] \
        if isinstance(policy.get('rules'), dict) else []
    if len(ids) != len(set(ids)):
        return True
    for where in places(policy, []):
        if isinstance(where, list):
            names = [str(x.get('name')) if isinstance(x, dict) else str(x) for x in where]
            if len(names) != len(set(names)):
                return True
    return False


def probe(program, texts):
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for i, text in enumerate(texts):
            paths.append(os.path.join(folder, '%d.yml' % i))
            with open(paths[-1], 'w', encoding='utf-8') as file:
                file.write(text)
        run = subprocess.run([program, 'check'], input='\n'.join(paths) + '\n', text=True,
                             capture_output=True, check=True)
    lines, answers = iter(run.stdout.splitlines()), []
    for count in lines:
        answers.append([next(lines) for _ in range(int(count))])
    return answers


def main():
    program = sys.argv[1]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3000
    random.seed(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    schema = json.loads(subprocess.run([program, 'schema'], capture_output=True, check=True).stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    judge = jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)
    rules = schema['properties']['rules'].get('propertyNames', {}).get('enum', [])
    good = GOOD + with_rules(rules)
    cases = [(policy, True) for policy in good] + [(policy, False) for policy in BAD]
    for _ in range(rounds):
        policy = copy.deepcopy(random.choice(good))
        for _ in range(random.choice([1, 1, 2, 3])):
            change(policy, random)
        if not known_difference(policy, rules):
            cases.append((policy, None))
    texts = [yaml.dump(policy, Dumper=Dumper, sort_keys=False) for policy, _ in cases]
    passed = failed = accepted = 0
    for (policy, wanted), text, mistakes in zip(cases, texts, probe(program, texts)):
        loaded = yaml.load(text, Core)
        by_schema, by_reader = judge.is_valid(loaded), not mistakes
        accepted += by_reader
        if loaded == policy and by_schema == by_reader and wanted in (None, by_reader):
            passed += 1
            continue
        failed += 1
        if failed <= 10:
            print('--- schema says %s, reader says %s, wanted %s' % (by_schema, by_reader, wanted))
            print(text + '\n'.join(mistakes))
            print('; '.join(error.message for error in judge.iter_errors(loaded)))
    print('%d of %d policies are accepted' % (accepted, len(cases)))
    print('%d passed, %d failed' % (passed, failed))
    return failed > 0


if __name__ == '__main__':
    sys.exit(main())
