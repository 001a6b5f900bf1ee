/// XPath by a libxml2 that is opened when it is first needed, so that a program that never asks does not pay for it.
#pragma once

#include <stddef.h>

/// What came of a request.
typedef enum {
  /// The text is the string value of the result.
  cxml_found,
  /// libxml2 is not installed, or too old.
  cxml_absent,
  /// The text is no well-formed XML.
  cxml_bad_document,
  /// The path is no XPath.
  cxml_bad_path,
} cxml_status;

/// The string value of the first node that an XPath selects, or of what else it gives; free it with `free`.
///
/// Nothing is fetched and no external entity is read. NULL unless the status is `cxml_found`.
char *cxml_select(const char *document, size_t length, const char *path, cxml_status *status);
