// What is used of libreadline 7 and 8, as its documentation describes it, so that it can be opened without its headers.
#ifndef PIPEC_READLINE_H
#define PIPEC_READLINE_H

typedef void line_handler(char *);
typedef int key_function(int count, int key);

typedef struct {
  void (*callback_handler_install)(const char *prompt, line_handler *);
  void (*callback_handler_remove)(void);
  void (*callback_read_char)(void);
  void (*callback_sigcleanup)(void);
  void (*free_line_state)(void);
  void (*cleanup_after_signal)(void);
  int (*bind_key)(int key, key_function *);
  int (*delete_text)(int start, int end);
  int (*insert_text)(const char *);
  int (*crlf)(void);
  int (*on_new_line)(void);
  void (*forced_update_display)(void);
  int (*ding)(void);
  void (*get_screen_size)(int *rows, int *columns);
  char *(*filename_completion_function)(const char *text, int state);
  void (*add_history)(const char *);
  const char **readline_name;
  int *catch_signals;
  int *point;
  char **line_buffer;
} readline_library;

#endif
