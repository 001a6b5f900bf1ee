#define _GNU_SOURCE
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "cgrpc.h"
#include "library.h"

struct cgrpc_server {
  // The end of the server.
  tag tag;
  void *core;
  cgrpc_queue *queue;
  cgrpc_on_request on_request;
  void *context;
  cgrpc_on_end on_end;
  void *end_context;
  // One of the queue, until the server has ended, one of whoever shuts it down, and one of each request: the library says
  // that the server has ended while some wait for their answers.
  atomic_int holds;
};

struct cgrpc_request {
  // What the request waits for: to arrive, its message, its answer to be sent.
  tag tag;
  cgrpc_server *server;
  void *core;
  core_call_details details;
  core_metadata metadata;
  void *message;
  void *answer;
  int cancelled;
};

static void request_arrived(tag *tag, bool success);

static void release_server(cgrpc_server *server) {
  if (atomic_fetch_sub(&server->holds, 1) > 1) return;
  core.server_destroy(server->core);
  if (server->on_end != NULL) server->on_end(server->end_context);
  free(server);
}

static void free_request(cgrpc_request *request) {
  core.details_destroy(&request->details);
  core.metadata_destroy(&request->metadata);
  if (request->answer != NULL) core.buffer_destroy(request->answer);
  if (request->core != NULL) core.call_unref(request->core);
  release_server(request->server);
  free(request);
}

// Says that one more call may come.
static bool await_request(cgrpc_server *server) {
  cgrpc_request *request = calloc(1, sizeof *request);
  if (request == NULL) return false;
  request->tag.complete = request_arrived;
  request->server = server;
  atomic_fetch_add(&server->holds, 1);
  core.details_init(&request->details);
  core.metadata_init(&request->metadata);
  int error = core.server_request_call(
    server->core, &request->core, &request->details, &request->metadata, server->queue->core, server->queue->core,
    request);
  if (error == 0) return true;
  free_request(request);
  return false;
}

static void answer_sent(tag *tag, bool success) {
  (void)success;
  free_request((cgrpc_request *)tag);
}

static void message_arrived(tag *tag, bool success) {
  cgrpc_request *request = (cgrpc_request *)tag;
  if (!success || request->message == NULL) {
    cgrpc_request_answer(request, STATUS_INTERNAL, "the call has no message", NULL, 0);
    return;
  }
  core_slice message = take_buffer(request->message);
  request->message = NULL;
  const core_slice *method = &request->details.method;
  request->server->on_request(
    request->server->context, request, slice_bytes(method), slice_length(method), slice_bytes(&message),
    slice_length(&message));
  core.slice_unref(message);
}

static void request_arrived(tag *tag, bool success) {
  cgrpc_request *request = (cgrpc_request *)tag;
  if (!success) {
    // The server is being shut down.
    free_request(request);
    return;
  }
  await_request(request->server);
  request->tag.complete = message_arrived;
  core_operation operation;
  memset(&operation, 0, sizeof operation);
  operation.kind = RECEIVE_MESSAGE;
  operation.data.receive_message = &request->message;
  if (core.start_batch(request->core, &operation, 1, request, NULL) != 0) free_request(request);
}

void cgrpc_request_answer(cgrpc_request *request, int status, const char *message, const void *bytes, size_t length) {
  core_operation operations[4];
  size_t count = 0;
  memset(operations, 0, sizeof operations);
  operations[count++].kind = SEND_METADATA;
  if (status == STATUS_OK) {
    request->answer = buffer_of(bytes, length);
    operations[count].kind = SEND_MESSAGE;
    operations[count++].data.send_message = request->answer;
  }
  core_slice text = core.slice_copy(message == NULL ? "" : message, message == NULL ? 0 : strlen(message));
  operations[count].kind = SEND_STATUS;
  operations[count].data.send_status.status = status;
  operations[count++].data.send_status.message = &text;
  operations[count].kind = RECEIVE_CLOSE;
  operations[count++].data.receive_close = &request->cancelled;
  request->tag.complete = answer_sent;
  sigset_t before = block_signals();
  int error = core.start_batch(request->core, operations, count, request, NULL);
  core.slice_unref(text);
  if (error != 0) free_request(request);
  restore_signals(before);
}

cgrpc_server *cgrpc_server_open(
  cgrpc_queue *queue, int *port, int largest_message, cgrpc_on_request on_request, void *context) {
  cgrpc_server *server = calloc(1, sizeof *server);
  if (server == NULL) return NULL;
  server->queue = queue;
  server->on_request = on_request;
  server->context = context;
  atomic_init(&server->holds, 2);
  core_argument arguments[] = {
    integer_argument("grpc.max_receive_message_length", largest_message),
    // Two servers must not share a port.
    integer_argument("grpc.so_reuseport", 0),
  };
  core_arguments all = {.count = sizeof arguments / sizeof arguments[0], .arguments = arguments};
  sigset_t before = block_signals();
  server->core = core.server_create(&all, NULL);
  core.server_register_queue(server->core, queue->core, NULL);
  void *credentials = core.insecure_server();
  *port = core.server_add_port(server->core, "127.0.0.1:0", credentials);
  core.release_server(credentials);
  core.server_start(server->core);
  bool takes_requests = *port > 0 && await_request(server);
  restore_signals(before);
  if (takes_requests) return server;
  cgrpc_server_shutdown(server, NULL, NULL);
  return NULL;
}

static void server_ended(tag *tag, bool success) {
  (void)success;
  release_server((cgrpc_server *)tag);
}

void cgrpc_server_shutdown(cgrpc_server *server, cgrpc_on_end on_end, void *context) {
  server->tag.complete = server_ended;
  server->on_end = on_end;
  server->end_context = context;
  sigset_t before = block_signals();
  core.server_shutdown(server->core, server->queue->core, server);
  core.server_cancel_all(server->core);
  release_server(server);
  restore_signals(before);
}
