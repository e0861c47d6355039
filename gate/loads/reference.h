/*
 * How people write the name of something on the Hub: `org/name`, web
 * addresses, hf:// addresses, `hf-hub:org/name@rev`, `owner/repo:ref` on
 * GitHub. Grammar of hf:// as huggingface_hub's _hf_uris.py reads it, of ids as
 * its validate_repo_id does.
 */
#ifndef LOADS_REFERENCE_H
#define LOADS_REFERENCE_H

#include "base/arena.h"
#include "loads/catalogue.h"

enum reference_kind {
	REFERENCE_HUB,
	REFERENCE_LOCAL,     /* a path on this machine */
	REFERENCE_OTHER_HUB, /* GitHub, another catalogue, another host */
	REFERENCE_BUILDER,   /* a packaged data set builder: no repository */
	REFERENCE_NOTHING,   /* empty, or no name at all */
};

struct reference {
	enum reference_kind kind;
	slice type;     /* `dataset`, `space`, `kernel`; "" = not said (model) */
	slice repo;     /* `org/name` or `name` */
	slice revision; /* "" = not said */
	slice path;     /* file inside the repository, "" = not said */
	bool placeholder; /* `path/to/model`, `your-name/x`, `<model>`: written for people to replace */
};

/* `text` as an argument of a sink of that form. Percent-escapes are decoded into `arena`. */
struct reference reference_read(
	slice text, enum sink_form, const struct catalogue *, struct arena *);
/* What validate_repo_id accepts; `*` stands for an unknown part. */
bool reference_is_id(slice text);
/* True for http(s) addresses of the Hub (huggingface.co, hf.co). */
bool reference_is_hub_url(slice text);

/* Is the address of a file on the Hub (`.../resolve/...`) written in this source? May say yes for an
   address that is close to one. */
bool reference_in_text(slice text);

#endif
