/* What the parts of the engine share. Not for ports. */
#ifndef LIM_STATE_H
#define LIM_STATE_H

#include "lim_bytes.h"
#include "lim_engine.h"
#include "limbench.pb.h"

#define LIM_RETIRED 4

/* The outcome of a state-changing command as it went out: a Result, encoded. */
typedef struct {
    uint64_t id; /* 0: none */
    uint16_t length;
    uint8_t bytes[LIM_RESULT_BYTES];
} lim_kept;

typedef struct {
    const lim_device *device;
    uint64_t boot_id;
    bool reset_asked;

    /* session */
    uint64_t session, lease_millis, lease_ends;
    char holder[65];
    uint64_t retired[LIM_RETIRED];
    uint8_t next_retired;
    uint32_t expected_seq;
    bool ack_due, nak_due, gap_reported;

    /* replies the host has not acknowledged: length (2 bytes, little-endian) and envelope, one after the other */
    uint8_t replies[LIM_REPLY_BYTES];
    uint16_t replies_used, replies_sent;
    uint32_t next_seq;

    /* a readout under way */
    bool reading;
    uint64_t read_id;
    lim_tile read_tile;
    uint32_t read_averages, read_next;
    lim_meter read_start;

    /* exactly once */
    uint64_t last_id;
    lim_kept kept[LIM_KEPT_RESULTS];
    uint8_t next_kept;

    /* staging */
    limbench_v1_UpdateBegin begun;
    uint32_t staged;
    uint64_t refused_id;

    /* barrier schedule */
    limbench_v1_BarrierSchedule schedule;
    uint32_t schedule_updates;
    uint8_t schedule_next;

    bool streaming;
    uint32_t stream_period, stream_counter;
    uint64_t stream_next;

    limbench_v1_FaultCounters counters;
    lim_unstuffer in;
    limbench_v1_Envelope message; /* the one just decoded */
} lim_state;

extern lim_state lim;

/* A text names the field and what is wrong with it; NULL: nothing is. */
typedef const char *lim_complaint;

typedef enum { LIM_MESSAGE, LIM_MALFORMED, LIM_UNSUPPORTED, LIM_NO_MESSAGE } lim_verdict;

/* lim_engine.c: decodes an envelope into lim.message and checks it */
lim_verdict lim_decode(const uint8_t *envelope, size_t length, const char **field, lim_complaint *why);

/* lim_check.c */
lim_complaint lim_malformed(const limbench_v1_Envelope *message, const char **field);
bool lim_unknown(const limbench_v1_Envelope *message, const uint8_t *envelope, size_t length);
lim_complaint lim_tile_outside(const limbench_v1_Tile *tile);
lim_complaint lim_drive_outside(const limbench_v1_Drive *drive);
lim_complaint lim_barrier_outside(double joules);
/* what takes so long that device time would lose its meaning */
lim_complaint lim_time_outside(double seconds);
uint64_t lim_command_id(const limbench_v1_Envelope *message);

/* lim_reply.c */
bool lim_reply_room(void);
void lim_reply(uint32_t field, const pb_msgdesc_t *fields, const void *message);
void lim_reply_fault(limbench_v1_FaultCode code, const char *field, const char *text, uint32_t seq, uint64_t id);
void lim_say(uint64_t session, uint32_t field, const pb_msgdesc_t *fields, const void *message);
void lim_say_fault(limbench_v1_FaultCode code, const char *field, const char *text, uint32_t seq, uint64_t id);
void lim_replies_acknowledged(uint32_t seq);
void lim_replies_send(bool again);
void lim_reply_result(limbench_v1_Result *result, bool keep);
bool lim_reply_known(uint64_t id);
bool lim_query_known(uint64_t id, limbench_v1_QueryReply *reply);
void lim_window(limbench_v1_Result *result, const lim_meter *start, const lim_meter *end);
void lim_latch(limbench_v1_MeterLatch *latch, const lim_meter *meter);
void lim_meter_now(lim_meter *meter);
bool lim_reply_codes(uint64_t id, const lim_tile *tile, uint32_t from, uint32_t count, uint32_t averages);

/* lim_commands.c */
void lim_command(const limbench_v1_Command *command);
void lim_schedule(const limbench_v1_BarrierSchedule *schedule);
void lim_query(const limbench_v1_QueryUpdate *query);
void lim_read_on(void);
lim_tile lim_tile_of(const limbench_v1_Tile *tile);
lim_drive lim_drive_of(const limbench_v1_Drive *drive);
/* What a state-changing command does once it may; returns a complaint when refused, else NULL with pulses and jumps set. */
typedef lim_complaint (*lim_change)(const void *what, limbench_v1_Result *result);
void lim_carry_out(uint64_t id, uint64_t deadline, bool update, lim_change change, const void *what);

/* lim_pulses.c: carry out and count */
void lim_pulse_rank1(
    const lim_tile *tile, const lim_drive *drive, const int8_t *rows, uint32_t row_scale, const int8_t *columns,
    uint32_t column_scale, uint32_t slots, double seconds, uint64_t seed, limbench_v1_Result *result);
void lim_pulse_train(const limbench_v1_PulseTrain *train, limbench_v1_Result *result);
void lim_pulse_dense(
    const lim_tile *tile, const lim_drive *drive, const int8_t *pulses, double seconds, limbench_v1_Result *result);
void lim_pulse_sparse(
    const lim_drive *drive, const uint8_t *entries, uint32_t count, double seconds, limbench_v1_Result *result);

/* lim_staging.c */
void lim_staging_clear(void);
void lim_begin(const limbench_v1_UpdateBegin *begin, uint32_t seq);
void lim_chunk(const limbench_v1_UpdateChunk *chunk, uint32_t seq);
void lim_commit(const limbench_v1_UpdateCommit *commit, uint32_t seq);

#endif
