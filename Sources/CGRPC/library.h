#ifndef PIPEC_CGRPC_LIBRARY_H
#define PIPEC_CGRPC_LIBRARY_H

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>

#include "libgrpc.h"

// The functions of the library, found by name.
struct core_functions {
  void (*init)(void);
  void *(*queue_create)(void *reserved);
  core_event (*queue_next)(void *queue, core_time deadline, void *reserved);
  void (*queue_shutdown)(void *queue);
  void (*queue_destroy)(void *queue);
  void *(*insecure_client)(void);
  void *(*insecure_server)(void);
  void (*release_client)(void *credentials);
  void (*release_server)(void *credentials);
  void *(*channel_create)(const char *target, void *credentials, const core_arguments *arguments);
  void (*channel_destroy)(void *channel);
  void *(*create_call)(
    void *channel, void *parent, uint32_t propagation, void *queue, core_slice method, const core_slice *host,
    core_time deadline, void *reserved);
  int (*start_batch)(void *call, const core_operation *operations, size_t count, void *tag, void *reserved);
  int (*cancel)(void *call, void *reserved);
  void (*call_unref)(void *call);
  void *(*server_create)(const core_arguments *arguments, void *reserved);
  void (*server_register_queue)(void *server, void *queue, void *reserved);
  int (*server_add_port)(void *server, const char *address, void *credentials);
  void (*server_start)(void *server);
  int (*server_request_call)(
    void *server, void **call, core_call_details *details, core_metadata *metadata, void *queue_of_call, void *queue,
    void *tag);
  void (*server_shutdown)(void *server, void *queue, void *tag);
  void (*server_cancel_all)(void *server);
  void (*server_destroy)(void *server);
  void (*metadata_init)(core_metadata *metadata);
  void (*metadata_destroy)(core_metadata *metadata);
  void (*details_init)(core_call_details *details);
  void (*details_destroy)(core_call_details *details);
  core_slice (*slice_copy)(const char *bytes, size_t length);
  void (*slice_unref)(core_slice slice);
  void *(*buffer_create)(core_slice *slices, size_t count);
  void (*buffer_destroy)(void *buffer);
  int (*reader_init)(core_reader *reader, void *buffer);
  core_slice (*reader_read_all)(core_reader *reader);
  void (*reader_destroy)(core_reader *reader);
  // Not in every version.
  void (*set_log_verbosity)(int severity);
};

extern struct core_functions core;

// What events carry: whatever was started begins with one.
typedef struct tag {
  void (*complete)(struct tag *tag, bool success);
} tag;

struct cgrpc_queue {
  void *core;
};

// A buffer that holds a copy of `bytes`.
void *buffer_of(const void *bytes, size_t length);

// All bytes of a buffer, which is destroyed; none when it is null.
core_slice take_buffer(void *buffer);

static inline const char *slice_bytes(const core_slice *slice) {
  return (const char *)(slice->counter != NULL ? slice->data.counted.bytes : slice->data.inlined.bytes);
}

static inline size_t slice_length(const core_slice *slice) {
  return slice->counter != NULL ? slice->data.counted.length : slice->data.inlined.length;
}

core_argument integer_argument(const char *key, int value);
core_argument text_argument(const char *key, const char *value);

// Blocks all signals: threads that the library starts meanwhile take none, so that they reach those who wait for them.
static inline sigset_t block_signals(void) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  return before;
}

static inline void restore_signals(sigset_t before) { pthread_sigmask(SIG_SETMASK, &before, NULL); }

#endif
