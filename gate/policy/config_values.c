/* Knows how the text of one value becomes the value, and what is wrong when it does not. */
#include "policy/config_keys.h"
#include "base/die.h"
#include "base/utf8.h"

static void store(const struct config_key *key, void *record, const void *value, size_t size)
{
	memcpy((char *)record + key->field, value, size);
}

static bool set_word(const struct config_key *key, void *record, slice text, const char **ret_wrong)
{
	for (const struct key_word *word = key->words; word->word; word++) {
		if (!slice_is(text, word->word))
			continue;
		store(key, record, &word->value, sizeof word->value);
		return true;
	}
	*ret_wrong = "is not one of its words";
	return false;
}

/* Plain decimal digits without a sign or leading zeros, at most `most`. */
static bool read_number(slice text, uint32_t most, uint32_t *ret_number)
{
	uint64_t number = 0;
	if (text.n == 0 || text.n > 10 || (text.p[0] == '0' && text.n > 1))
		return false;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] < '0' || text.p[i] > '9')
			return false;
		number = number * 10 + (uint64_t)(text.p[i] - '0');
	}
	if (number > most)
		return false;
	*ret_number = (uint32_t)number;
	return true;
}

static bool set_number(
	const struct config_key *key, void *record, slice text, const char **ret_wrong)
{
	uint32_t number;
	if (!read_number(text, key->most, &number) || number < key->least) {
		*ret_wrong = "is not a whole number in its range";
		return false;
	}
	store(key, record, &number, sizeof number);
	return true;
}

static bool set_switch(
	const struct config_key *key, void *record, slice text, const char **ret_wrong)
{
	bool on = slice_is(text, "true");
	if (!on && !slice_is(text, "false")) {
		*ret_wrong = "is neither `true` nor `false`";
		return false;
	}
	store(key, record, &on, sizeof on);
	return true;
}

/* Characters that show as nothing or reorder what stands beside them. */
static bool is_deceptive(uint32_t code)
{
	return (code >= 0x80 && code < 0xa0) || code == 0xad ||
		(code >= 0x200b && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e) ||
		(code >= 0x2060 && code <= 0x206f) || code == 0xfeff ||
		(code >= 0xe0000 && code <= 0xe0fff);
}

static bool deceives(slice text)
{
	uint32_t code = 0;
	for (size_t at = 0; at < text.n;) {
		unsigned length = utf8_decode(text, at, &code);
		if (!length || is_deceptive(code))
			return true;
		at += length;
	}
	return false;
}

static const char *wrong_with_text(slice text)
{
	if (slice_trim(text).n == 0)
		return "is empty";
	if (text.n > MOST_TEXT)
		return "is longer than 1000 bytes";
	for (size_t i = 0; i < text.n; i++)
		if ((unsigned char)text.p[i] < 0x20 || text.p[i] == 0x7f)
			return "holds a control character";
	if (deceives(text))
		return "holds a character that cannot be seen";
	return NULL;
}

static bool set_text(const struct config_key *key, void *record, slice text, const char **ret_wrong)
{
	const char *wrong = wrong_with_text(text);
	if (!wrong && key->check)
		wrong = key->check(text);
	if (wrong) {
		*ret_wrong = wrong;
		return false;
	}
	store(key, record, &text, sizeof text);
	return true;
}

static bool set_date(const struct config_key *key, void *record, slice text, const char **ret_wrong)
{
	int64_t days;
	if (!policy_date(text, &days)) {
		*ret_wrong = "is not a date; write YYYY-MM-DD";
		return false;
	}
	store(key, record, &text, sizeof text);
	return true;
}

bool key_set(const struct config_key *key, void *record, slice text, const char **ret_wrong)
{
	switch (key->type) {
	case KEY_WORD:
		return set_word(key, record, text, ret_wrong);
	case KEY_NUMBER:
		return set_number(key, record, text, ret_wrong);
	case KEY_SWITCH:
		return set_switch(key, record, text, ret_wrong);
	case KEY_TEXT:
		return set_text(key, record, text, ret_wrong);
	case KEY_DATE:
		return set_date(key, record, text, ret_wrong);
	default:
		*ret_wrong = "is not a single value";
		return false;
	}
}

const char *key_check_entry(const struct config_key *key, slice text)
{
	const char *wrong = wrong_with_text(text);
	return wrong || !key->check ? wrong : key->check(text);
}

static bool is_one_of(slice text, const char *const *words)
{
	for (; *words; words++)
		if (slice_is(text, *words))
			return true;
	return false;
}

static size_t digits(slice text, size_t at, const char *allowed)
{
	size_t from = at;
	while (at < text.n && text.p[at] && strchr(allowed, text.p[at]))
		at++;
	return at - from;
}

/* [-+]? ( digits [ . digits? ] | . digits ) ( [eE] [-+]? digits )? */
static bool is_decimal(slice text)
{
	size_t at = text.n && (text.p[0] == '-' || text.p[0] == '+');
	size_t whole = digits(text, at, "0123456789"), part = 0;
	at += whole;
	if (at < text.n && text.p[at] == '.') {
		part = digits(text, at + 1, "0123456789");
		at += 1 + part;
	}
	if (whole + part == 0)
		return false;
	if (at == text.n || (text.p[at] != 'e' && text.p[at] != 'E'))
		return at == text.n;
	at++;
	at += at < text.n && (text.p[at] == '-' || text.p[at] == '+');
	size_t power = digits(text, at, "0123456789");
	return power > 0 && at + power == text.n;
}

static bool is_number(slice text)
{
	if (slice_starts(text, S("0x")) && text.n > 2)
		return digits(text, 2, "0123456789abcdefABCDEF") == text.n - 2;
	if (slice_starts(text, S("0o")) && text.n > 2)
		return digits(text, 2, "01234567") == text.n - 2;
	return is_decimal(text);
}

bool key_is_plain_text(slice scalar)
{
	static const char *const others[] = {"", "~", "null", "Null", "NULL", "true", "True",
		"TRUE", "false", "False", "FALSE", ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF",
		"+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF", NULL};
	return !is_one_of(scalar, others) && !is_number(scalar);
}

static void set_default(const struct config_key *key, struct policy *policy)
{
	const char *wrong;
	if (key->type == KEY_NUMBER)
		store(key, policy, &key->number, sizeof key->number);
	else if (key->fallback && !key_set(key, policy, slice_of(key->fallback), &wrong))
		BUG("a default of the policy is not valid");
}

void policy_init(struct policy *policy)
{
	*policy = (struct policy){.known_rules = hfg_rules, .known_rules_n = hfg_rules_n};
	for (unsigned i = 0; i < config_keys_n; i++)
		if (config_keys[i].group < GROUP_RULE)
			set_default(&config_keys[i], policy);
}

static bool set_from_command_line(struct policy *policy, const char *name, slice word)
{
	const char *wrong;
	for (unsigned i = 0; i < config_keys_n; i++) {
		const struct config_key *key = &config_keys[i];
		if (key->group != GROUP_FILE || !slice_is(slice_of(name), key->name))
			continue;
		if (!key_set(key, policy, word, &wrong))
			return false;
		policy->key_lines[i] = POLICY_COMMAND_LINE;
		return true;
	}
	return false;
}

bool policy_set_preset(struct policy *policy, slice word)
{
	return set_from_command_line(policy, "preset", word);
}

bool policy_set_fail_on(struct policy *policy, slice word)
{
	return set_from_command_line(policy, "fail-on", word);
}
