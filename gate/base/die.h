/*
 * The two ways to end a run at once. `die_no_memory` prints one line and exits
 * with status 4. BUG is for broken promises between our own files: it prints
 * where and aborts, in release builds too.
 */
#ifndef BASE_DIE_H
#define BASE_DIE_H

void die_no_memory(void) __attribute__((noreturn, cold));
void die_bug(const char *file, int line, const char *what) __attribute__((noreturn, cold));

#define BUG(what) die_bug(__FILE__, __LINE__, (what))

#endif
