/*
 * The firmware as a process: lim-posix (--tcp PORT | --pty) [--rows N] [--columns N] [--seed N]
 *
 * Prints one line when it can be reached, "tcp 127.0.0.1:PORT" or "pty /dev/pts/N", and serves until killed. Port 0 takes
 * any free one. One host at a time: a second one is told so and waits. A reset the host asks for, or SIGHUP, restarts the
 * controller; cells and meter go on. SIGUSR1 has the power fail in the middle of the next command that pulses: one slot of
 * it has been fired, no result is kept. SIGUSR2 blinds the meter, and lets it see again.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "lim_bytes.h"
#include "lim_model.h"

#define IDLE_MILLIS 1000
#define BUSY_MILLIS 5
/* a line that stands still longer loses what is on its way */
#define STALL_MILLIS 250
/* A peer that is gone without a word is noticed within KEEP_IDLE + KEEP_TRIES x KEEP_EVERY seconds. */
#define KEEP_IDLE 5
#define KEEP_EVERY 1
#define KEEP_TRIES 3
/* the bench's own size, so that the digits fit */
#define USUAL_ROWS 65
#define USUAL_COLUMNS 10

static int link_fd = -1;
/* A second host, while the first one holds the lease: told so, and let in when it is free. */
static int visitor_fd = -1;
static lim_unstuffer visitor_bytes;
static uint64_t booted;
static volatile sig_atomic_t power_cut, cut_within;
static jmp_buf power_lost;

static uint64_t monotonic_millis(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000u + (uint64_t)now.tv_nsec / 1000000u;
}

uint64_t lim_hal_uptime_millis(void) {
    return monotonic_millis() - booted;
}

uint64_t lim_hal_entropy(void) {
    uint64_t bits = 0;
    if (getrandom(&bits, sizeof bits, 0) != sizeof bits) {
        bits = monotonic_millis() << 20 | (uint64_t)getpid();
    }
    return bits;
}

size_t lim_hal_receive(uint8_t *into, size_t most) {
    if (link_fd < 0) {
        return 0;
    }
    ssize_t count = read(link_fd, into, most);
    return count > 0 ? (size_t)count : 0;
}

void lim_hal_send(const uint8_t *bytes, size_t count) {
    while (count > 0 && link_fd >= 0) {
        ssize_t sent = write(link_fd, bytes, count);
        if (sent > 0) {
            bytes += sent;
            count -= (size_t)sent;
            continue;
        }
        struct pollfd room = {.fd = link_fd, .events = POLLOUT};
        if ((errno != EAGAIN && errno != EINTR) || poll(&room, 1, STALL_MILLIS) <= 0) {
            return; /* the host asks again */
        }
    }
}

static void fail(const char *what) {
    fprintf(stderr, "lim-posix: %s: %s\n", what, strerror(errno));
    exit(1);
}

static int open_pty(void) {
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
    if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0) {
        fail("pty");
    }
    /* raw from the start, and held open so that a host may come and go */
    int slave = open(ptsname(master), O_RDWR | O_NOCTTY);
    struct termios raw;
    if (slave < 0 || tcgetattr(slave, &raw) != 0) {
        fail("pty");
    }
    cfmakeraw(&raw);
    tcsetattr(slave, TCSANOW, &raw);
    printf("pty %s\n", ptsname(master));
    return master;
}

static int listen_tcp(int port) {
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int on = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    struct sockaddr_in where = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof where;
    if (listener < 0 || bind(listener, (struct sockaddr *)&where, sizeof where) != 0 || listen(listener, 4) != 0
        || getsockname(listener, (struct sockaddr *)&where, &length) != 0) {
        fail("tcp");
    }
    printf("tcp 127.0.0.1:%d\n", ntohs(where.sin_port));
    return listener;
}

static void keep_alive(int host) {
    int on = 1, idle = KEEP_IDLE, every = KEEP_EVERY, tries = KEEP_TRIES;
    setsockopt(host, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(host, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    setsockopt(host, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof idle);
    setsockopt(host, IPPROTO_TCP, TCP_KEEPINTVL, &every, sizeof every);
    setsockopt(host, IPPROTO_TCP, TCP_KEEPCNT, &tries, sizeof tries);
}

static void hang_up(int *host) {
    if (*host >= 0) {
        close(*host);
    }
    *host = -1;
}

/* Has the engine answer over the visitor's line; false: the visitor is the holder, or greets when no lease runs. */
static bool turn_away(const uint8_t *envelope, size_t length) {
    int holder = link_fd;
    link_fd = visitor_fd;
    bool stranger = lim_turn_away(envelope, length);
    link_fd = holder;
    return stranger;
}

/* A host that waits asks again and again: each hello is answered, until it is let in or goes. One that asks once the lease is
 * over, or the holder itself, come back over a new line before the old one was seen to be dead, changes places with who has
 * it; what it said is left for the engine to read. */
static void hear_visitor(void) {
    uint8_t bytes[256];
    ssize_t count = recv(visitor_fd, bytes, sizeof bytes, MSG_PEEK);
    if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)) {
        hang_up(&visitor_fd);
        return;
    }
    for (ssize_t i = 0; i < count; i++) {
        size_t length = 0;
        if (lim_unstuff(&visitor_bytes, bytes[i], &length) != LIM_ENVELOPE) {
            continue;
        }
        if (!turn_away(visitor_bytes.held, length)) {
            int stranger = link_fd;
            link_fd = visitor_fd;
            visitor_fd = stranger;
            lim_unstuffer_clear(&visitor_bytes);
            return;
        }
    }
    if (count > 0 && recv(visitor_fd, bytes, (size_t)count, 0) != count) {
        hang_up(&visitor_fd);
    }
}

static void take_host(int listener) {
    int host = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (host < 0) {
        return;
    }
    keep_alive(host);
    hang_up(&visitor_fd);
    visitor_fd = host;
    lim_unstuffer_clear(&visitor_bytes);
}

/* Who comes next gets the line when its host is gone; a holder whose lease is over is served until another says hello. */
static void let_in(void) {
    if (visitor_fd >= 0 && link_fd < 0) {
        link_fd = visitor_fd;
        visitor_fd = -1;
    }
}

static bool host_gone(short events) {
    char probe;
    return (events & (POLLHUP | POLLERR)) || ((events & POLLIN) && recv(link_fd, &probe, 1, MSG_PEEK) == 0);
}

static void serve(int listener) {
    struct pollfd fds[3] = {
        {.fd = listener, .events = POLLIN}, {.fd = link_fd, .events = POLLIN}, {.fd = visitor_fd, .events = POLLIN}};
    int patience = lim_working() ? 0 : lim_busy() || visitor_fd >= 0 ? BUSY_MILLIS : IDLE_MILLIS;
    if (poll(fds, 3, patience) < 0 && errno != EINTR) {
        fail("poll");
    }
    if (listener >= 0 && link_fd >= 0 && host_gone(fds[1].revents)) {
        hang_up(&link_fd);
    }
    if (listener >= 0 && (fds[0].revents & POLLIN)) {
        take_host(listener);
    } else if (visitor_fd >= 0 && link_fd >= 0 && (fds[2].revents & (POLLIN | POLLHUP | POLLERR))) {
        hear_visitor();
    }
    let_in();
    lim_poll();
}

static void on_blind(int signal_number) {
    (void)signal_number;
    lim_model_blind = !lim_model_blind;
}

static void on_hangup(int signal_number) {
    (void)signal_number;
    power_cut = 1;
}

static void on_cut_within(int signal_number) {
    (void)signal_number;
    cut_within = 1;
}

static void slot_fired(void) {
    if (cut_within) {
        cut_within = 0;
        longjmp(power_lost, 1);
    }
}

static uint32_t number(const char *text, uint32_t most) {
    unsigned long n = strtoul(text, NULL, 10);
    if (n < 1 || n > most) {
        fprintf(stderr, "lim-posix: '%s'; allowed: 1 to %u\n", text, (unsigned)most);
        exit(2);
    }
    return (uint32_t)n;
}

/* Starts the controller and serves until its power fails; cells and meter are not the controller's. */
static void run(const lim_device *device, int listener) {
    (void)setjmp(power_lost);
    power_cut = 0;
    booted = monotonic_millis();
    const char *unfit = lim_boot(device);
    if (unfit != NULL) {
        fprintf(stderr, "lim-posix: %s\n", unfit);
        exit(1);
    }
    while (!power_cut && !lim_reset_asked()) {
        serve(listener);
    }
}

int main(int count, char **words) {
    int port = -1;
    uint64_t seed = 1;
    uint32_t rows = USUAL_ROWS, columns = USUAL_COLUMNS;
    for (int i = 1; i < count; i++) {
        bool more = i + 1 < count;
        if (strcmp(words[i], "--tcp") == 0 && more) {
            port = atoi(words[++i]);
        } else if (strcmp(words[i], "--seed") == 0 && more) {
            seed = strtoull(words[++i], NULL, 10);
        } else if (strcmp(words[i], "--rows") == 0 && more) {
            rows = number(words[++i], LIM_MODEL_ROWS);
        } else if (strcmp(words[i], "--columns") == 0 && more) {
            columns = number(words[++i], LIM_MODEL_COLUMNS);
        } else if (strcmp(words[i], "--pty") != 0) {
            fprintf(stderr, "usage: lim-posix (--tcp PORT | --pty) [--rows N] [--columns N] [--seed N]\n");
            return 2;
        }
    }
    signal(SIGPIPE, SIG_IGN);
    struct sigaction hangup = {.sa_handler = on_hangup}, within = {.sa_handler = on_cut_within},
                     blind = {.sa_handler = on_blind};
    sigaction(SIGHUP, &hangup, NULL);
    sigaction(SIGUSR1, &within, NULL);
    sigaction(SIGUSR2, &blind, NULL);
    lim_model_slot_fired = slot_fired;
    int listener = port >= 0 ? listen_tcp(port) : -1;
    if (listener < 0) {
        link_fd = open_pty();
    }
    fflush(stdout);
    const lim_device *device = lim_model_power_on("lim-posix 1.0", rows, columns, seed);
    for (;;) {
        run(device, listener);
    }
}
