// The least that running steps can cost: COUNT containers by bare calls to the engine's API, one after another or at once, each
// created, started, awaited and removed; the output is not even read. containers SOCKET COUNT sequence|parallel
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static FILE *engine;

// One request on the open connection; the body of the answer goes to `answer`, what does not fit is dropped.
static int request(const char *method, const char *path, const char *body, char *answer, size_t room) {
  char line[4096];
  int status = 0, chunked = 0;
  long length = 0;
  fprintf(engine, "%s /v1.41%s HTTP/1.1\r\nHost: engine\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
          method, path, strlen(body), body);
  fflush(engine);
  if (!fgets(line, sizeof line, engine) || sscanf(line, "HTTP/1.1 %d", &status) != 1) return 0;
  while (fgets(line, sizeof line, engine) && line[0] != '\r') {
    if (strncasecmp(line, "Content-Length:", 15) == 0) length = atol(line + 15);
    if (strncasecmp(line, "Transfer-Encoding: chunked", 26) == 0) chunked = 1;
  }
  size_t used = 0;
  for (;;) {
    if (chunked) {
      if (!fgets(line, sizeof line, engine)) return 0;
      length = strtol(line, NULL, 16);
    }
    long rest = length;
    while (rest-- > 0) {
      int byte = fgetc(engine);
      if (byte == EOF) return 0;
      if (used + 1 < room) answer[used++] = (char)byte;
    }
    if (!chunked) break;
    if (!fgets(line, sizeof line, engine)) return 0;
    if (length == 0) break;
  }
  if (room > 0) answer[used] = 0;
  return status;
}

static int connect_to(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  int connection = socket(AF_UNIX, SOCK_STREAM, 0);
  snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
  if (connection < 0 || connect(connection, (struct sockaddr *)&address, sizeof address) != 0) return 0;
  engine = fdopen(connection, "r+");
  return engine != NULL;
}

static int run_one(const char *network) {
  char answer[4096], path[256], body[512], id[80];
  snprintf(body, sizeof body,
           "{\"Image\":\"busybox:1\",\"Entrypoint\":[\"/bin/sh\",\"-c\"],\"Cmd\":[\"echo done\"],"
           "\"HostConfig\":{\"NetworkMode\":\"%s\"}}",
           network);
  if (request("POST", "/containers/create", body, answer, sizeof answer) != 201) return 0;
  if (sscanf(answer, "{\"Id\":\"%79[0-9a-f]", id) != 1) return 0;
  snprintf(path, sizeof path, "/containers/%s/start", id);
  if (request("POST", path, "", answer, sizeof answer) != 204) return 0;
  snprintf(path, sizeof path, "/containers/%s/wait", id);
  if (request("POST", path, "", answer, sizeof answer) != 200) return 0;
  snprintf(path, sizeof path, "/containers/%s?force=1", id);
  return request("DELETE", path, "", answer, sizeof answer) == 204;
}

int main(int count, char **arguments) {
  char answer[4096], body[128], network[64];
  if (count != 4 || !connect_to(arguments[1])) return 2;
  int containers = atoi(arguments[2]), parallel = strcmp(arguments[3], "parallel") == 0, good = 1;
  snprintf(network, sizeof network, "bare-%d", (int)getpid());
  snprintf(body, sizeof body, "{\"Name\":\"%s\"}", network);
  if (request("POST", "/networks/create", body, answer, sizeof answer) != 201) return 3;
  for (int index = 0; index < containers && good; index++) {
    if (!parallel) {
      good = run_one(network);
    } else if (fork() == 0) {
      _exit(connect_to(arguments[1]) && run_one(network) ? 0 : 3);
    }
  }
  for (int status; parallel && wait(&status) > 0;) good = good && status == 0;
  snprintf(body, sizeof body, "/networks/%s", network);
  request("DELETE", body, "", answer, sizeof answer);
  return good ? 0 : 3;
}
