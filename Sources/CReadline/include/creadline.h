// Lines that are typed, through libreadline, which is opened when the first is read: linking it would cost every start of the
// program. Only plain functions, because its interface is made of global variables. Used by one thread.
#ifndef PIPEC_CREADLINE_H
#define PIPEC_CREADLINE_H

#include <stdbool.h>
#include <stddef.h>

// How reading a line ended.
typedef enum {
  CREADLINE_LINE = 0,
  // Ctrl-C: what was typed is forgotten.
  CREADLINE_INTERRUPTED = 1,
  // Ctrl-D on an empty line, or the end of the input.
  CREADLINE_END = 2,
} creadline_outcome;

// Asked for what can be written at `cursor`, which counts bytes; answers with `creadline_offer` and `creadline_range`.
typedef void (*creadline_completer)(const char *line, size_t cursor, void *context);

// Opens libreadline. Returns null, or the reason why it cannot be used.
const char *creadline_load(void);

// `creadline_load` must have succeeded. Colours are for what stands beside the candidates.
void creadline_begin(creadline_completer completer, void *context, bool is_coloured);

// Reads a line behind a prompt; parts of the prompt that take no room stand between \001 and \002. With
// CREADLINE_LINE, `line` is a text that the caller frees.
creadline_outcome creadline_read(const char *prompt, char **line);

// Adds a line to those that the arrow keys bring back.
void creadline_remember(const char *line);

// The bytes of the line that a candidate takes the place of, whether names of files can stand there as well, and what is
// written behind a word that was the only one.
void creadline_range(size_t start, bool takes_files, const char *suffix);

// A word that can be written, and what is shown beside it.
void creadline_offer(const char *text, const char *description);

// Whether SIGINT came since the last call; from `creadline_begin` on it ends nothing by itself.
bool creadline_was_interrupted(void);

// A descriptor that can be read when SIGINT came, for those who wait for something else.
int creadline_interrupts(void);

#endif
