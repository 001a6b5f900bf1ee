#define _GNU_SOURCE
#include "cxml.h"

#include <dlfcn.h>
#include <limits.h>
#include <pthread.h>
#include <stdbool.h>
#include <string.h>

// Options of libxml2's parser, by their documented values.
enum { NO_ERRORS = 1 << 5, NO_WARNINGS = 1 << 6, NO_NETWORK = 1 << 11 };

static struct {
  bool is_complete;
  void *(*read_memory)(const char *, int, const char *, const char *, int);
  void (*free_document)(void *);
  void *(*new_context)(void *document);
  void (*free_context)(void *);
  void *(*evaluate)(const unsigned char *path, void *context);
  void (*free_object)(void *);
  unsigned char *(*cast_to_string)(void *);
  void (*set_error_function)(void *context, void (*handler)(void *, void *));
  // A variable that holds libxml2's own `free`.
  void (**free_text)(void *);
} xml;

static pthread_once_t once = PTHREAD_ONCE_INIT;

static bool find(void *library, void *target, const char *symbol) {
  void *address = dlsym(library, symbol);
  if (address == NULL) return false;
  // ISO C knows no conversion from an object pointer to a function pointer; POSIX promises the same representation.
  memcpy(target, &address, sizeof address);
  return true;
}

static void load(void) {
  void *library = dlopen("libxml2.so.2", RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) library = dlopen("libxml2.so.16", RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) return;
  xml.is_complete = find(library, &xml.read_memory, "xmlReadMemory")
    && find(library, &xml.free_document, "xmlFreeDoc") && find(library, &xml.new_context, "xmlXPathNewContext")
    && find(library, &xml.free_context, "xmlXPathFreeContext")
    && find(library, &xml.evaluate, "xmlXPathEvalExpression")
    && find(library, &xml.free_object, "xmlXPathFreeObject")
    && find(library, &xml.cast_to_string, "xmlXPathCastToString")
    && find(library, &xml.set_error_function, "xmlSetStructuredErrorFunc")
    && find(library, &xml.free_text, "xmlFree");
}

static void ignore(void *context, void *error) {
  (void)context;
  (void)error;
}

static char *evaluate(void *document, const char *path, cxml_status *status) {
  void *context = xml.new_context(document);
  if (context == NULL) return NULL;
  void *object = xml.evaluate((const unsigned char *)path, context);
  char *result = NULL;
  if (object == NULL) {
    *status = cxml_bad_path;
  } else {
    unsigned char *text = xml.cast_to_string(object);
    if (text != NULL) {
      result = strdup((const char *)text);
      (*xml.free_text)(text);
      *status = cxml_found;
    }
    xml.free_object(object);
  }
  xml.free_context(context);
  return result;
}

char *cxml_select(const char *document, size_t length, const char *path, cxml_status *status) {
  pthread_once(&once, load);
  *status = cxml_absent;
  if (!xml.is_complete) return NULL;
  *status = cxml_bad_document;
  if (length > INT_MAX) return NULL;
  xml.set_error_function(NULL, ignore);
  void *tree = xml.read_memory(document, (int)length, NULL, NULL, NO_ERRORS | NO_WARNINGS | NO_NETWORK);
  char *result = NULL;
  if (tree != NULL) {
    *status = cxml_bad_path;
    result = evaluate(tree, path, status);
    xml.free_document(tree);
  }
  xml.set_error_function(NULL, NULL);
  return result;
}
