/*
 * Lets systemd's own code read environment files and expand command lines, without a running systemd: the functions that
 * its service manager calls are exported by its private shared library.
 *
 *   systemd-parser LIBRARY MAJOR
 *
 * LIBRARY is the path of libsystemd-shared-<version>.so, MAJOR the number before the first dot of <version>. Standard input
 * holds requests, standard output gets one answer each; texts are written as their length in bytes, a newline, the bytes,
 * and a newline.
 *
 *   F <text>                       reads an environment file into assignments NAME=VALUE
 *   X <n> <m> <text>{n} <text>{m}  expands the n words of a command line with m assignments
 *
 * The answer is V <count> <text>{count}, or E <errno>.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Declarations of systemd's internal headers, v252 (src/basic/env-file.h, env-util.h). */
typedef int (*load_env_file_t)(FILE *file, const char *name, char ***result);
typedef char **(*strv_env_clean_t)(char **list, void (*invalid)(const char *entry, void *user), void *user);
typedef char **(*replace_env_argv_t)(char **words, char **environment);
/* Since v254 the result is a parameter. */
typedef int (*replace_env_argv_254_t)(char **words, char **environment, char ***result, char ***unset, char ***bad);

static load_env_file_t load_env_file;
static strv_env_clean_t strv_env_clean;
static void *replace_env_argv;
static int major_version;

static void die(const char *message) {
        fprintf(stderr, "systemd-parser: %s\n", message);
        exit(2);
}

static void *find(void *library, const char *name) {
        void *symbol = dlsym(library, name);
        if (!symbol) die(dlerror());
        return symbol;
}

static char *read_text(size_t *length) {
        unsigned long size;
        if (scanf("%lu", &size) != 1 || getchar() != '\n') die("bad request");
        char *text = malloc(size + 1);
        if (!text || fread(text, 1, size, stdin) != size || getchar() != '\n') die("bad request");
        text[size] = 0;
        if (length) *length = size;
        return text;
}

static char **read_list(unsigned long count) {
        char **list = calloc(count + 1, sizeof(char *));
        if (!list) die("no memory");
        for (unsigned long index = 0; index < count; index++) list[index] = read_text(NULL);
        return list;
}

static void answer(int result, char **list) {
        unsigned long count = 0;
        if (result < 0) {
                printf("E %d\n", -result);
        } else {
                while (list && list[count]) count++;
                printf("V %lu\n", count);
                for (unsigned long index = 0; index < count; index++) printf("%zu\n%s\n", strlen(list[index]), list[index]);
        }
        fflush(stdout);
}

/* As exec_context_load_environment does (src/core/execute.c): the file is read, then invalid assignments are dropped. */
static void read_environment_file(void) {
        size_t size;
        char *text = read_text(&size), **list = NULL;
        FILE *file = size == 0 ? fopen("/dev/null", "r") : fmemopen(text, size, "r");
        if (!file) die("fmemopen failed");
        int result = load_env_file(file, "the environment file", &list);
        if (result >= 0 && list) list = strv_env_clean(list, NULL, NULL);
        answer(result, list);
        fclose(file);
}

static void expand(void) {
        unsigned long words, variables;
        if (scanf("%lu %lu", &words, &variables) != 2 || getchar() != '\n') die("bad request");
        char **command = read_list(words), **environment = read_list(variables), **list = NULL;
        int result = 0;
        if (major_version >= 254) {
                result = ((replace_env_argv_254_t)replace_env_argv)(command, environment, &list, NULL, NULL);
        } else {
                list = ((replace_env_argv_t)replace_env_argv)(command, environment);
                if (!list) result = -12;
        }
        answer(result, list);
}

int main(int count, char **words) {
        if (count != 3) die("usage: systemd-parser LIBRARY MAJOR");
        void *library = dlopen(words[1], RTLD_NOW);
        if (!library) die(dlerror());
        major_version = atoi(words[2]);
        load_env_file = (load_env_file_t)find(library, "load_env_file");
        strv_env_clean = (strv_env_clean_t)find(library, "strv_env_clean_with_callback");
        replace_env_argv = find(library, "replace_env_argv");
        for (;;) {
                char request;
                if (scanf(" %c", &request) != 1) return 0;
                if (request != 'X' && getchar() != '\n') die("bad request");
                if (request == 'F') read_environment_file();
                else if (request == 'X') expand();
                else die("unknown request");
        }
}
