#define _GNU_SOURCE
#include "ccurl.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dial.h"
#include "libcurl.h"

static struct {
  void *library;
  char reason[256];
  int (*global_init)(long flags);
  void *(*easy_init)(void);
  void (*easy_cleanup)(void *);
  void (*easy_reset)(void *);
  int (*easy_setopt)(void *, int option, ...);
  int (*easy_getinfo)(void *, int info, ...);
  const char *(*easy_strerror)(int);
  void *(*slist_append)(void *, const char *);
  void (*slist_free_all)(void *);
  void *(*multi_init)(void);
  int (*multi_cleanup)(void *);
  int (*multi_add_handle)(void *, void *);
  int (*multi_remove_handle)(void *, void *);
  int (*multi_perform)(void *, int *running);
  int (*multi_poll)(void *, void *, unsigned, int milliseconds, int *);
  int (*multi_wakeup)(void *);
  message_from_multi *(*multi_info_read)(void *, int *);
} curl;

static pthread_once_t once = PTHREAD_ONCE_INIT;

static bool find(void *target, const char *symbol) {
  void *address = dlsym(curl.library, symbol);
  if (address == NULL) {
    snprintf(curl.reason, sizeof curl.reason, "libcurl.so.4 is too old: it has no %s", symbol);
    return false;
  }
  // ISO C knows no conversion from an object pointer to a function pointer; POSIX promises the same representation.
  memcpy(target, &address, sizeof address);
  return true;
}

static void load(void) {
  curl.library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (curl.library == NULL) curl.library = dlopen("libcurl-gnutls.so.4", RTLD_NOW | RTLD_LOCAL);
  if (curl.library == NULL) {
    snprintf(curl.reason, sizeof curl.reason, "libcurl.so.4 is not installed; apt-get install libcurl4");
    return;
  }
  bool complete = find(&curl.global_init, "curl_global_init") && find(&curl.easy_init, "curl_easy_init")
    && find(&curl.easy_cleanup, "curl_easy_cleanup") && find(&curl.easy_reset, "curl_easy_reset")
    && find(&curl.easy_setopt, "curl_easy_setopt") && find(&curl.easy_getinfo, "curl_easy_getinfo")
    && find(&curl.easy_strerror, "curl_easy_strerror") && find(&curl.slist_append, "curl_slist_append")
    && find(&curl.slist_free_all, "curl_slist_free_all") && find(&curl.multi_init, "curl_multi_init")
    && find(&curl.multi_cleanup, "curl_multi_cleanup") && find(&curl.multi_add_handle, "curl_multi_add_handle")
    && find(&curl.multi_remove_handle, "curl_multi_remove_handle")
    && find(&curl.multi_perform, "curl_multi_perform") && find(&curl.multi_poll, "curl_multi_poll")
    && find(&curl.multi_wakeup, "curl_multi_wakeup") && find(&curl.multi_info_read, "curl_multi_info_read");
  if (complete && curl.global_init(GLOBAL_ALL) != RESULT_OK) {
    snprintf(curl.reason, sizeof curl.reason, "libcurl.so.4 does not start");
  }
}

const char *ccurl_load(void) {
  pthread_once(&once, load);
  return curl.reason[0] == '\0' ? NULL : curl.reason;
}

struct ccurl_handle {
  void *easy;
  // A multi handle of its own, because waiting on one can be interrupted at once.
  void *multi;
  atomic_bool aborted;
  const ccurl_request *request;
  // The programs that carry dialled connections; libcurl may open a second one before it closes the first.
  struct {
    // libcurl's end of the connection; 0: this entry is free.
    int descriptor;
    // Where libcurl's end is awaited; -1 once the program has it.
    int listener;
    pid_t child;
  } dialled[8];
};

ccurl_handle *ccurl_open(void) {
  ccurl_handle *handle = calloc(1, sizeof *handle);
  if (handle == NULL) return NULL;
  handle->easy = curl.easy_init();
  handle->multi = curl.multi_init();
  if (handle->easy == NULL || handle->multi == NULL) {
    ccurl_close(handle);
    return NULL;
  }
  return handle;
}

void ccurl_close(ccurl_handle *handle) {
  // The connections live in the multi handle and close through the handle, so it goes last.
  if (handle->easy != NULL) curl.easy_cleanup(handle->easy);
  if (handle->multi != NULL) curl.multi_cleanup(handle->multi);
  free(handle);
}

void ccurl_abort(ccurl_handle *handle) {
  atomic_store(&handle->aborted, true);
  curl.multi_wakeup(handle->multi);
}

void ccurl_rearm(ccurl_handle *handle) { atomic_store(&handle->aborted, false); }

static size_t receive_header(char *bytes, size_t size, size_t count, void *context) {
  const ccurl_request *request = context;
  return request->on_header(bytes, size * count, request->context) ? size * count : 0;
}

static size_t receive_body(char *bytes, size_t size, size_t count, void *context) {
  const ccurl_request *request = context;
  return request->on_body(bytes, size * count, request->context) ? size * count : 0;
}

enum { MOST_DIALLED = sizeof ((ccurl_handle *)NULL)->dialled / sizeof ((ccurl_handle *)NULL)->dialled[0] };

// Not every libcurl takes a socket that is connected already, so it connects to one that waits here.
static int open_dialled_socket(void *context, int purpose, struct curl_address *address) {
  (void)purpose;
  ccurl_handle *handle = context;
  size_t index = 0;
  while (index < MOST_DIALLED && handle->dialled[index].descriptor != 0) index++;
  if (index == MOST_DIALLED) return -1;

  int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  struct sockaddr name = {.sa_family = AF_UNIX};
  socklen_t length = sizeof name.sa_family;
  // A name of so few bytes has the system choose one that nobody uses, of six bytes and in no folder.
  if (listener >= 0 && descriptor > 0 && bind(listener, &name, length) == 0 && listen(listener, 1) == 0) {
    length = sizeof name;
    if (getsockname(listener, &name, &length) == 0 && length <= sizeof name) {
      address->family = AF_UNIX;
      address->kind = SOCK_STREAM;
      address->protocol = 0;
      address->length = length;
      address->name = name;
      handle->dialled[index].descriptor = descriptor;
      handle->dialled[index].listener = listener;
      handle->dialled[index].child = 0;
      return descriptor;
    }
  }
  if (listener >= 0) close(listener);
  if (descriptor >= 0) close(descriptor);
  return -1;
}

// Takes the connection that this process made, not one that another made meanwhile.
static int accept_own(int listener) {
  while (true) {
    int descriptor = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    if (descriptor < 0 && errno == EINTR) continue;
    if (descriptor < 0) return -1;
    struct ucred peer;
    socklen_t length = sizeof peer;
    if (getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 && peer.pid == getpid()) return descriptor;
    close(descriptor);
  }
}

// libcurl has connected and is about to send: now the program gets the other end.
static int start_dialled_programs(void *context, char *there, char *here, int port_there, int port_here) {
  (void)there;
  (void)here;
  (void)port_there;
  (void)port_here;
  ccurl_handle *handle = context;
  for (size_t index = 0; index < MOST_DIALLED; index++) {
    if (handle->dialled[index].descriptor == 0 || handle->dialled[index].listener < 0) continue;
    int descriptor = accept_own(handle->dialled[index].listener);
    close(handle->dialled[index].listener);
    handle->dialled[index].listener = -1;
    if (descriptor < 0) return 1;
    bool started = ccurl_spawn(handle->request->dial_command, descriptor, &handle->dialled[index].child);
    close(descriptor);
    if (!started) return 1;
  }
  return 0;
}

static int close_dialled_socket(void *context, int descriptor) {
  ccurl_handle *handle = context;
  int result = close(descriptor);
  for (size_t index = 0; index < MOST_DIALLED; index++) {
    if (handle->dialled[index].descriptor != descriptor) continue;
    if (handle->dialled[index].listener >= 0) close(handle->dialled[index].listener);
    if (handle->dialled[index].child > 0) {
      kill(handle->dialled[index].child, SIGTERM);
      waitpid(handle->dialled[index].child, NULL, 0);
    }
    handle->dialled[index].descriptor = 0;
    handle->dialled[index].child = 0;
  }
  return result;
}

static void *header_list(const ccurl_request *request) {
  // libcurl would otherwise announce long bodies and wait a second for the permission that engines never give.
  void *list = curl.slist_append(NULL, "Expect:");
  for (const char *const *header = request->headers; header != NULL && *header != NULL; header++) {
    void *longer = curl.slist_append(list, *header);
    if (longer == NULL) break;
    list = longer;
  }
  return list;
}

static void configure(ccurl_handle *handle, void *headers, char *message) {
  const ccurl_request *request = handle->request;
  void *easy = handle->easy;
  curl.easy_reset(easy);
  curl.easy_setopt(easy, OPTION_NO_SIGNAL, 1L);
  curl.easy_setopt(easy, OPTION_ERROR_BUFFER, message);
  curl.easy_setopt(easy, OPTION_URL, request->url);
  curl.easy_setopt(easy, OPTION_HTTP_VERSION, (long)HTTP_1_1);
  curl.easy_setopt(easy, OPTION_HTTP_HEADER, headers);
  curl.easy_setopt(easy, OPTION_BUFFER_SIZE, 64L * 1024);
  curl.easy_setopt(easy, OPTION_TCP_KEEP_ALIVE, 1L);
  curl.easy_setopt(easy, OPTION_CONNECT_TIMEOUT, request->connect_timeout);
  curl.easy_setopt(easy, OPTION_TIMEOUT, request->timeout);
  curl.easy_setopt(easy, OPTION_HEADER_FUNCTION, receive_header);
  curl.easy_setopt(easy, OPTION_HEADER_DATA, request);
  curl.easy_setopt(easy, OPTION_WRITE_FUNCTION, receive_body);
  curl.easy_setopt(easy, OPTION_WRITE_DATA, request);
  if (request->body != NULL || strcmp(request->method, "POST") == 0) {
    curl.easy_setopt(easy, OPTION_POST_FIELD_SIZE, (long long)request->body_length);
    curl.easy_setopt(easy, OPTION_POST_FIELDS, request->body == NULL ? "" : request->body);
  }
  if (strcmp(request->method, "HEAD") == 0) curl.easy_setopt(easy, OPTION_NO_BODY, 1L);
  curl.easy_setopt(easy, OPTION_CUSTOM_REQUEST, request->method);
  if (request->unix_socket != NULL) curl.easy_setopt(easy, OPTION_UNIX_SOCKET, request->unix_socket);
  if (request->unix_socket != NULL || request->dial_command != NULL) curl.easy_setopt(easy, OPTION_NO_PROXY, "*");
  if (request->dial_command != NULL) {
    curl.easy_setopt(easy, OPTION_OPEN_SOCKET_FUNCTION, open_dialled_socket);
    curl.easy_setopt(easy, OPTION_OPEN_SOCKET_DATA, handle);
    curl.easy_setopt(easy, OPTION_BEFORE_REQUEST_FUNCTION, start_dialled_programs);
    curl.easy_setopt(easy, OPTION_BEFORE_REQUEST_DATA, handle);
    curl.easy_setopt(easy, OPTION_CLOSE_SOCKET_FUNCTION, close_dialled_socket);
    curl.easy_setopt(easy, OPTION_CLOSE_SOCKET_DATA, handle);
  }
  if (request->tls_authority != NULL) curl.easy_setopt(easy, OPTION_TLS_AUTHORITY, request->tls_authority);
  if (request->tls_certificate != NULL) curl.easy_setopt(easy, OPTION_TLS_CERTIFICATE, request->tls_certificate);
  if (request->tls_key != NULL) curl.easy_setopt(easy, OPTION_TLS_KEY, request->tls_key);
  // A server that asks for certificates but names no session context refuses every session that is resumed.
  curl.easy_setopt(easy, OPTION_TLS_SESSION_CACHE, 0L);
  if (request->tls_skip_verify) {
    curl.easy_setopt(easy, OPTION_TLS_VERIFY_PEER, 0L);
    curl.easy_setopt(easy, OPTION_TLS_VERIFY_HOST, 0L);
  }
}

static ccurl_outcome outcome(int result) {
  switch (result) {
    case RESULT_OK: return CCURL_DONE;
    case RESULT_RESOLVE_PROXY:
    case RESULT_RESOLVE_HOST:
    case RESULT_CONNECT: return CCURL_UNREACHABLE;
    case RESULT_NOTHING:
    case RESULT_SEND:
    case RESULT_RECEIVE:
    case RESULT_PARTIAL: return CCURL_BROKEN;
    case RESULT_TIMED_OUT: return CCURL_TIMED_OUT;
    case RESULT_TLS_CONNECT:
    case RESULT_TLS_CERTIFICATE:
    case RESULT_TLS_CIPHER:
    case RESULT_TLS_PEER:
    case RESULT_TLS_AUTHORITY: return CCURL_TLS;
    default: return CCURL_OTHER;
  }
}

// Runs the configured transfer to its end; false when it was aborted.
static bool transfer(ccurl_handle *handle, int *result) {
  int running = 1;
  while (true) {
    if (atomic_load(&handle->aborted)) return false;
    if (curl.multi_perform(handle->multi, &running) != 0) return true;
    if (running == 0) break;
    curl.multi_poll(handle->multi, NULL, 0, 60 * 1000, NULL);
  }
  int left = 0;
  message_from_multi *message = curl.multi_info_read(handle->multi, &left);
  if (message != NULL && message->kind == MESSAGE_DONE) *result = message->data.result;
  return true;
}

ccurl_outcome ccurl_perform(
  ccurl_handle *handle, const ccurl_request *request, char *message, size_t message_size, long *system_error) {
  char detail[256] = "";  // CURL_ERROR_SIZE
  *system_error = 0;
  handle->request = request;
  void *headers = header_list(request);
  configure(handle, headers, detail);

  int result = -1;
  bool finished = false;
  if (curl.multi_add_handle(handle->multi, handle->easy) == 0) {
    finished = transfer(handle, &result);
    curl.easy_getinfo(handle->easy, INFO_OS_ERRNO, system_error);
    curl.multi_remove_handle(handle->multi, handle->easy);
  } else {
    finished = true;
  }
  curl.easy_setopt(handle->easy, OPTION_ERROR_BUFFER, NULL);
  curl.slist_free_all(headers);
  handle->request = NULL;

  if (!finished) return CCURL_ABORTED;
  if (result == RESULT_ABORTED_BY_CALLBACK && request->dial_command != NULL) {
    snprintf(message, message_size, "%s cannot be started", request->dial_command[0]);
    return CCURL_UNREACHABLE;
  }
  if (result != RESULT_OK) {
    const char *text = detail[0] != '\0' ? detail : result > 0 ? curl.easy_strerror(result) : "libcurl failed";
    snprintf(message, message_size, "%s", text);
  }
  return result < 0 ? CCURL_OTHER : outcome(result);
}
