#include "schemas.h"

// The compiler puts the files into the program as they are; nothing is read or made when the program starts.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char drone[] = {
#embed "../../grammar/drone.schema.json"
};

static const unsigned char harness[] = {
#embed "../../grammar/harness.schema.json"
};

static const unsigned char pipecd[] = {
#embed "../../grammar/pipecd.schema.json"
};

static const unsigned char config[] = {
#embed "../../grammar/pipec.schema.json"
};

static const PipecSchema schemas[] = {
  {"drone", drone, sizeof drone},
  {"harness", harness, sizeof harness},
  {"pipecd", pipecd, sizeof pipecd},
  {"config", config, sizeof config},
  {NULL, NULL, 0},
};

const PipecSchema *pipec_schemas(void) { return schemas; }
