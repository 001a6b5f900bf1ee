// Writes a valid pipeline file: generate MEGABYTES >FILE for Drone, generate harness STEPS >FILE for Harness
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// One CI stage of so many steps, with ten expressions in each.
static void harness(long steps) {
  printf("pipeline:\n  identifier: big\n  name: big\n  variables:\n    - {name: env, type: String, value: prod}\n  stages:\n"
         "    - stage:\n        identifier: build\n        name: build\n        type: CI\n        spec:\n"
         "          cloneCodebase: false\n          platform: {os: Linux, arch: Amd64}\n"
         "          runtime: {type: Cloud, spec: {}}\n          execution:\n            steps:\n");
  for (long step = 0; step < steps; step++) {
    long other = step ? step - 1 : 0;
    const char *path = step ? "steps.s%ld.output.outputVariables.V%ld" : "pipeline.name";
    printf("              - step:\n                  identifier: s%ld\n                  name: s%ld\n"
           "                  type: Run\n                  when:\n                    stageStatus: Success\n"
           "                    condition: <+pipeline.variables.env> == \"prod\"\n                  spec:\n"
           "                    shell: Sh\n                    outputVariables: [{name: V%ld}]\n"
           "                    command: |-\n                      export V%ld=1\n",
           step, step, step, step);
    for (int line = 0; line < 8; line++) {
      printf("                      echo <+");
      if (line % 4 == 1) {
        printf("<+pipeline.variables.env> == \"prod\" ? \"a\" : \"b\"");
      } else {
        printf(path, other, other);
      }
      printf(">\n");
    }
  }
}

int main(int count, char **arguments) {
  if (count > 2 && !strcmp(arguments[1], "harness")) {
    harness(atol(arguments[2]));
    return 0;
  }
  long wanted = (count > 1 ? atol(arguments[1]) : 1) * 1000000, written = 0;
  for (int pipeline = 0; written < wanted; pipeline++) {
    written += printf(
        "---\nkind: pipeline\ntype: docker\nname: pipeline-%d\n\nplatform:\n  os: linux\n  arch: amd64\n\n"
        "environment:\n  CGO_ENABLED: \"0\"\n  GOFLAGS: -mod=vendor\n\nsteps:\n",
        pipeline);
    for (int step = 0; step < 20; step++) {
      written += printf(
          "- name: step-%d\n  image: golang:1.%d # as everywhere else\n  environment:\n    TOKEN:\n      from_secret: token_%d\n"
          "  commands:\n  - go vet ./...\n  - 'go test -race -run \"^Test%d\" ./...'\n  - |\n    for name in one two three; do\n"
          "      echo \"$name\" >> log\n    done\n  when:\n    branch:\n    - main\n    - release/*\n    event: [push, tag]\n\n",
          step, step % 20 + 1, step, step);
    }
  }
  return 0;
}
