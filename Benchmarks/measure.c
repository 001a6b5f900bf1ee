// Runs commands in turn, so that whatever else the machine does meets all of them, and prints for each the median time in
// milliseconds and the most memory that it had, in KiB: measure ROUNDS -- COMMAND… -- COMMAND…
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static int ascending(const void *left, const void *right) {
  double difference = *(const double *)left - *(const double *)right;
  return difference < 0 ? -1 : difference > 0;
}

int main(int count, char **arguments) {
  char **commands[64];
  int found = 0, rounds = count > 1 ? atoi(arguments[1]) : 0;
  for (int index = 2; index < count && found < 64; index++) {
    if (strcmp(arguments[index], "--") == 0) {
      arguments[index] = NULL;
      commands[found++] = &arguments[index + 1];
    }
  }
  if (rounds < 1 || found == 0) return 2;
  double *times = calloc((size_t)rounds * found, sizeof *times);
  long memory[64] = {0};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  for (int round = 0; round < rounds; round++) {
    for (int index = 0; index < found; index++) {
      struct timespec begin, end;
      struct rusage usage;
      pid_t child;
      int status;
      clock_gettime(CLOCK_MONOTONIC, &begin);
      if (posix_spawnp(&child, commands[index][0], &actions, NULL, commands[index], environ) != 0) return 3;
      if (wait4(child, &status, 0, &usage) < 0) return 3;
      clock_gettime(CLOCK_MONOTONIC, &end);
      if (!WIFEXITED(status) || WEXITSTATUS(status) > 1) {
        fprintf(stderr, "measure: %s failed\n", commands[index][0]);
        return 1;
      }
      times[index * rounds + round] = (end.tv_sec - begin.tv_sec) * 1e3 + (end.tv_nsec - begin.tv_nsec) / 1e6;
      if (usage.ru_maxrss > memory[index]) memory[index] = usage.ru_maxrss;
    }
  }
  for (int index = 0; index < found; index++) {
    qsort(times + index * rounds, rounds, sizeof *times, ascending);
    printf("%.2f %ld\n", times[index * rounds + rounds / 2], memory[index]);
  }
  return 0;
}
