/// The keys of Harness pipelines as constant tables, in the order of their bytes where they are searched. grammar/harness.keys is
/// the source of what is in them, and says what it means.

#include <stdint.h>

/// A name in `harness_text`.
typedef struct {
  uint32_t offset;
  uint16_t length;
} HarnessKeysName;

/// A type. Kinds are numbered as in grammar/compiler/tables.py. `first` and `count` are a range of `harness_lists`, or `first` is a
/// type, shape or pattern.
typedef struct {
  uint8_t kind;
  uint8_t exclusive;
  uint16_t first;
  uint16_t count;
  int32_t minimum;
  int32_t maximum;
} HarnessKeysType;

/// A key of a shape. Flags: 1 required by the published schema, 2 by the server, 4 unknown to the published schema.
typedef struct {
  uint16_t name;
  uint16_t type;
  uint8_t flags;
} HarnessKeysField;

/// Names of keys that belong together, in `harness_lists`.
typedef struct {
  uint16_t first;
  uint16_t count;
} HarnessKeysGroup;

/// A constraint on the keys of a shape: groups, bounds, a pattern or shapes, by its kind. Weight: 0 the published schema rejects what
/// breaks it, 1 the server does, 2 it is accepted.
typedef struct {
  uint8_t kind;
  uint8_t weight;
  uint16_t first;
  uint16_t count;
} HarnessKeysRule;

/// A shape that holds under a condition on keys and their values.
typedef struct {
  uint8_t kind;
  uint16_t firstKey;
  uint16_t keyCount;
  uint16_t firstValue;
  uint16_t valueCount;
  uint16_t shape;
} HarnessKeysCase;

/// A mapping: ranges of the other tables.
typedef struct {
  uint16_t name;
  uint16_t firstField;
  uint16_t fieldCount;
  uint16_t firstRule;
  uint16_t ruleCount;
  uint16_t firstCase;
  uint16_t caseCount;
  uint16_t firstParent;
  uint16_t parentCount;
  uint16_t rest;
  uint8_t closed;
} HarnessKeysShape;

/// A type of step; `stages` has a bit for each letter of a type of stage.
typedef struct {
  uint16_t name;
  uint16_t stages;
  uint16_t shape;
  uint16_t spec;
  uint8_t optionalSpec;
} HarnessKeysStep;

/// A type of stage; `letter` is the bit that steps have if it allows them.
typedef struct {
  uint16_t name;
  uint16_t letter;
  uint16_t spec;
} HarnessKeysStage;

/// What stands at the top of a kind of file.
typedef struct {
  uint16_t name;
  uint16_t type;
} HarnessKeysDocument;

/// A deterministic automaton: `harness_classes + 256 * classes` gives each byte its class; `harness_transitions` has `classCount`
/// entries for each state from `first` on, twice the next state plus one if the text may end there.
typedef struct {
  uint16_t classes;
  uint16_t classCount;
  uint32_t first;
  uint8_t acceptsEmpty;
  uint16_t meaning;
} HarnessKeysPattern;

extern const char harness_text[];
extern const HarnessKeysName harness_names[];
extern const uint16_t harness_lists[];
extern const HarnessKeysType harness_types[];
extern const HarnessKeysField harness_fields[];
extern const HarnessKeysGroup harness_groups[];
extern const HarnessKeysRule harness_rules[];
extern const HarnessKeysCase harness_cases[];
extern const HarnessKeysShape harness_shapes[];
extern const HarnessKeysStep harness_steps[];
extern const HarnessKeysStage harness_stages[];
extern const HarnessKeysDocument harness_documents[];
extern const HarnessKeysPattern harness_patterns[];
extern const uint16_t harness_transitions[];
extern const uint8_t harness_classes[];
extern const uint16_t harness_step_count;
extern const uint16_t harness_stage_count;
extern const uint16_t harness_document_count;
extern const uint16_t harness_shape_count;
extern const uint16_t harness_step_shape;
extern const uint16_t harness_template_step;

/// Swift cannot see arrays of unknown length; these give their first elements.
static inline const char *harnessText(void) { return harness_text; }
static inline const HarnessKeysName *harnessNames(void) { return harness_names; }
static inline const uint16_t *harnessLists(void) { return harness_lists; }
static inline const HarnessKeysType *harnessTypes(void) { return harness_types; }
static inline const HarnessKeysField *harnessFields(void) { return harness_fields; }
static inline const HarnessKeysGroup *harnessGroups(void) { return harness_groups; }
static inline const HarnessKeysRule *harnessRules(void) { return harness_rules; }
static inline const HarnessKeysCase *harnessCases(void) { return harness_cases; }
static inline const HarnessKeysShape *harnessShapes(void) { return harness_shapes; }
static inline const HarnessKeysStep *harnessSteps(void) { return harness_steps; }
static inline const HarnessKeysStage *harnessStages(void) { return harness_stages; }
static inline const HarnessKeysDocument *harnessDocuments(void) { return harness_documents; }
static inline const HarnessKeysPattern *harnessPatterns(void) { return harness_patterns; }
static inline const uint16_t *harnessTransitions(void) { return harness_transitions; }
static inline const uint8_t *harnessClasses(void) { return harness_classes; }
