/*
 * Holds the engine to the protocol whatever it is given: an id moves the array once, refused commands do not move it, what
 * reaches the chip lies inside the datasheet, and everything sent is a whole frame that a host can read, and not too much.
 *
 * The model array is real; its functions are wrapped by the linker (-Wl,--wrap).
 */
#include <math.h>
#include <pb_decode.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

#define MOST_IDS 512
/* Beyond so many slots of one command, and changes of one input, the model is spared: they take time and show little. */
#define MODELLED_SLOTS 2
#define MODELLED_CHANGES 8
/* Nobody waits longer than this for a command: the power is taken instead. */
#define MOST_SLOTS_OF_A_COMMAND 10000

uint32_t __real_lim_hal_pulse(const lim_slot *slot);
void __real_lim_hal_barrier(const lim_tile *tile, double joules, double ramp_seconds, bool consolidate);
uint16_t __real_lim_hal_read(uint32_t row, uint32_t column, uint32_t averages);
void __real_lim_hal_meter(lim_meter *into);
bool __real_lim_hal_advance(double seconds, bool powered);
uint32_t __wrap_lim_hal_pulse(const lim_slot *slot);
void __wrap_lim_hal_barrier(const lim_tile *tile, double joules, double ramp_seconds, bool consolidate);
uint16_t __wrap_lim_hal_read(uint32_t row, uint32_t column, uint32_t averages);
void __wrap_lim_hal_meter(lim_meter *into);
bool __wrap_lim_hal_advance(double seconds, bool powered);

static struct {
    bool jumps_known;
    uint64_t counts;   /* added to every register */
    uint32_t cut_at;   /* slots until the power goes, 0: never */
    uint32_t slots;    /* of the command under way */
    uint32_t changes;  /* of the model so far */
    uint64_t moved[MOST_IDS];
    size_t moved_count;
    uint64_t mover;         /* the id that moves the array, */
    uint64_t mover_session; /* and the place of its message */
    uint32_t mover_seq;
    uint64_t checked;   /* id whose kept result was looked at */
    uint64_t session;
    uint32_t last_seq; /* of the replies of that session */
    size_t sent, may_send;
    lim_unstuffer host;
} watch;

static limbench_v1_Envelope answer;

void fuzz_broken(const char *rule, const char *file, int line) {
    fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, rule);
    abort();
}

void watch_start(uint64_t counts, bool jumps_known) {
    memset(&watch, 0, sizeof watch);
    watch.counts = counts;
    watch.jumps_known = jumps_known;
    lim_unstuffer_clear(&watch.host);
}

void watch_boot(void) {
    watch.moved_count = 0;
    watch.mover = 0;
    watch.checked = 0;
    watch.session = 0;
    watch.last_seq = 0;
    watch.cut_at = 0;
    lim_unstuffer_clear(&watch.host);
}

void watch_cut_at(uint32_t slot) {
    watch.cut_at = slot;
}

/* ---- what reaches the chip */

static void inside(const lim_tile *tile) {
    FUZZ_MUST(tile->rows >= 1 && tile->columns >= 1);
    FUZZ_MUST(tile->row < lim.device->rows && tile->rows <= lim.device->rows - tile->row);
    FUZZ_MUST(tile->column < lim.device->columns && tile->columns <= lim.device->columns - tile->column);
}

/* The command being carried out moves the array: it must be a new one, or go on. */
static void moves(void) {
    uint64_t id = lim.run.id;
    FUZZ_MUST(!lim_hal_busy());
    if (id == watch.mover && lim.run.seq == watch.mover_seq && lim.run.session == watch.mover_session) {
        return;
    }
    FUZZ_MUST(id > watch.mover);
    watch.mover = id;
    watch.mover_seq = lim.run.seq;
    watch.mover_session = lim.run.session;
    watch.slots = 0;
    watch.moved[watch.moved_count++ % MOST_IDS] = id;
}

static bool is_modelled(void) {
    return watch.slots <= MODELLED_SLOTS && watch.changes++ < MODELLED_CHANGES;
}

static void no_line_beyond(const uint8_t *lines, uint32_t count) {
    uint32_t beyond = count % 8 == 0 ? 0 : lines[count / 8] >> (count % 8);
    for (uint32_t byte = (count + 7) / 8; byte < LIM_LINE_BYTES; byte++) {
        beyond |= lines[byte];
    }
    FUZZ_MUST(beyond == 0);
}

uint32_t __wrap_lim_hal_pulse(const lim_slot *slot) {
    const lim_device *d = lim.device;
    inside(&slot->tile);
    moves();
    no_line_beyond(slot->row_fires, slot->tile.rows);
    no_line_beyond(slot->column_fires, slot->tile.columns);
    FUZZ_MUST(slot->account == LIM_PROGRAM || slot->account == LIM_UPDATE);
    FUZZ_MUST(isfinite(slot->pulse_seconds) && slot->pulse_seconds > 0);
    FUZZ_MUST(isfinite(slot->period_seconds) && slot->period_seconds >= slot->pulse_seconds);
    FUZZ_MUST(slot->drive.barrier_driven == d->barrier_driven);
    if (d->barrier_driven) {
        FUZZ_MUST(slot->drive.barrier_joules >= 0 && slot->drive.barrier_joules <= d->most_barrier_joules * 1.000001);
        FUZZ_MUST(slot->drive.tilt_joules >= 0 && slot->drive.tilt_joules <= d->most_tilt_joules * 1.000001);
    } else {
        FUZZ_MUST(slot->drive.potentiate_volts > 0 && slot->drive.depress_volts > 0);
    }
    if (watch.cut_at > 0 && --watch.cut_at == 0) {
        fuzz_power_cut();
    }
    if (++watch.slots > MOST_SLOTS_OF_A_COMMAND) {
        fuzz_power_cut();
    }
    uint32_t jumps = is_modelled() ? __real_lim_hal_pulse(slot) : 0;
    return watch.jumps_known ? jumps : LIM_JUMPS_UNKNOWN;
}

void __wrap_lim_hal_barrier(const lim_tile *tile, double joules, double ramp_seconds, bool consolidate) {
    inside(tile);
    moves();
    FUZZ_MUST(joules >= 0 && joules <= lim.device->most_barrier_joules * 1.000001);
    FUZZ_MUST(isfinite(ramp_seconds) && ramp_seconds >= 0);
    if (is_modelled()) {
        __real_lim_hal_barrier(tile, joules, ramp_seconds, consolidate);
    }
}

uint16_t __wrap_lim_hal_read(uint32_t row, uint32_t column, uint32_t averages) {
    FUZZ_MUST(row < lim.device->rows && column < lim.device->columns);
    FUZZ_MUST(averages >= 1 && averages <= 1024);
    return __real_lim_hal_read(row, column, averages);
}

bool __wrap_lim_hal_advance(double seconds, bool powered) {
    moves();
    FUZZ_MUST(isfinite(seconds) && seconds > 0);
    return !is_modelled() || __real_lim_hal_advance(seconds, powered);
}

void __wrap_lim_hal_meter(lim_meter *into) {
    __real_lim_hal_meter(into);
    for (int i = 0; i < LIM_ACCOUNTS; i++) {
        into->delivered[i] += watch.counts;
        into->returned[i] += watch.counts;
    }
}

/* ---- what reaches the host */

void watch_poll(size_t bytes) {
    /* each frame may have everything kept sent once more, and a datagram may hold a frame in some bytes */
    size_t frames = 2 + bytes / 8;
    watch.sent = 0;
    watch.may_send = frames * (2 * LIM_REPLY_BYTES + 2 * LIM_MOST_ENVELOPE);
}

static void check_window(const limbench_v1_MeterWindow *window) {
    FUZZ_MUST(isfinite(window->start_seconds) && window->start_seconds >= 0);
    FUZZ_MUST(isfinite(window->end_seconds) && window->end_seconds >= window->start_seconds);
}

static void check_result(const limbench_v1_Result *result) {
    FUZZ_MUST(result->command_id >= 1 && result->command_id <= INT64_MAX);
    FUZZ_MUST(result->status >= limbench_v1_ReceiptStatus_RECEIPT_APPLIED);
    FUZZ_MUST(result->has_window && isfinite(result->temperature_kelvin));
    check_window(&result->window);
}

static void check_place(void) {
    if (answer.seq == 0 || answer.session == 0) {
        return;
    }
    FUZZ_MUST(answer.session == lim.session);
    if (answer.session != watch.session) {
        watch.session = answer.session;
        watch.last_seq = 0;
    }
    FUZZ_MUST(answer.seq <= watch.last_seq + 1); /* no gap: older ones are sent again */
    watch.last_seq = answer.seq > watch.last_seq ? answer.seq : watch.last_seq;
}

static void check_answer(const uint8_t *envelope, size_t length) {
    pb_istream_t in = pb_istream_from_buffer(envelope, length);
    memset(&answer, 0, sizeof answer);
    FUZZ_MUST(length <= LIM_MOST_ENVELOPE);
    FUZZ_MUST(pb_decode(&in, limbench_v1_Envelope_fields, &answer));
    check_place();
    switch (answer.which_body) {
        case limbench_v1_Envelope_result_tag: check_result(&answer.body.result); break;
        case limbench_v1_Envelope_query_reply_tag:
            if (answer.body.query_reply.has_result) {
                check_result(&answer.body.query_reply.result);
            }
            break;
        case limbench_v1_Envelope_fault_tag:
            FUZZ_MUST(answer.body.fault.code != limbench_v1_FaultCode_FAULT_UNSPECIFIED);
            FUZZ_MUST(answer.body.fault.code != limbench_v1_FaultCode_FAULT_DEVICE);
            break;
        case limbench_v1_Envelope_tile_chunk_tag: FUZZ_MUST(answer.body.tile_chunk.codes.size >= 1); break;
        case limbench_v1_Envelope_hello_ack_tag:
        case limbench_v1_Envelope_ack_tag:
        case limbench_v1_Envelope_bye_tag:
        case limbench_v1_Envelope_datasheet_reply_tag:
        case limbench_v1_Envelope_status_reply_tag:
        case limbench_v1_Envelope_meter_reply_tag:
        case limbench_v1_Envelope_meter_event_tag: break;
        default: fuzz_broken("a device sends this message", __FILE__, __LINE__);
    }
}

void watch_sent(const uint8_t *bytes, size_t count) {
    watch.sent += count;
    FUZZ_MUST(watch.sent <= watch.may_send);
    for (size_t i = 0; i < count; i++) {
        size_t length = 0;
        lim_found found = lim_unstuff(&watch.host, bytes[i], &length);
        FUZZ_MUST(found == LIM_MORE || found == LIM_ENVELOPE);
        if (found == LIM_ENVELOPE) {
            check_answer(watch.host.held, length);
        }
    }
}

/* ---- the engine itself */

static bool moved(uint64_t id) {
    for (size_t i = 0; i < watch.moved_count && i < MOST_IDS; i++) {
        if (watch.moved[i] == id) {
            return true;
        }
    }
    return false;
}

/* What is kept of the last command tells what became of it: one refused or late has not moved the array. */
static void check_kept(void) {
    static limbench_v1_Result result;
    const lim_kept *kept = &lim.kept[(lim.next_kept + LIM_KEPT_RESULTS - 1) % LIM_KEPT_RESULTS];
    pb_istream_t in = pb_istream_from_buffer(kept->bytes, kept->length);
    if (kept->id == 0 || kept->id == watch.checked) {
        return;
    }
    watch.checked = kept->id;
    FUZZ_MUST(kept->id <= lim.last_id && kept->length <= sizeof kept->bytes);
    FUZZ_MUST(pb_decode(&in, limbench_v1_Result_fields, &result));
    FUZZ_MUST(result.command_id == kept->id);
    FUZZ_MUST(!moved(kept->id) || result.status == limbench_v1_ReceiptStatus_RECEIPT_APPLIED);
    check_result(&result);
}

void watch_polled(void) {
    check_kept();
    FUZZ_MUST(lim.replies_used <= LIM_REPLY_BYTES && lim.replies_sent <= lim.replies_used);
    FUZZ_MUST(lim.staged <= lim.device->staging_bytes);
    FUZZ_MUST(lim.begun.update_id == 0 || lim.staged <= lim.begun.total_bytes);
    FUZZ_MUST(lim.schedule_next <= lim.schedule.after_updates_count);
    FUZZ_MUST(lim.session != 0 || (lim.run.work != LIM_READOUT && !lim.streaming && !lim.waiting));
    /* who has a place in the answers' order finds room for them */
    FUZZ_MUST(lim.run.work == LIM_NOTHING || lim.run.work == LIM_READOUT || lim.run.session != lim.session || lim_reply_room());
    FUZZ_MUST(lim.next_kept < LIM_KEPT_RESULTS && lim.next_retired < LIM_RETIRED);
    FUZZ_MUST(lim.in.length <= sizeof lim.in.held);
}
