#ifndef PIPEC_CCURL_DIAL_H
#define PIPEC_CCURL_DIAL_H

#include <stdbool.h>
#include <sys/types.h>

// Starts the program in a session of its own (so that Ctrl-C on the terminal does not cut the connection through which
// the run is tidied) with one end of a socket pair as its standard input and output. Returns the other end, or -1.
int ccurl_dial(const char *const *command, pid_t *child);

// The same with `descriptor` as the program's standard input and output; the caller keeps it. False on failure.
bool ccurl_spawn(const char *const *command, int descriptor, pid_t *child);

#endif
