#include <stdio.h>
#include <stdlib.h>
/* Prints what it was given, a line each, and ends with the number in STUB_EXIT. */
int main(int argc, char **argv) {
  for (int i = 1; i < argc; i++) printf("<%s>\n", argv[i]);
  char *code = getenv("STUB_EXIT");
  return code ? atoi(code) : 0;
}
