#define _GNU_SOURCE
#include "CProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

int cprocess_pipe(int *reading, int *writing) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return errno;
  *reading = ends[0];
  *writing = ends[1];
  return 0;
}

int cprocess_spawn(pid_t *process, char *const arguments[], char *const environment[], const char *folder, int output) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t none, all;
  int error = posix_spawn_file_actions_init(&actions);
  if (error) return error;
  error = posix_spawnattr_init(&attributes);
  if (error) {
    posix_spawn_file_actions_destroy(&actions);
    return error;
  }
  sigemptyset(&none);
  sigfillset(&all);
  if (!error) error = posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  if (!error) error = posix_spawn_file_actions_adddup2(&actions, output, 1);
  if (!error) error = posix_spawn_file_actions_adddup2(&actions, output, 2);
  if (!error) error = posix_spawn_file_actions_addclosefrom_np(&actions, 3);
  if (!error) error = posix_spawn_file_actions_addchdir_np(&actions, folder);
  if (!error) error = posix_spawnattr_setsigmask(&attributes, &none);
  if (!error) error = posix_spawnattr_setsigdefault(&attributes, &all);
  if (!error) error = posix_spawnattr_setpgroup(&attributes, 0);
  short flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
  if (!error) error = posix_spawnattr_setflags(&attributes, flags);
  if (!error) error = posix_spawnp(process, arguments[0], &actions, &attributes, arguments, environment);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

// A few steps run at once; what finds no place here only misses the hurried end.
enum { MOST_GROUPS = 1024 };
static _Atomic pid_t groups[MOST_GROUPS];

void cprocess_remember_group(pid_t leader) {
  for (int index = 0; index < MOST_GROUPS; index++) {
    pid_t nobody = 0;
    if (atomic_compare_exchange_strong(&groups[index], &nobody, leader)) return;
  }
}

void cprocess_forget_group(pid_t leader) {
  for (int index = 0; index < MOST_GROUPS; index++) {
    pid_t expected = leader;
    if (atomic_compare_exchange_strong(&groups[index], &expected, 0)) return;
  }
}

void cprocess_kill_groups(void) {
  for (int index = 0; index < MOST_GROUPS; index++) {
    pid_t leader = atomic_load(&groups[index]);
    if (leader > 0) kill(-leader, SIGKILL);
  }
}

int cprocess_memory_file(const void *bytes, size_t count) {
  int file = memfd_create("pipec", MFD_CLOEXEC);
  if (file < 0) return -1;
  const char *rest = bytes;
  while (count > 0) {
    ssize_t written = write(file, rest, count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) {
      close(file);
      return -1;
    }
    rest += written;
    count -= (size_t)written;
  }
  return file;
}

void cprocess_adopt_orphans(void) { prctl(PR_SET_CHILD_SUBREAPER, 1); }
