#include "build.h"

#ifndef PIPEC_COMMIT
#define PIPEC_COMMIT ""
#endif

const char *pipec_build_commit(void) { return PIPEC_COMMIT; }
