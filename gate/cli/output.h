/* Bytes to the outside world. Every failure is HFG_EENVIRONMENT: a report that did not arrive must
   never look like a pass. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "base/err.h"

/* Opens /dev/null for each of the descriptors 0-2 that is closed, so that no file opened later takes
   its place. A closed standard output is remembered: output_standard then fails. */
void output_secure_descriptors(void);

int output_standard(slice bytes, struct hfg_err *);

/* Replaces `path` at once: a temporary file beside it is written, flushed to the disk and renamed.
   Links are refused; devices and pipes are written in place. */
int output_file(slice path, slice bytes, struct hfg_err *);

/* `hfgate: message` on standard error, neutralised for terminals. */
void output_error(slice message);

#endif
