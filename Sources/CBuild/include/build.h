#ifndef PIPEC_BUILD_H
#define PIPEC_BUILD_H

/// The commit that the program was built from, with `+` after it when the working tree had changes; empty if unknown.
const char *pipec_build_commit(void);

#endif
