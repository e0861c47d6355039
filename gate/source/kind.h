/*
 * What language a file is written in, by its name first, then by its first
 * bytes. This is the only place that knows file names and shebangs.
 */
#ifndef SOURCE_KIND_H
#define SOURCE_KIND_H

#include "hfgate/load.h"

enum kind_guess {
	KIND_KNOWN, /* *ret_language is set */
	KIND_LOOK,  /* no extension or an executable-looking name: ask kind_of_bytes */
	KIND_SKIP,  /* not a file the gate reads */
};

enum kind_guess kind_of_name(slice path, enum hfg_language *ret_language);
/* Shebang and first bytes (at most 256 are looked at). false: not a file the gate reads. */
bool kind_of_bytes(slice first, enum hfg_language *ret_language);
/* Languages that are analysed today. Of HFG_CONFIG only files that kind_declares_versions names. */
bool kind_analysed(enum hfg_language);
/* Requirement lists, lock files and project files: where a project says which library versions it
   wants. */
bool kind_declares_versions(slice path);

#endif
