// Unary gRPC calls and a gRPC server through the C core of gRPC, opened at the first use instead of being linked: nobody but
// the hosts of plugins needs it. Plain functions and bytes only; what the bytes mean is not known here.
#ifndef PIPEC_CGRPC_H
#define PIPEC_CGRPC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Events of channels and servers; one thread of the caller takes them out.
typedef struct cgrpc_queue cgrpc_queue;
// A way to a server, which is connected when the first call needs it and again when it broke.
typedef struct cgrpc_channel cgrpc_channel;
// A call that was made.
typedef struct cgrpc_call cgrpc_call;
// A socket that takes calls.
typedef struct cgrpc_server cgrpc_server;
// A call that was received and waits for its answer.
typedef struct cgrpc_request cgrpc_request;

// The end of a call: a status of gRPC (0 is success), what the server had to say about a failure, and the answer.
typedef void (*cgrpc_on_answer)(
  void *context, int status, const char *message, size_t message_length, const void *bytes, size_t length);

// A call of the method `path` ("/service/Method") has arrived; `cgrpc_request_answer` must follow exactly once.
typedef void (*cgrpc_on_request)(
  void *context, cgrpc_request *request, const char *path, size_t path_length, const void *bytes, size_t length);

// Something has ended.
typedef void (*cgrpc_on_end)(void *context);

// Opens and starts the library at the first call. Returns null, or the reason why it cannot be used. May be called from
// any thread, any number of times.
const char *cgrpc_load(void);

// Null when there is no memory. `cgrpc_load` must have succeeded, here and below.
cgrpc_queue *cgrpc_queue_open(void);

// Waits for the next event and calls the function it belongs to; false when the queue was shut down and is empty.
bool cgrpc_queue_next(cgrpc_queue *queue);

// Lets `cgrpc_queue_next` end. Every call must have ended, every server shut down, and nothing may be started afterwards.
void cgrpc_queue_shutdown(cgrpc_queue *queue);

// Frees a queue whose `cgrpc_queue_next` has returned false.
void cgrpc_queue_close(cgrpc_queue *queue);

// A channel to a port of this machine. Messages of more than `largest_message` bytes are refused.
cgrpc_channel *cgrpc_channel_open(int port, int largest_message);
void cgrpc_channel_close(cgrpc_channel *channel);

// Starts a call; null when there is no memory. `on_answer` is called once, by the thread of the queue. `timeout` is in
// milliseconds, negative for none. A call that waits for readiness does not fail while nobody listens.
cgrpc_call *cgrpc_call_start(
  cgrpc_channel *channel, cgrpc_queue *queue, const char *path, const void *bytes, size_t length, int64_t timeout,
  bool waits_for_readiness, cgrpc_on_answer on_answer, void *context);

// Makes a call end at once with the status CANCELLED, unless it has ended.
void cgrpc_call_cancel(cgrpc_call *call);

// Gives up the caller's hold on a call, whether it has ended or not.
void cgrpc_call_release(cgrpc_call *call);

// A server on a port of 127.0.0.1 that the system chooses and `port` receives; null when there is none.
cgrpc_server *cgrpc_server_open(
  cgrpc_queue *queue, int *port, int largest_message, cgrpc_on_request on_request, void *context);

// Answers a request: with `bytes` when the status is 0, else with `message`, which ends with NUL. From any thread.
void cgrpc_request_answer(cgrpc_request *request, int status, const char *message, const void *bytes, size_t length);

// Refuses new calls and cancels those that are open. `on_end` is called when all of them have been answered; the server
// is gone then, and another thread may call it.
void cgrpc_server_shutdown(cgrpc_server *server, cgrpc_on_end on_end, void *context);

#endif
