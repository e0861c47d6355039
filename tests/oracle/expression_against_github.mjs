// Holds the expression reader against GitHub's own evaluator, @actions/expressions: the same texts are
// refused, and what does not depend on a context comes to the same type and text.
// usage: node expression_against_github.mjs DUMP PACKAGES COUNT [RECORD] < expressions of real files, one a line
// RECORD: a file for what GitHub answers, which bounded_expression.sh holds against the reader without it.
import {spawnSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {pathToFileURL} from 'node:url';
import path from 'node:path';

const [dump, packages, count, record] = process.argv.slice(2);
const home = path.join(packages, 'node_modules/@actions/expressions/dist');
const load = (name) => import(pathToFileURL(path.join(home, name)));
const {Lexer} = await load('lexer.js');
const {Parser} = await load('parser.js');
const {Evaluator} = await load('evaluator.js');
const {Dictionary, Kind} = await load('data/index.js');

const CONTEXTS = ['github', 'env', 'vars', 'job', 'jobs', 'steps', 'runner', 'secrets', 'strategy',
	'matrix', 'needs', 'inputs'];
const FUNCTIONS = [['hashFiles', 1, 255], ['always', 0, 0], ['cancelled', 0, 0],
	['failure', 0, 255], ['success', 0, 255]].map(([name, minArgs, maxArgs]) => ({name, minArgs, maxArgs}));
const NAMES = {[Kind.Null]: 'null', [Kind.Boolean]: 'boolean', [Kind.Number]: 'number', [Kind.String]: 'string'};

let seed = 20261124;
const random = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
const pick = (list) => list[random(list.length)];
const ATOMS = ["'a'", "'A'", "''", "'it''s'", "'1'", "' 12 '", "'0x1f'", '0', '1', '-2.5', '.5', '1e3', '0x1F',
	'true', 'false', 'null', 'NaN', 'Infinity', "'true'", "'NaN'", '+3', "'b c'", "'{0}'", '1.0', '123456789012',
	"'null'", "'[1]'", '(1)', '0b11', '0o17', '1_0', "'x", 'foo', 'github', 'github.ref', 'env.A', '5.', '-', "'1e2'"];
const CALLS = ['contains', 'startsWith', 'ENDSWITH', 'format', 'join', 'toJSON', 'fromJSON', 'case', 'nothing'];
function make(depth) {
	if (depth === 0 || random(4) === 0) return pick(ATOMS);
	switch (random(7)) {
	case 0: return '!' + make(depth - 1);
	case 1: return `(${make(depth - 1)})`;
	case 2: return pick(CALLS) + '(' + Array.from({length: 1 + random(3)}, () => make(depth - 1)).join(pick([', ', ','])) + ')';
	case 3: return make(depth - 1) + pick(['.a', '[0]', ".*", "['k']", '']);
	default: return make(depth - 1) + pick([' && ', '||', ' == ', '!=', '<', ' <= ', '>', '>= ', ' ']) + make(depth - 1);
	}
}

function theirs(text) {
	let tree;
	try {
		tree = new Parser(new Lexer(text).lex().tokens, CONTEXTS, FUNCTIONS).parse();
	} catch {
		return 'error';
	}
	if (!tree) return 'unknown ';
	try {
		const value = new Evaluator(tree, new Dictionary()).evaluate();
		return value.kind in NAMES ? `${NAMES[value.kind]} ${value.coerceString()}` : 'unknown ';
	} catch {
		return 'unknown ';
	}
}

const real = readFileSync(0, 'utf8').split('\n').filter((line) => line);
const texts = [...real, ...Array.from({length: Number(count)}, () => make(3))];
const answers = spawnSync(dump, {input: texts.join('\n') + '\n', maxBuffer: 1 << 28}).stdout.toString().split('\n');
if (record) writeFileSync(record, texts.map((text) => `${text}\t${theirs(text)}\n`).join(''));
let known = 0, refused = 0, open = 0, different = 0;
texts.forEach((text, i) => {
	const answer = answers[i].startsWith('error') ? 'error' : answers[i];
	const want = theirs(text);
	known += answer !== 'error' && answer !== 'unknown ';
	refused += answer === 'error';
	open += answer === 'unknown ' && want !== answer && want !== 'error';
	if (answer === want || (answer === 'unknown ' && want !== 'error')) return;
	if (different++ < 20) console.log(`${text}\n  here ${answers[i]}\n  GitHub ${want}`);
});
console.log(`${texts.length} expressions (${real.length} real): ${known} folded, ${refused} refused, ` +
	`${open} left open that GitHub folds, ${different} different`);
process.exit(different || !texts.length ? 1 : 0);
