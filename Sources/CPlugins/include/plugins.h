// The text of plugins.txt, which does not end in a NUL character.
#ifndef PIPEC_PLUGINS_H
#define PIPEC_PLUGINS_H

#include <stddef.h>

const unsigned char *pipec_plugins_text(void);
size_t pipec_plugins_size(void);

#endif
