/*
 * A port to begin with: an array of ROWS x COLUMNS cells that is driven by voltage pulses, behind a pseudo-terminal.
 *
 * It runs as it is. What is to be replaced for a chip is marked YOURS, function by function; the rest may stay. The chip
 * here is a stand-in: 256 levels, one pulse is one level, a pulse costs 1 pJ and a read 10 pJ.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "lim_engine.h"

/* What the meter counts in. */
#define LSB_JOULES 1e-12
#define PULSE_COUNTS 1u
#define READ_COUNTS 10u
#define MOST_LEVEL 255

/* ---- YOURS: bytes in and out. A UART whose interrupt fills a ring buffer does it, see ../cortex-m3. */

static int terminal = -1;

/* Never waits. What arrives between two polls must be kept somewhere: 3 frames of 655 bytes at LIM_CREDITS 2. */
size_t lim_hal_receive(uint8_t *into, size_t most) {
    ssize_t count = read(terminal, into, most);
    return count > 0 ? (size_t)count : 0;
}

/* May wait for as long as the line takes, and 250 ms for one that stands still; then the rest is dropped. */
void lim_hal_send(const uint8_t *bytes, size_t count) {
    while (count > 0) {
        ssize_t sent = write(terminal, bytes, count);
        if (sent > 0) {
            bytes += sent;
            count -= (size_t)sent;
            continue;
        }
        struct pollfd room = {.fd = terminal, .events = POLLOUT};
        if ((errno != EAGAIN && errno != EINTR) || poll(&room, 1, 250) <= 0) {
            return;
        }
    }
}

/* ---- YOURS: time and the boot id */

static uint64_t powered_on, booted;

static uint64_t millis(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000u + (uint64_t)now.tv_nsec / 1000000u;
}

/* From 0 at every boot, in 64 bits: deadlines of commands are set in it. A tick of 1 ms does it. */
uint64_t lim_hal_uptime_millis(void) {
    return millis() - booted;
}

/* Never the same twice: a counter in flash that goes up at each boot, or a noise source. Not a constant, not a hash of one,
 * not the uninitialised RAM alone: a host tells by this id that a reset has swallowed its command. */
uint64_t lim_hal_entropy(void) {
    uint64_t bits = 0;
    if (getrandom(&bits, sizeof bits, 0) != sizeof bits) {
        exit(1);
    }
    return bits;
}

/* ---- YOURS: the array */

static uint8_t level[ROWS][COLUMNS];
static lim_meter registers;

/* Moves one cell; the ends hold. */
static void pulse(lim_account account, uint32_t row, uint32_t column, bool down) {
    uint8_t *cell = &level[row][column];
    if (down && *cell > 0) {
        (*cell)--;
    } else if (!down && *cell < MOST_LEVEL) {
        (*cell)++;
    }
    registers.delivered[account] += PULSE_COUNTS;
}

/*
 * One time slot: all rows and columns whose bits are set fire together, for slot->pulse_seconds out of
 * slot->period_seconds. On a crossbar this is: put the row pattern and the column pattern on the line drivers, signs as they
 * say, raise both at once. Neither alone may move a cell: half of the voltage on each is the usual way (half-select). No more
 * than 50 ms; a longer slot is begun here and goes on while lim_hal_busy() says true.
 *
 * Who knows how often the levels changed returns it; silicon does not.
 */
uint32_t lim_hal_pulse(const lim_slot *slot) {
    for (uint32_t row = 0; row < slot->tile.rows; row++) {
        if (!lim_line(slot->row_fires, row)) {
            continue;
        }
        for (uint32_t column = 0; column < slot->tile.columns; column++) {
            if (lim_line(slot->column_fires, column)) {
                bool down = lim_line(slot->row_negative, row) != lim_line(slot->column_negative, column);
                pulse(slot->account, slot->tile.row + row, slot->tile.column + column, down);
            }
        }
    }
    return LIM_JUMPS_UNKNOWN;
}

/* The rest barrier of a tile, where it can be tuned; never called where barrier_driven is false. A ramp of more than 50 ms is
 * begun here and goes on while lim_hal_busy() says true. */
void lim_hal_barrier(const lim_tile *tile, double joules, double ramp_seconds, bool consolidate) {
    (void)tile;
    (void)joules;
    (void)ramp_seconds;
    (void)consolidate;
}

/* Whether a slot or a ramp still goes on by itself, by a timer or a pattern generator. Here none does. */
bool lim_hal_busy(void) {
    return false;
}

/* One conversion, or so many averaged; code c stands for converter_offset_siemens + c x converter_lsb_siemens. */
uint16_t lim_hal_read(uint32_t row, uint32_t column, uint32_t averages) {
    registers.delivered[LIM_READ] += (uint64_t)READ_COUNTS * averages;
    return level[row][column];
}

/*
 * All registers at one moment, in counts of lsb_joules, never going back. Called before and after every command: what a
 * command costs is the difference. A chip with one rail counts it on the account of what it is doing and names the others in
 * unmetered_accounts. What the meter missed is counted in losses, or it reads as no energy at all.
 */
void lim_hal_meter(lim_meter *into) {
    *into = registers;
    into->seconds = (double)(millis() - powered_on) * 1e-3;
}

/* Of the bath, as near to the array as there is a sensor. */
double lim_hal_kelvin(void) {
    return 300;
}

/* Time passes by itself in silicon. */
bool lim_hal_advance(double seconds, bool powered) {
    (void)seconds;
    (void)powered;
    return false;
}

/* ---- YOURS: the datasheet. Every number is a promise: commands beyond it are refused before they reach the array. */

static uint8_t staging[COLUMNS * ROWS + 1]; /* a dense update of all cells, or codes of all lines */

static const lim_device device = {
    .device = "lim-template", /* kind of chip */
    .firmware = "port 1.0",
    .emulated = false,
    .rows = ROWS,
    .columns = COLUMNS,
    .levels = MOST_LEVEL + 1, /* 0: continuous */
    .least_siemens = 1e-6,
    .most_siemens = 256e-6,
    .minimum_step_siemens = 1e-6, /* of one pulse, about */
    .barrier_driven = false,      /* true: fill least, hold and most barrier, most tilt and the attempt rates instead */
    .potentiate_volts = 1.2,
    .depress_volts = 1.2,
    .pulse_seconds = 1e-6,
    .converter_bits = 8,
    .converter_offset_siemens = 1e-6,
    .converter_lsb_siemens = 1e-6,
    .converter_noise_siemens = 0,
    .lsb_joules =
        {LSB_JOULES, LSB_JOULES, LSB_JOULES, LSB_JOULES, LSB_JOULES, LSB_JOULES, LSB_JOULES, LSB_JOULES},
    /* bit n: nothing meters account n of lim_account */
    .unmetered_accounts = 1u << LIM_CONSOLIDATE | 1u << LIM_BARRIER | 1u << LIM_LINES | 1u << LIM_PERIPHERY | 1u << LIM_IDLE,
    .most_slots = 1024,
    .staging = staging,
    .staging_bytes = sizeof staging,
    .slot_seconds = 1e-6 /* what setting the lines takes beyond the slot's period */
};

/* ---- the main loop; what it sleeps by is YOURS */

static void open_terminal(void) {
    terminal = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
    if (terminal < 0 || grantpt(terminal) != 0 || unlockpt(terminal) != 0) {
        perror("pty");
        exit(1);
    }
    /* raw from the start, and held open so that a host may come and go */
    int held = open(ptsname(terminal), O_RDWR | O_NOCTTY);
    struct termios raw;
    if (held < 0 || tcgetattr(held, &raw) != 0) {
        perror("pty");
        exit(1);
    }
    cfmakeraw(&raw);
    tcsetattr(held, TCSANOW, &raw);
    printf("pty %s\n", ptsname(terminal));
    fflush(stdout);
}

/* Until a byte comes; 1 ms where something waits for a time. On a core: WFI, with a tick of 1 ms while lim_busy(). */
static void sleep_until_needed(void) {
    struct pollfd bytes = {.fd = terminal, .events = POLLIN};
    poll(&bytes, 1, lim_busy() ? 1 : 1000);
}

int main(void) {
    powered_on = millis();
    open_terminal();
    for (;;) {
        booted = millis();
        const char *unfit = lim_boot(&device);
        if (unfit != NULL) {
            fprintf(stderr, "%s\n", unfit); /* and every host that asks is told */
        }
        while (!lim_reset_asked()) {
            lim_poll();
            if (!lim_working()) {
                sleep_until_needed();
            }
        }
        /* a reset asked for by the host: the controller begins anew, cells and registers stay */
    }
}
