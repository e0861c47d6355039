/* Knows that the first failure is the one worth telling. */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>

int err_set(struct hfg_err *err, int code, const char *format, ...)
{
	if (!err || err->code)
		return code;
	err->code = code;
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(err->message, sizeof err->message, format, arguments);
	va_end(arguments);
	return code;
}
