#define _GNU_SOURCE
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cgrpc.h"
#include "library.h"

struct cgrpc_channel {
  void *core;
};

struct cgrpc_call {
  tag tag;
  void *core;
  // One of the caller and one of the queue.
  atomic_int holds;
  core_metadata initial;
  core_metadata trailing;
  void *request;
  void *answer;
  int status;
  core_slice message;
  cgrpc_on_answer on_answer;
  void *context;
};

cgrpc_channel *cgrpc_channel_open(int port, int largest_message) {
  cgrpc_channel *channel = calloc(1, sizeof *channel);
  if (channel == NULL) return NULL;
  char target[48], authority[48];
  snprintf(target, sizeof target, "ipv4:127.0.0.1:%d", port);
  snprintf(authority, sizeof authority, "localhost:%d", port);
  core_argument arguments[] = {
    integer_argument("grpc.max_receive_message_length", largest_message),
    // A proxy of the environment has no business between two processes of one machine.
    integer_argument("grpc.enable_http_proxy", 0),
    // What an earlier process on the same port did must not keep this one waiting.
    integer_argument("grpc.use_local_subchannel_pool", 1),
    // A process that is about to listen is asked often, in milliseconds.
    integer_argument("grpc.initial_reconnect_backoff_ms", 20),
    integer_argument("grpc.min_reconnect_backoff_ms", 20000),
    integer_argument("grpc.max_reconnect_backoff_ms", 100),
    // A stage that is started twice is worse than one that fails.
    integer_argument("grpc.enable_retries", 0),
    text_argument("grpc.default_authority", authority),
  };
  core_arguments all = {.count = sizeof arguments / sizeof arguments[0], .arguments = arguments};
  sigset_t before = block_signals();
  void *credentials = core.insecure_client();
  channel->core = core.channel_create(target, credentials, &all);
  core.release_client(credentials);
  restore_signals(before);
  return channel;
}

void cgrpc_channel_close(cgrpc_channel *channel) {
  core.channel_destroy(channel->core);
  free(channel);
}

static core_time deadline_after(int64_t milliseconds) {
  if (milliseconds < 0) return (core_time){.seconds = INT64_MAX, .clock = CLOCK_OF_CORE_MONOTONIC};
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  int64_t nanoseconds = now.tv_nsec + milliseconds % 1000 * 1000000;
  return (core_time){
    .seconds = now.tv_sec + milliseconds / 1000 + nanoseconds / 1000000000,
    .nanoseconds = (int32_t)(nanoseconds % 1000000000),
    .clock = CLOCK_OF_CORE_MONOTONIC,
  };
}

void cgrpc_call_release(cgrpc_call *call) {
  if (atomic_fetch_sub(&call->holds, 1) > 1) return;
  core.call_unref(call->core);
  free(call);
}

static void call_ended(tag *tag, bool success) {
  // A batch that receives a status always succeeds; the status tells.
  (void)success;
  cgrpc_call *call = (cgrpc_call *)tag;
  bool has_answer = call->answer != NULL;
  core_slice answer = take_buffer(call->answer);
  int status = call->status;
  const char *message = slice_bytes(&call->message);
  size_t message_length = slice_length(&call->message);
  if (status == STATUS_OK && !has_answer) {
    status = STATUS_INTERNAL;
    message = "the call succeeded without an answer";
    message_length = strlen(message);
  }
  call->on_answer(call->context, status, message, message_length, slice_bytes(&answer), slice_length(&answer));
  core.slice_unref(answer);
  core.slice_unref(call->message);
  core.metadata_destroy(&call->initial);
  core.metadata_destroy(&call->trailing);
  if (call->request != NULL) core.buffer_destroy(call->request);
  cgrpc_call_release(call);
}

cgrpc_call *cgrpc_call_start(
  cgrpc_channel *channel, cgrpc_queue *queue, const char *path, const void *bytes, size_t length, int64_t timeout,
  bool waits_for_readiness, cgrpc_on_answer on_answer, void *context) {
  cgrpc_call *call = calloc(1, sizeof *call);
  if (call == NULL) return NULL;
  call->tag.complete = call_ended;
  call->on_answer = on_answer;
  call->context = context;
  atomic_init(&call->holds, 2);
  core.metadata_init(&call->initial);
  core.metadata_init(&call->trailing);
  sigset_t before = block_signals();
  core_slice method = core.slice_copy(path, strlen(path));
  call->core = core.create_call(
    channel->core, NULL, PROPAGATE_DEFAULTS, queue->core, method, NULL, deadline_after(timeout), NULL);
  core.slice_unref(method);
  call->request = buffer_of(bytes, length);

  core_operation operations[6];
  memset(operations, 0, sizeof operations);
  operations[0].kind = SEND_METADATA;
  operations[0].flags = waits_for_readiness ? WAIT_FOR_READINESS : DO_NOT_WAIT;
  operations[1].kind = SEND_MESSAGE;
  operations[1].data.send_message = call->request;
  operations[2].kind = SEND_CLOSE;
  operations[3].kind = RECEIVE_METADATA;
  operations[3].data.receive_metadata = &call->initial;
  operations[4].kind = RECEIVE_MESSAGE;
  operations[4].data.receive_message = &call->answer;
  operations[5].kind = RECEIVE_STATUS;
  operations[5].data.receive_status.metadata = &call->trailing;
  operations[5].data.receive_status.status = &call->status;
  operations[5].data.receive_status.message = &call->message;
  int error = core.start_batch(call->core, operations, 6, call, NULL);
  restore_signals(before);
  if (error == 0) return call;
  core.buffer_destroy(call->request);
  core.metadata_destroy(&call->initial);
  core.metadata_destroy(&call->trailing);
  core.call_unref(call->core);
  free(call);
  return NULL;
}

void cgrpc_call_cancel(cgrpc_call *call) {
  sigset_t before = block_signals();
  core.cancel(call->core, NULL);
  restore_signals(before);
}
