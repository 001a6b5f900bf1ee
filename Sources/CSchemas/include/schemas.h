// The JSON Schemas of grammar/, as they are; they do not end in a NUL character.
#ifndef PIPEC_SCHEMAS_H
#define PIPEC_SCHEMAS_H

#include <stddef.h>

typedef struct {
  // As people name it; NULL ends the list.
  const char *name;
  const unsigned char *text;
  size_t size;
} PipecSchema;

// All schemas, in the order in which they are listed.
const PipecSchema *pipec_schemas(void);

#endif
