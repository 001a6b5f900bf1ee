// What gRPC's own headers would say, so that building needs none of them. Where they are installed, `abi.c` holds these
// declarations against them.
#ifndef PIPEC_CGRPC_LIBGRPC_H
#define PIPEC_CGRPC_LIBGRPC_H

#include <stddef.h>
#include <stdint.h>

// A piece of memory: either counted and elsewhere, or up to 23 bytes that lie inside.
typedef struct {
  void *counter;
  union {
    struct {
      size_t length;
      uint8_t *bytes;
    } counted;
    struct {
      uint8_t length;
      uint8_t bytes[2 * sizeof(size_t) + sizeof(void *) - 1];
    } inlined;
  } data;
} core_slice;

typedef struct {
  int64_t seconds;
  int32_t nanoseconds;
  int clock;
} core_time;

typedef struct {
  int kind;
  char *key;
  union {
    char *string;
    int integer;
    struct {
      void *address;
      const void *functions;
    } pointer;
  } value;
} core_argument;

typedef struct {
  size_t count;
  core_argument *arguments;
} core_arguments;

typedef struct {
  int kind;
  int success;
  void *tag;
} core_event;

typedef struct {
  size_t count;
  size_t capacity;
  void *entries;
} core_metadata;

typedef struct {
  core_slice method;
  core_slice host;
  core_time deadline;
} core_call_details;

typedef struct {
  void *input;
  void *output;
  unsigned index;
} core_reader;

typedef struct {
  int kind;
  uint32_t flags;
  void *reserved;
  union {
    void *space[8];
    struct {
      size_t count;
      void *entries;
    } send_metadata;
    void *send_message;
    struct {
      size_t count;
      void *entries;
      int status;
      core_slice *message;
    } send_status;
    core_metadata *receive_metadata;
    void **receive_message;
    struct {
      core_metadata *metadata;
      int *status;
      core_slice *message;
      const char **debug_text;
    } receive_status;
    int *receive_close;
  } data;
} core_operation;

enum {
  ARGUMENT_STRING = 0,
  ARGUMENT_INTEGER = 1,
  CLOCK_OF_CORE_MONOTONIC = 0,
  EVENT_SHUTDOWN = 0,
  EVENT_COMPLETE = 2,
  SEND_METADATA = 0,
  SEND_MESSAGE = 1,
  SEND_CLOSE = 2,
  SEND_STATUS = 3,
  RECEIVE_METADATA = 4,
  RECEIVE_MESSAGE = 5,
  RECEIVE_STATUS = 6,
  RECEIVE_CLOSE = 7,
  // Wait for readiness, and somebody has chosen so.
  WAIT_FOR_READINESS = 0x20 | 0x80,
  DO_NOT_WAIT = 0x80,
  PROPAGATE_DEFAULTS = 0xFFFF,
  STATUS_OK = 0,
  STATUS_INTERNAL = 13,
  STATUS_UNAVAILABLE = 14,
  LOG_NOTHING = 3,
};

#endif
