#define _GNU_SOURCE
#include "creadline.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "readline.h"

// More candidates than these are counted, not shown.
enum { MOST_SHOWN = 60 };

static readline_library rl;
static void *library;
static char reason[256];

static struct {
  creadline_completer completer;
  void *context;
  bool is_coloured;
  // What `creadline_offer` was given, freed before the next completion.
  struct candidate {
    char *text;
    char *description;
  } *candidates;
  size_t count, capacity;
  size_t start;
  bool takes_files;
  char suffix[8];
  // The line that was finished.
  char *line;
  bool is_finished;
  int interrupts[2];
} state = {.interrupts = {-1, -1}};

static volatile sig_atomic_t last_signal;

static bool find(void *target, const char *symbol) {
  void *address = dlsym(library, symbol);
  if (address == NULL) {
    snprintf(reason, sizeof reason, "libreadline is too old: it has no %s", symbol);
    return false;
  }
  memcpy(target, &address, sizeof address);
  return true;
}

const char *creadline_load(void) {
  if (library != NULL || reason[0] != '\0') return reason[0] == '\0' ? NULL : reason;
  library = dlopen("libreadline.so.8", RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) library = dlopen("libreadline.so.7", RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    snprintf(reason, sizeof reason, "libreadline.so.8 is not installed; apt-get install libreadline8");
    return reason;
  }
  bool complete = find(&rl.callback_handler_install, "rl_callback_handler_install")
    && find(&rl.callback_handler_remove, "rl_callback_handler_remove")
    && find(&rl.callback_read_char, "rl_callback_read_char")
    && find(&rl.callback_sigcleanup, "rl_callback_sigcleanup") && find(&rl.free_line_state, "rl_free_line_state")
    && find(&rl.cleanup_after_signal, "rl_cleanup_after_signal") && find(&rl.bind_key, "rl_bind_key")
    && find(&rl.delete_text, "rl_delete_text") && find(&rl.insert_text, "rl_insert_text") && find(&rl.crlf, "rl_crlf")
    && find(&rl.on_new_line, "rl_on_new_line") && find(&rl.forced_update_display, "rl_forced_update_display")
    && find(&rl.ding, "rl_ding") && find(&rl.get_screen_size, "rl_get_screen_size")
    && find(&rl.filename_completion_function, "rl_filename_completion_function")
    && find(&rl.add_history, "add_history") && find(&rl.readline_name, "rl_readline_name")
    && find(&rl.catch_signals, "rl_catch_signals") && find(&rl.point, "rl_point")
    && find(&rl.line_buffer, "rl_line_buffer");
  return complete ? NULL : reason;
}

// MARK: Signals

static void on_signal(int number) {
  int saved = errno;
  last_signal = number;
  char byte = (char)number;
  // Where the pipe is full, somebody will look all the same.
  if (write(state.interrupts[1], &byte, 1) < 0) errno = 0;
  errno = saved;
}

bool creadline_was_interrupted(void) {
  bool interrupted = last_signal == SIGINT;
  if (interrupted) last_signal = 0;
  char bytes[64];
  while (read(state.interrupts[0], bytes, sizeof bytes) > 0) {}
  return interrupted;
}

int creadline_interrupts(void) { return state.interrupts[0]; }

// What ends the program must not leave the terminal as it is while a line is edited.
static void end_by(int number) {
  rl.callback_handler_remove();
  signal(number, SIG_DFL);
  raise(number);
}

// MARK: Candidates

static void forget_candidates(void) {
  for (size_t index = 0; index < state.count; index++) {
    free(state.candidates[index].text);
    free(state.candidates[index].description);
  }
  state.count = 0;
  state.takes_files = false;
  state.suffix[0] = '\0';
}

void creadline_range(size_t start, bool takes_files, const char *suffix) {
  state.start = start;
  state.takes_files = takes_files;
  snprintf(state.suffix, sizeof state.suffix, "%s", suffix);
}

void creadline_offer(const char *text, const char *description) {
  if (state.count == state.capacity) {
    size_t capacity = state.capacity == 0 ? 64 : state.capacity * 2;
    void *larger = realloc(state.candidates, capacity * sizeof *state.candidates);
    if (larger == NULL) return;
    state.candidates = larger;
    state.capacity = capacity;
  }
  char *copy = strdup(text);
  char *words = strdup(description);
  if (copy == NULL || words == NULL) {
    free(copy);
    free(words);
    return;
  }
  state.candidates[state.count++] = (struct candidate){copy, words};
}

static void offer_files(const char *prefix) {
  char *name;
  for (int round = 0; (name = rl.filename_completion_function(prefix, round)) != NULL; round = 1) {
    struct stat status;
    if (stat(name, &status) == 0 && S_ISDIR(status.st_mode)) {
      char folder[4096];
      snprintf(folder, sizeof folder, "%s/", name);
      creadline_offer(folder, "folder");
    } else {
      creadline_offer(name, "file");
    }
    free(name);
  }
}

// Characters, for columns; what takes two of them does not occur among names.
static size_t width(const char *text) {
  size_t count = 0;
  for (; *text != '\0'; text++) count += (*text & 0xC0) != 0x80;
  return count;
}

// What fits into so many columns.
static int fitting(const char *text, size_t columns) {
  size_t count = 0;
  const char *end = text;
  while (*end != '\0') {
    if ((*end & 0xC0) != 0x80 && count++ == columns) break;
    end++;
  }
  return (int)(end - text);
}

static void show_candidates(void) {
  int rows, columns;
  rl.get_screen_size(&rows, &columns);
  if (columns < 20) columns = 80;
  size_t shown = state.count < MOST_SHOWN ? state.count : MOST_SHOWN;
  size_t widest = 0;
  for (size_t index = 0; index < shown; index++) {
    size_t own = width(state.candidates[index].text);
    if (own > widest) widest = own;
  }
  if (widest > (size_t)columns - 12) widest = (size_t)columns - 12;
  rl.crlf();
  for (size_t index = 0; index < shown; index++) {
    struct candidate *each = &state.candidates[index];
    size_t own = width(each->text);
    size_t pad = own < widest ? widest - own : 0;
    size_t room = (size_t)columns - 4 - (own > widest ? (size_t)columns - 12 : widest) - 1;
    printf("  %s%*s  %s%.*s%s\n", each->text, (int)pad, "", state.is_coloured ? "\033[2m" : "",
      fitting(each->description, room), each->description, state.is_coloured ? "\033[0m" : "");
  }
  if (state.count > shown) printf("  … and %zu more\n", state.count - shown);
  fflush(stdout);
  rl.on_new_line();
  rl.forced_update_display();
}

// How many bytes all candidates begin with.
static size_t common_length(void) {
  size_t length = strlen(state.candidates[0].text);
  for (size_t index = 1; index < state.count; index++) {
    size_t same = 0;
    while (same < length && state.candidates[index].text[same] == state.candidates[0].text[same]) same++;
    length = same;
  }
  // Not within a character.
  while (length > 0 && (state.candidates[0].text[length] & 0xC0) == 0x80) length--;
  return length;
}

static void replace(size_t start, const char *text, size_t length, const char *suffix) {
  char *word = strndup(text, length);
  if (word == NULL) return;
  rl.delete_text((int)start, *rl.point);
  *rl.point = (int)start;
  rl.insert_text(word);
  if (suffix[0] != '\0') rl.insert_text(suffix);
  free(word);
}

static int complete(int count, int key) {
  (void)count;
  (void)key;
  forget_candidates();
  size_t cursor = (size_t)*rl.point;
  state.start = cursor;
  state.completer(*rl.line_buffer, cursor, state.context);
  if (state.start > cursor) state.start = cursor;
  if (state.takes_files) {
    char *prefix = strndup(*rl.line_buffer + state.start, cursor - state.start);
    if (prefix != NULL) offer_files(prefix);
    free(prefix);
  }
  if (state.count == 0) {
    rl.ding();
  } else if (state.count == 1) {
    const char *text = state.candidates[0].text;
    replace(state.start, text, strlen(text), state.suffix);
  } else {
    size_t length = common_length();
    if (length > cursor - state.start) {
      replace(state.start, state.candidates[0].text, length, "");
    } else {
      show_candidates();
    }
  }
  return 0;
}

// MARK: Lines

void creadline_begin(creadline_completer completer, void *context, bool is_coloured) {
  state.completer = completer;
  state.context = context;
  state.is_coloured = is_coloured;
  if (pipe2(state.interrupts, O_CLOEXEC | O_NONBLOCK) != 0) state.interrupts[0] = state.interrupts[1] = -1;
  struct sigaction action = {.sa_handler = on_signal};
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGHUP, &action, NULL);
  // Whoever started the program may have had them blocked.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGHUP);
  pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
  *rl.readline_name = "pipec";
  *rl.catch_signals = 0;
}

static void take(char *line) {
  state.line = line;
  state.is_finished = true;
  rl.callback_handler_remove();
}

creadline_outcome creadline_read(const char *prompt, char **line) {
  state.is_finished = false;
  state.line = NULL;
  last_signal = 0;
  rl.callback_handler_install(prompt, take);
  // Only now has readline read its own settings, which bind the key, too.
  rl.bind_key('\t', complete);
  while (!state.is_finished) {
    struct pollfd ends[2] = {{.fd = STDIN_FILENO, .events = POLLIN}, {.fd = state.interrupts[0], .events = POLLIN}};
    int ready = poll(ends, 2, -1);
    if (ready < 0 && errno != EINTR) {
      rl.callback_handler_remove();
      return CREADLINE_END;
    }
    if (last_signal == SIGTERM || last_signal == SIGHUP) end_by(last_signal);
    if (last_signal == SIGINT) {
      creadline_was_interrupted();
      // Before readline takes the cursor to the beginning of the line.
      bool is_shown = write(STDOUT_FILENO, "^C", 2) == 2;
      rl.free_line_state();
      rl.callback_sigcleanup();
      rl.cleanup_after_signal();
      rl.callback_handler_remove();
      return is_shown && write(STDOUT_FILENO, "\n", 1) == 1 ? CREADLINE_INTERRUPTED : CREADLINE_END;
    }
    if (ready > 0 && ends[0].revents != 0) rl.callback_read_char();
  }
  if (state.line == NULL) return CREADLINE_END;
  *line = state.line;
  return CREADLINE_LINE;
}

void creadline_remember(const char *line) { rl.add_history(line); }
