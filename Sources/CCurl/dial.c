#define _GNU_SOURCE
#include "dial.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <unistd.h>

extern char **environ;

bool ccurl_spawn(const char *const *command, int descriptor, pid_t *child) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t none, defaults;
  sigemptyset(&none);
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  sigaddset(&defaults, SIGINT);
  sigaddset(&defaults, SIGTERM);
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_adddup2(&actions, descriptor, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, descriptor, STDOUT_FILENO);
  // What else is open is no business of the program's, and would stay open as long as it lives.
  posix_spawn_file_actions_addclosefrom_np(&actions, 3);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);

  // The program reads its arguments and does not change them; only the type of posix_spawnp says otherwise.
  int failure = posix_spawnp(child, command[0], &actions, &attributes, (char *const *)command, environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return failure == 0;
}

int ccurl_dial(const char *const *command, pid_t *child) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return -1;
  bool started = ccurl_spawn(command, ends[1], child);
  close(ends[1]);
  if (started) return ends[0];
  close(ends[0]);
  return -1;
}
