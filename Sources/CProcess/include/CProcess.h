#ifndef PIPEC_CPROCESS_H
#define PIPEC_CPROCESS_H

#include <sys/types.h>

// What Swift does not see of the GNU C library because it is an extension of POSIX.

/// Opens a pipe whose ends children do not inherit. Returns 0 or an error number.
int cprocess_pipe(int *reading, int *writing);

/// Starts a program, searched in PATH, in a process group of its own and in `folder`: standard input empty, both
/// outputs to `output`, all signals as by default and unblocked, no other descriptor open. Returns 0 or an error number.
int cprocess_spawn(pid_t *process, char *const arguments[], char *const environment[], const char *folder, int output);

/// Makes orphans among the children's children children of this program, so that their end can be awaited.
void cprocess_adopt_orphans(void);

/// Remembers a process group for `cprocess_kill_groups`, until it is forgotten, which must be before its leader is reaped.
void cprocess_remember_group(pid_t leader);
void cprocess_forget_group(pid_t leader);

/// Kills the groups that are remembered. Does only what a signal handler may do.
void cprocess_kill_groups(void);

/// A file in memory that holds these bytes and that children do not inherit: its descriptor, or -1.
int cprocess_memory_file(const void *bytes, size_t count);

#endif
