#include "plugins.h"

// The compiler puts the file into the program as it is; nothing is read or made when the program starts.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char text[] = {
#embed "plugins.txt"
};

const unsigned char *pipec_plugins_text(void) { return text; }
size_t pipec_plugins_size(void) { return sizeof text; }
