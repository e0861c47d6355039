/* Knows how a report reaches its reader whole, or not at all. */
#include "cli/output.h"
#include "base/buf.h"
#include "report/escape.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Owner and group of the folder decide further; reports are no secrets. */
enum { FILE_MODE = 0644, MAX_ATTEMPTS = 100 };

void output_secure_descriptors(void)
{
	for (int fd = 0; fd <= 2; fd++) {
		if (fcntl(fd, F_GETFD) >= 0)
			continue;
		/* Read-only on purpose: writing to what was closed fails instead of vanishing. */
		if (open("/dev/null", O_RDONLY) != fd)
			_exit(-HFG_EENVIRONMENT);
	}
}

static int write_all(int fd, slice bytes)
{
	while (bytes.n) {
		ssize_t n = write(fd, bytes.p, bytes.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		bytes = slice_after(bytes, (size_t)n);
	}
	return 0;
}

int output_standard(slice bytes, struct hfg_err *err)
{
	if (write_all(STDOUT_FILENO, bytes) == 0)
		return 0;
	if (errno == EPIPE)
		return err_set(err, HFG_EENVIRONMENT,
			"standard output was closed before the report was read; without it the "
			"verdict is worth nothing");
	if (errno == EBADF)
		return err_set(err, HFG_EENVIRONMENT,
			"standard output is closed: open it, or send the report to a file with "
			"--format FORMAT=FILE");
	return err_set(
		err, HFG_EENVIRONMENT, "cannot write to standard output: %s", strerror(errno));
}

static int failed(slice path, const char *what, struct hfg_err *err)
{
	return err_set(err, HFG_EENVIRONMENT, "cannot %s the report " SLICE_FMT ": %s", what,
		SLICE_ARG(path), strerror(errno));
}

static int write_in_place(slice path, const char *name, slice bytes, struct hfg_err *err)
{
	int fd = open(name, O_WRONLY | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return failed(path, "open", err);
	int status = write_all(fd, bytes) ? failed(path, "write", err) : 0;
	if (close(fd) && !status)
		status = failed(path, "write", err);
	return status;
}

/* A new file beside `name`; its name is left in `temporary`. */
static int open_temporary(const char *name, struct buf *temporary)
{
	for (unsigned i = 0; i < MAX_ATTEMPTS; i++) {
		temporary->n = 0;
		buf_printf(temporary, "%s.%ld-%u.tmp", name, (long)getpid(), i);
		int fd = open(temporary->p, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
			FILE_MODE);
		if (fd >= 0 || errno != EEXIST)
			return fd;
	}
	return -1;
}

static int replace(slice path, const char *name, slice bytes, struct hfg_err *err)
{
	struct buf temporary = {0};
	int fd = open_temporary(name, &temporary);
	int status = fd < 0 ? failed(path, "create", err) : 0;
	if (!status && (write_all(fd, bytes) || fsync(fd)))
		status = failed(path, "write", err);
	if (fd >= 0 && close(fd) && !status)
		status = failed(path, "write", err);
	if (!status && rename(temporary.p, name))
		status = failed(path, "put in place", err);
	if (status && fd >= 0)
		unlink(temporary.p);
	buf_free(&temporary);
	return status;
}

int output_file(slice path, slice bytes, struct hfg_err *err)
{
	struct buf name = {0};
	buf_add(&name, path);
	struct stat stat;
	bool exists = lstat(name.p, &stat) == 0;
	int status;
	if (exists && S_ISLNK(stat.st_mode))
		status = err_set(err, HFG_EENVIRONMENT,
			"the report " SLICE_FMT " is a symbolic link: whoever made it would choose "
			"what is overwritten. Delete it or name its target",
			SLICE_ARG(path));
	else if (exists && S_ISDIR(stat.st_mode))
		status = err_set(err, HFG_EENVIRONMENT,
			"the report " SLICE_FMT " is a folder: name a file in it", SLICE_ARG(path));
	else if (exists && !S_ISREG(stat.st_mode))
		status = write_in_place(path, name.p, bytes, err);
	else
		status = replace(path, name.p, bytes, err);
	buf_free(&name);
	return status;
}

void output_error(slice message)
{
	struct buf buf = {0};
	buf_text(&buf, "hfgate: ");
	for (;;) {
		size_t end = slice_find(message, '\n');
		escape_terminal(&buf, slice_cut(message, 0, end));
		buf_byte(&buf, '\n');
		if (end >= message.n)
			break;
		message = slice_after(message, end + 1);
		if (message.n)
			buf_text(&buf, "        ");
		else
			break;
	}
	write_all(STDERR_FILENO, buf_slice(&buf));
	buf_free(&buf);
}
