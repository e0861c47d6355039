/* Knows how a rule is named by people and where its page is. */
#include "base/embedded.h"
#include "cli/opt.h"
#include "cli/output.h"
#include "cli/page.h"
#include "cli/terminal.h"
#include "policy/policy.h"

static int unknown_rule(slice word, struct hfg_err *err)
{
	slice best = policy_nearest_rule(word);
	if (!best.n)
		return err_set(err, HFG_EUSAGE,
			"unknown rule \"" SLICE_FMT "\". All of them: hfgate rules",
			SLICE_ARG(word));
	return err_set(err, HFG_EUSAGE,
		"unknown rule \"" SLICE_FMT "\" (did you mean \"" SLICE_FMT
		"\"?). All of them: hfgate rules",
		SLICE_ARG(word), SLICE_ARG(best));
}

static void write_page(struct buf *buf, const struct hfg_rule *rule)
{
	struct buf name = {0};
	page_name(&name, rule->id, rule->name);
	slice page = embedded_get(buf_slice(&name));
	buf_free(&name);
	if (page.n)
		page_render(buf, page, terminal_width(), terminal_colour(S("auto")));
	else
		buf_printf(buf, "%s %s\n\n  %s.\n", rule->id, rule->name, rule->summary);
}

static int explain(const struct arguments *arguments, struct hfg_err *err)
{
	if (!arguments->operands_n)
		return err_set(err, HFG_EUSAGE,
			"which rule? hfgate explain HFG101. All of them: hfgate rules");
	struct buf buf = {0};
	for (unsigned i = 0; i < arguments->operands_n; i++) {
		const struct hfg_rule *rule = policy_find_rule(arguments->operands[i]);
		if (!rule) {
			buf_free(&buf);
			return unknown_rule(arguments->operands[i], err);
		}
		buf_text(&buf, i ? "\n" : "");
		write_page(&buf, rule);
	}
	int status = output_standard(buf_slice(&buf), err);
	buf_free(&buf);
	return status;
}

const struct command command_explain = {
	.name = "explain",
	.summary = "what a rule finds, why it matters and how to mend it",
	.synopsis = "RULE...",
	.details = "A rule is named by its id or its name.",
	.example = "hfgate explain HFG101\n",
	.operand = OPT_RULES,
	.operands_max = 64,
	.run = explain,
};
