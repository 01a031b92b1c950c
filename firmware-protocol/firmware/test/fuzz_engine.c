/*
 * The engine and the model array under whatever a fuzzer makes of its input: libFuzzer's entry.
 *
 * The input is a script. Its first octet chooses the device; then, again and again, one octet chooses a step and the next
 * ones say more (enum step). Bytes come with their length in two octets. Most steps make frames whose stuffing and CRC are
 * right, and messages that are the next of their session, so that what is behind them is reached. fuzz_seeds.py writes
 * such scripts out of the test vectors.
 */
#include <setjmp.h>
#include <string.h>

#include "fuzz.h"

#define MOST_STEPS 100

enum step {
    HELLO,            /* which session: hello under it */
    NEXT,             /* envelope: the next of the session, under the next id */
    NEXT_WITH_ITS_ID, /* envelope: the next of the session, under its own id */
    AS_IT_IS,         /* envelope: framed, nothing else changed */
    TWEAKED,          /* field, value: the last envelope with an extreme value, as the next of the session */
    STAGED,           /* kind, what to spoil, tile (four octets), payload: an update begun, sent in chunks, committed */
    AGAIN,            /* the last frame once more, bit for bit */
    AGAIN_AS_NEXT,    /* the last envelope as the next of the session */
    ACK,              /* number, whether a gap is told */
    STREAM,           /* bytes as they are */
    DAMAGED,          /* envelope, place (two octets), mask: a frame with flipped bits */
    CUT_FRAME,        /* envelope, length (two octets): the beginning of a frame */
    WAIT,             /* quarters of a second */
    PIECES,           /* most bytes the port hands over at a time, less one */
    POWER_CUT,        /* the controller boots anew */
    CUT_AT_SLOT,      /* slots until the power goes */
    POLL,
    CLOCK,    /* times the clock is read until a millisecond has passed, 0: it stands still between WAITs */
    NEXT_RAW, /* body, its key and all: the next of the session, whatever a decoder makes of it */
    STEPS
};

/* Polls after the script, so that what is under way may end. */
#define LAST_POLLS 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct {
    const uint8_t *bytes;
    size_t left;
} script;

lim_device fuzz_device;
uint64_t fuzz_millis;
static uint8_t line[4096]; /* on the way to the device */
static size_t line_used, line_taken, piece;
static uint64_t boots;
static uint32_t clock_reads, reads_per_milli;
static jmp_buf power;

/* ---- the port: bytes and time */

size_t lim_hal_receive(uint8_t *into, size_t most) {
    size_t count = line_used - line_taken;
    count = count < most ? count : most;
    count = count < piece ? count : piece;
    memcpy(into, line + line_taken, count);
    line_taken += count;
    return count;
}

void lim_hal_send(const uint8_t *bytes, size_t count) {
    watch_sent(bytes, count);
}

uint64_t lim_hal_uptime_millis(void) {
    if (reads_per_milli > 0 && ++clock_reads % reads_per_milli == 0) {
        fuzz_millis++;
    }
    return fuzz_millis;
}

uint64_t lim_hal_entropy(void) {
    return ++boots;
}

void fuzz_power_cut(void) {
    longjmp(power, 1);
}

static void boot(void) {
    line_used = 0;
    line_taken = 0;
    fuzz_millis = 0;
    watch_boot();
    FUZZ_MUST(lim_boot(&fuzz_device) == NULL);
}

/* Polls until all bytes are taken. */
void fuzz_poll(void) {
    if (setjmp(power) != 0) {
        boot();
        return;
    }
    do {
        watch_poll(line_used - line_taken);
        lim_poll();
        watch_polled();
        if (lim_reset_asked()) {
            boot();
        }
    } while (line_taken < line_used);
    line_used = 0;
    line_taken = 0;
}

/* ---- the script */

uint8_t fuzz_octet(void) {
    if (script.left == 0) {
        return 0;
    }
    script.left--;
    return *script.bytes++;
}

static uint16_t word(void) {
    uint16_t low = fuzz_octet();
    return (uint16_t)(low | fuzz_octet() << 8);
}

size_t fuzz_bytes(const uint8_t **into) {
    size_t count = word();
    count = count < script.left ? count : script.left;
    *into = script.bytes;
    script.bytes += count;
    script.left -= count;
    return count;
}

/* ---- frames */

static void put(const uint8_t *from, size_t count) {
    size_t room = sizeof line - line_used;
    count = count < room ? count : room;
    memcpy(line + line_used, from, count);
    line_used += count;
}

/* Frames an envelope into the line; it is all there or not at all. */
void fuzz_frame(const uint8_t *envelope, size_t length) {
    uint32_t crc = lim_crc32c(0, envelope, length);
    if (line_used + length + length / 254 + LIM_CRC_BYTES + 3 > sizeof line) {
        return;
    }
    line[line_used++] = 0;
    size_t code_at = line_used++;
    uint8_t code = 1;
    size_t total = length + LIM_CRC_BYTES;
    for (size_t i = 0; i < total; i++) {
        uint8_t byte = i < length ? envelope[i] : (uint8_t)(crc >> (8 * (i - length)));
        if (byte != 0) {
            line[line_used++] = byte;
            code++;
        }
        if (byte == 0 || (code == 255 && i + 1 < total)) {
            line[code_at] = code;
            code_at = line_used++;
            code = 1;
        }
    }
    line[code_at] = code;
    line[line_used++] = 0;
}

/* ---- steps */

static void damaged(bool cut) {
    const uint8_t *envelope;
    size_t length = fuzz_bytes(&envelope);
    size_t begin = line_used;
    fuzz_frame(envelope, length);
    size_t place = begin + word();
    if (place < line_used) {
        if (cut) {
            line_used = place;
        } else {
            line[place] ^= fuzz_octet();
        }
    }
    fuzz_poll();
}

static void step(enum step which) {
    const uint8_t *from;
    size_t count;
    switch (which) {
        case HELLO: host_hello(); break;
        case NEXT: host_next(true); break;
        case NEXT_WITH_ITS_ID: host_next(false); break;
        case AS_IT_IS:
            count = fuzz_bytes(&from);
            fuzz_frame(from, count);
            fuzz_poll();
            break;
        case TWEAKED: host_tweaked(); break;
        case STAGED: host_staged(); break;
        case AGAIN: host_again(); break;
        case AGAIN_AS_NEXT: host_again_as_next(); break;
        case ACK: host_ack(); break;
        case STREAM:
            count = fuzz_bytes(&from);
            put(from, count);
            fuzz_poll();
            break;
        case DAMAGED: damaged(false); break;
        case CUT_FRAME: damaged(true); break;
        case WAIT: fuzz_millis += 250u * fuzz_octet(); break;
        case PIECES: piece = 1 + (size_t)fuzz_octet(); break;
        case POWER_CUT: boot(); break;
        case CUT_AT_SLOT: watch_cut_at(fuzz_octet()); break;
        case CLOCK: reads_per_milli = fuzz_octet(); break;
        case NEXT_RAW: host_raw(); break;
        default: fuzz_poll(); break;
    }
}

/* The device that one octet chooses, bit by bit; 0 is the model as it is. */
static void choose(uint8_t kind) {
    fuzz_device = *lim_model_power_on("lim-fuzz", LIM_MODEL_ROWS, LIM_MODEL_COLUMNS, 1);
    fuzz_device.potentiate_volts = 1;
    fuzz_device.depress_volts = 1;
    fuzz_device.barrier_driven = (kind & 1) == 0;
    fuzz_device.converter_bits = (kind & 2) == 0 ? 8 : 12;
    fuzz_device.levels = (kind & 4) == 0 ? fuzz_device.levels : 0;
    if ((kind & 16) != 0) {
        fuzz_device.most_slots = 100;
        fuzz_device.most_tilt_joules = fuzz_device.hold_barrier_joules / 8;
    }
    fuzz_device.emulated = (kind & 32) == 0;
    /* registers that take ten bytes each, and wrap */
    watch_start((kind & 8) == 0 ? 0 : UINT64_MAX - 3, (kind & 64) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    script.bytes = data;
    script.left = size;
    boots = 0;
    piece = 64;
    reads_per_milli = 0;
    host_start();
    choose(fuzz_octet());
    boot();
    for (int i = 0; i < MOST_STEPS && script.left > 0; i++) {
        step((enum step)(fuzz_octet() % STEPS));
    }
    for (int i = 0; i < LAST_POLLS && (i == 0 || lim_working()); i++) {
        fuzz_poll();
    }
    return 0;
}
