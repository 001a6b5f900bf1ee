// A bare libyaml event loop over whole files: what reading YAML costs when nothing is kept.
#include <stdio.h>
#include <stdlib.h>
#include <yaml.h>

static void read_events(const unsigned char *bytes, size_t count) {
  yaml_parser_t parser;
  yaml_event_t event;
  int ended = 0;
  yaml_parser_initialize(&parser);
  yaml_parser_set_input_string(&parser, bytes, count);
  while (!ended && yaml_parser_parse(&parser, &event)) {
    ended = event.type == YAML_STREAM_END_EVENT;
    yaml_event_delete(&event);
  }
  yaml_parser_delete(&parser);
}

int main(int count, char **arguments) {
  for (int index = 1; index < count; index++) {
    FILE *file = fopen(arguments[index], "rb");
    if (!file) return 2;
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    unsigned char *bytes = malloc(size > 0 ? size : 1);
    size_t length = fread(bytes, 1, size, file);
    fclose(file);
    read_events(bytes, length);
    free(bytes);
  }
  return 0;
}
