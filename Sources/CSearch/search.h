// The GNU C library's fast searches, which its headers hide unless _GNU_SOURCE is defined before the first of them.
#ifndef PIPEC_SEARCH_H
#define PIPEC_SEARCH_H

#include <stddef.h>

extern void *memmem(const void *haystack, size_t haystack_length, const void *needle, size_t needle_length);
extern void *memrchr(const void *memory, int byte, size_t length);

#endif
