/*
 * Loaded before libc (LD_PRELOAD): makes writes, syncs and truncations of chosen files fail as a disk does. What fails is said in a
 * file that is mapped (PLEXI_FAULTS) and written by the test while everything runs.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

/* As `faulty-disk.ts` writes it. */
struct faults {
  int64_t calls;     /* counted down; from 0 on calls fail */
  int64_t failing;   /* so many of them */
  int32_t how;       /* 0 nothing fails, 1 no space, 2 input/output error, 3 half is written and then there is no space, 4 syncs only fail, 5 the process is killed */
  int32_t unused;
  int64_t seen;      /* counted up */
};

static struct faults *faults(void) {
  static struct faults *mapped;
  static int tried;
  if (tried) return mapped;
  tried = 1;
  const char *path = getenv("PLEXI_FAULTS");
  if (path == NULL) return NULL;
  int fd = open(path, O_RDWR);
  if (fd < 0) return NULL;
  void *at = mmap(NULL, sizeof(struct faults), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (at != MAP_FAILED) mapped = at;
  close(fd);
  return mapped;
}

/* Whether a file is a database's: its name says so. */
static int is_chosen(int fd) {
  char link[64], path[4096];
  static const char digits[] = "0123456789";
  char number[16];
  int at = sizeof number;
  number[--at] = 0;
  do number[--at] = digits[fd % 10]; while ((fd /= 10) > 0);
  strcpy(link, "/proc/self/fd/");
  strcat(link, number + at);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return strstr(path, ".db") != NULL;
}

static int count_down(struct faults *f, int is_sync) {
  f->seen++;
  if (f->how == 0) return 0;
  if (f->how == 4 && !is_sync) return 0;
  if (f->calls > 0) { f->calls--; return 0; }
  if (f->failing <= 0) return 0;
  f->failing--;
  if (f->how == 5) kill(getpid(), SIGKILL);
  errno = f->how == 2 ? EIO : ENOSPC;
  return f->how;
}

/* What is to happen to this call: 0 nothing. */
static int fate(int fd, int is_sync) {
  struct faults *f = faults();
  return f == NULL || fd < 3 || !is_chosen(fd) ? 0 : count_down(f, is_sync);
}

/* Names are changed as ever; but between two of them a process may end. */
static void may_end(const char *path) {
  struct faults *f = faults();
  if (f != NULL && f->how == 5 && strstr(path, ".db") != NULL) count_down(f, 0);
}

#define NEXT(type, name) static type next; if (next == NULL) next = (type)dlsym(RTLD_NEXT, name)

typedef ssize_t (*pwrite_t)(int, const void *, size_t, off64_t);
ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) {
  NEXT(pwrite_t, "pwrite64");
  int how = fate(fd, 0);
  if (how == 0) return next(fd, bytes, count, at);
  if (how == 3 && count > 1) { next(fd, bytes, count / 2, at); errno = ENOSPC; }
  return -1;
}
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) { return pwrite64(fd, bytes, count, at); }

typedef ssize_t (*write_t)(int, const void *, size_t);
ssize_t write(int fd, const void *bytes, size_t count) {
  NEXT(write_t, "write");
  return fate(fd, 0) == 0 ? next(fd, bytes, count) : -1;
}

typedef int (*sync_t)(int);
int fsync(int fd) {
  NEXT(sync_t, "fsync");
  if (fate(fd, 1) == 0) return next(fd);
  errno = EIO;
  return -1;
}
int fdatasync(int fd) {
  NEXT(sync_t, "fdatasync");
  if (fate(fd, 1) == 0) return next(fd);
  errno = EIO;
  return -1;
}

typedef int (*truncate_t)(int, off64_t);
int ftruncate64(int fd, off64_t length) {
  NEXT(truncate_t, "ftruncate64");
  return fate(fd, 0) == 0 ? next(fd, length) : -1;
}
int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

typedef int (*names_t)(const char *, const char *);
int rename(const char *from, const char *to) {
  NEXT(names_t, "rename");
  may_end(from);
  return next(from, to);
}
int link(const char *from, const char *to) {
  NEXT(names_t, "link");
  may_end(from);
  return next(from, to);
}

typedef int (*name_t)(const char *);
int unlink(const char *path) {
  NEXT(name_t, "unlink");
  may_end(path);
  return next(path);
}
