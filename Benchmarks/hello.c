// The least that a program can do: what starting any program costs.
#include <stdio.h>

int main(void) {
  puts("pipec");
  return 0;
}
