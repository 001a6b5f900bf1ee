// HTTP through libcurl, opened at the first use instead of being linked: linking it costs every start of the program
// about 8 ms. Only plain functions, because Swift imports no variadic ones.
#ifndef PIPEC_CCURL_H
#define PIPEC_CCURL_H

#include <stdbool.h>
#include <stddef.h>

// A connection that is kept open between requests; used by one thread at a time.
typedef struct ccurl_handle ccurl_handle;

// One request. Strings end with NUL; a null pointer means "none".
typedef struct {
  const char *method;
  const char *url;
  // The Unix socket to connect to instead of the host of the URL.
  const char *unix_socket;
  // A program whose standard input and output carry the connection; ends with a null pointer.
  const char *const *dial_command;
  // Ends with a null pointer.
  const char *const *headers;
  const void *body;
  size_t body_length;
  const char *tls_authority;
  const char *tls_certificate;
  const char *tls_key;
  bool tls_skip_verify;
  // In milliseconds; 0: no limit.
  long connect_timeout;
  long timeout;
  // Called for each header line and each piece of the body; return false to give up.
  bool (*on_header)(const char *bytes, size_t length, void *context);
  bool (*on_body)(const char *bytes, size_t length, void *context);
  void *context;
} ccurl_request;

// How a request ended.
typedef enum {
  CCURL_DONE = 0,
  // The connection could not be made.
  CCURL_UNREACHABLE = 1,
  // The connection broke before the answer was complete.
  CCURL_BROKEN = 2,
  CCURL_TIMED_OUT = 3,
  CCURL_ABORTED = 4,
  // A certificate or the TLS protocol.
  CCURL_TLS = 5,
  CCURL_OTHER = 6,
} ccurl_outcome;

// Opens libcurl. Returns null, or the reason why it cannot be used. May be called from any thread, any number of times.
const char *ccurl_load(void);

// Null when there is no memory. `ccurl_load` must have succeeded.
ccurl_handle *ccurl_open(void);
void ccurl_close(ccurl_handle *handle);

// Blocks until the answer is complete. `message` receives what libcurl has to say about a failure, `system_error` the
// `errno` of a connection that could not be made, or 0.
ccurl_outcome ccurl_perform(
  ccurl_handle *handle, const ccurl_request *request, char *message, size_t message_size, long *system_error);

// Makes the running request, or the next one, end at once; may be called from any thread.
void ccurl_abort(ccurl_handle *handle);

// Forgets an earlier `ccurl_abort`.
void ccurl_rearm(ccurl_handle *handle);

#endif
