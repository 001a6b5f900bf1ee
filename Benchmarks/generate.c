// Writes a valid pipeline file of about so many megabytes: generate MEGABYTES >FILE
#include <stdio.h>
#include <stdlib.h>

int main(int count, char **arguments) {
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
