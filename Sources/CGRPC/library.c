#define _GNU_SOURCE
#include "library.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cgrpc.h"

struct core_functions core;

static char reason[256];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static bool find(void *library, void *target, const char *symbol) {
  void *address = dlsym(library, symbol);
  if (address == NULL) {
    snprintf(reason, sizeof reason, "libgrpc is too old or too new: it has no %s; apt-get install libgrpc29", symbol);
    return false;
  }
  // ISO C knows no conversion from an object pointer to a function pointer; POSIX promises the same representation.
  memcpy(target, &address, sizeof address);
  return true;
}

static void *open_library(void) {
  // 29 is what Debian and Ubuntu have had since 2023; what is used here has been the same in all versions since.
  for (int version = 29; version <= 80; version++) {
    char name[32];
    snprintf(name, sizeof name, "libgrpc.so.%d", version);
    void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (library != NULL) return library;
  }
  return dlopen("libgrpc.so", RTLD_NOW | RTLD_LOCAL);
}

static void load(void) {
  void *library = open_library();
  if (library == NULL) {
    snprintf(reason, sizeof reason, "libgrpc.so.29 is not installed; apt-get install libgrpc29");
    return;
  }
  const struct {
    void *target;
    const char *symbol;
  } wanted[] = {
    {&core.init, "grpc_init"},
    {&core.queue_create, "grpc_completion_queue_create_for_next"},
    {&core.queue_next, "grpc_completion_queue_next"},
    {&core.queue_shutdown, "grpc_completion_queue_shutdown"},
    {&core.queue_destroy, "grpc_completion_queue_destroy"},
    {&core.insecure_client, "grpc_insecure_credentials_create"},
    {&core.insecure_server, "grpc_insecure_server_credentials_create"},
    {&core.release_client, "grpc_channel_credentials_release"},
    {&core.release_server, "grpc_server_credentials_release"},
    {&core.channel_create, "grpc_channel_create"},
    {&core.channel_destroy, "grpc_channel_destroy"},
    {&core.create_call, "grpc_channel_create_call"},
    {&core.start_batch, "grpc_call_start_batch"},
    {&core.cancel, "grpc_call_cancel"},
    {&core.call_unref, "grpc_call_unref"},
    {&core.server_create, "grpc_server_create"},
    {&core.server_register_queue, "grpc_server_register_completion_queue"},
    {&core.server_add_port, "grpc_server_add_http2_port"},
    {&core.server_start, "grpc_server_start"},
    {&core.server_request_call, "grpc_server_request_call"},
    {&core.server_shutdown, "grpc_server_shutdown_and_notify"},
    {&core.server_cancel_all, "grpc_server_cancel_all_calls"},
    {&core.server_destroy, "grpc_server_destroy"},
    {&core.metadata_init, "grpc_metadata_array_init"},
    {&core.metadata_destroy, "grpc_metadata_array_destroy"},
    {&core.details_init, "grpc_call_details_init"},
    {&core.details_destroy, "grpc_call_details_destroy"},
    {&core.slice_copy, "grpc_slice_from_copied_buffer"},
    {&core.slice_unref, "grpc_slice_unref"},
    {&core.buffer_create, "grpc_raw_byte_buffer_create"},
    {&core.buffer_destroy, "grpc_byte_buffer_destroy"},
    {&core.reader_init, "grpc_byte_buffer_reader_init"},
    {&core.reader_read_all, "grpc_byte_buffer_reader_readall"},
    {&core.reader_destroy, "grpc_byte_buffer_reader_destroy"},
  };
  for (size_t index = 0; index < sizeof wanted / sizeof wanted[0]; index++) {
    if (!find(library, wanted[index].target, wanted[index].symbol)) return;
  }
  void *verbosity = dlsym(library, "gpr_set_log_verbosity");
  memcpy(&core.set_log_verbosity, &verbosity, sizeof verbosity);
  // Its remarks on connections are no output of ours, unless somebody asks for them.
  if (core.set_log_verbosity != NULL && getenv("GRPC_VERBOSITY") == NULL) core.set_log_verbosity(LOG_NOTHING);
  sigset_t before = block_signals();
  core.init();
  restore_signals(before);
}

const char *cgrpc_load(void) {
  pthread_once(&once, load);
  return reason[0] == '\0' ? NULL : reason;
}

cgrpc_queue *cgrpc_queue_open(void) {
  cgrpc_queue *queue = calloc(1, sizeof *queue);
  if (queue == NULL) return NULL;
  queue->core = core.queue_create(NULL);
  return queue;
}

bool cgrpc_queue_next(cgrpc_queue *queue) {
  core_time never = {.seconds = INT64_MAX, .clock = CLOCK_OF_CORE_MONOTONIC};
  core_event event = core.queue_next(queue->core, never, NULL);
  if (event.kind == EVENT_SHUTDOWN) return false;
  if (event.kind == EVENT_COMPLETE) {
    tag *completed = event.tag;
    completed->complete(completed, event.success != 0);
  }
  return true;
}

void cgrpc_queue_shutdown(cgrpc_queue *queue) { core.queue_shutdown(queue->core); }

void cgrpc_queue_close(cgrpc_queue *queue) {
  core.queue_destroy(queue->core);
  free(queue);
}

void *buffer_of(const void *bytes, size_t length) {
  core_slice slice = core.slice_copy(bytes == NULL ? "" : bytes, length);
  void *buffer = core.buffer_create(&slice, 1);
  core.slice_unref(slice);
  return buffer;
}

core_slice take_buffer(void *buffer) {
  core_slice all = {.counter = NULL};
  core_reader reader;
  if (buffer == NULL) return all;
  if (core.reader_init(&reader, buffer)) {
    all = core.reader_read_all(&reader);
    core.reader_destroy(&reader);
  }
  core.buffer_destroy(buffer);
  return all;
}

core_argument integer_argument(const char *key, int value) {
  return (core_argument){.kind = ARGUMENT_INTEGER, .key = (char *)key, .value.integer = value};
}

core_argument text_argument(const char *key, const char *value) {
  return (core_argument){.kind = ARGUMENT_STRING, .key = (char *)key, .value.string = (char *)value};
}
