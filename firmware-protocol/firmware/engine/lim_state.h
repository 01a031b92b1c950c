/* What the parts of the engine share. Not for ports. */
#ifndef LIM_STATE_H
#define LIM_STATE_H

#include "lim_bytes.h"
#include "lim_engine.h"
#include "limbench.pb.h"

#define LIM_RETIRED 8

/* The outcome of a state-changing command as it went out: a Result, encoded. */
typedef struct {
    uint64_t id; /* 0: none */
    uint16_t length;
    uint8_t bytes[LIM_RESULT_BYTES];
} lim_kept;

/* Codes of a rank-1 update in one frame, which are kept while it is carried out. */
#define LIM_OWN_CODES (2 * LIM_MOST_LINES)

typedef enum {
    LIM_NOTHING,
    LIM_RANK1,  /* next: slot */
    LIM_TRAIN,  /* next: slot */
    LIM_DENSE,  /* next: row, level: pulses its cells have had */
    LIM_SPARSE, /* next: first entry of a row, level: pulses its cells have had */
    LIM_SETTLE, /* waits for the array to have done what was begun */
    LIM_READOUT /* next: cell */
} lim_work;

/* The command under way. */
typedef struct {
    lim_work work;
    bool update; /* counts for the barrier schedule */
    bool jumps_known;
    uint64_t id, session;
    uint32_t seq;
    lim_meter start;
    uint32_t cells;
    uint64_t pulses, jumps;

    uint32_t next, end;
    int level;
    const int8_t *rows, *columns; /* codes of a rank-1 update */
    const uint8_t *payload;       /* of a dense or sparse one */
    uint32_t row_scale, column_scale;
    uint64_t seed;
    uint32_t averages, gathered;
    int8_t own_codes[LIM_OWN_CODES];
    lim_slot slot; /* a readout uses its tile alone */
} lim_run;

/* A text names the field and what is wrong with it; NULL: nothing is. */
typedef const char *lim_complaint;

typedef enum { LIM_MESSAGE, LIM_MALFORMED, LIM_UNSUPPORTED, LIM_NO_MESSAGE } lim_verdict;

/* What the outside of an envelope tells, whatever is in its body. */
typedef struct {
    uint64_t session;
    uint32_t seq;
    uint32_t body; /* field number, 0: none */
    const uint8_t *bytes;
    size_t length; /* of the body */
} lim_view;

typedef struct {
    const lim_device *device;
    lim_complaint unfit; /* why nothing is carried out */
    uint64_t boot_id;
    bool reset_asked;

    /* session */
    uint64_t session, lease_millis, lease_ends;
    char holder[65];
    uint64_t retired[LIM_RETIRED];
    uint8_t next_retired;
    uint64_t expected_seq; /* beyond 2^32-1: the session has no more place */
    bool ack_due, nak_due, gap_reported;

    /* replies the host has not acknowledged: length (2 bytes, little-endian) and envelope, one after the other */
    uint8_t replies[LIM_REPLY_BYTES];
    uint16_t replies_used, replies_sent;
    uint64_t next_seq; /* likewise */

    /* the command under way; the next message of the session waits in message, with what is to be said of it */
    lim_run run;
    uint64_t slice_ends;
    bool waiting, missed; /* missed: a frame came for which there was no place */
    lim_verdict verdict;
    const char *field;
    lim_complaint why;

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
    limbench_v1_Envelope message; /* the sequenced one just decoded, */
    uint64_t message_id;          /* and the command or update it is about, 0: none */
} lim_state;

extern lim_state lim;

/* lim_engine.c: decodes an envelope into lim.message and checks it */
lim_verdict lim_decode(const uint8_t *envelope, size_t length, const char **field, lim_complaint *why);

/* lim_scan.c */
bool lim_scan(const uint8_t *envelope, size_t length, lim_view *view);
/* The limit of the decoder's that a body exceeds, NULL where none is; more than it can hold is no less a message. */
lim_complaint lim_over_limit(const lim_view *view, const char **field);
/* Id of the command or update a body is about, 0: none. */
uint64_t lim_id_in(const lim_view *view);
bool lim_is_sequenced(uint32_t body);

/* lim_check.c */
lim_complaint lim_malformed(const limbench_v1_Envelope *message, const char **field);
lim_complaint lim_hello_malformed(uint64_t session, const limbench_v1_Hello *hello, const char **field);
const char *lim_unknown(const limbench_v1_Envelope *message, uint32_t body);
/* Name of a sequenced body that this firmware does not carry out. */
const char *lim_body_name(uint32_t body);
lim_complaint lim_tile_outside(const limbench_v1_Tile *tile);
lim_complaint lim_drive_outside(const limbench_v1_Drive *drive);
lim_complaint lim_barrier_outside(double joules);
/* what takes so long that device time would lose its meaning */
lim_complaint lim_time_outside(double seconds);

/* lim_fit.c: what of a device does not fit this build or the protocol; NULL: all does */
lim_complaint lim_unfit(const lim_device *device);

/* lim_session.c */
void lim_greet(const limbench_v1_Hello *hello);
void lim_goodbye(const limbench_v1_Bye *bye);
bool lim_retired(uint64_t session);
bool lim_belongs(uint64_t session);
bool lim_in_place(uint32_t seq);
void lim_acknowledge(void);

/* lim_answers.c */
void lim_answer_datasheet(void);
void lim_answer_status(void);
void lim_answer_meter(void);
void lim_stream(const limbench_v1_MeterStream *wanted);
void lim_stream_on(void);

/* lim_reply.c */
bool lim_reply_room(void);
void lim_reply(uint32_t field, const pb_msgdesc_t *fields, const void *message);
void lim_reply_fault(limbench_v1_FaultCode code, const char *field, const char *text, uint32_t seq, uint64_t id);
void lim_say(uint64_t session, uint32_t field, const pb_msgdesc_t *fields, const void *message);
void lim_say_fault(
    uint64_t session, limbench_v1_FaultCode code, const char *field, const char *text, uint32_t seq, uint64_t id);
void lim_replies_acknowledged(uint32_t seq);
void lim_replies_send(bool again);

/* lim_results.c */
void lim_keep(const limbench_v1_Result *result);
void lim_reply_result(const limbench_v1_Result *result);
bool lim_reply_known(uint64_t id);
bool lim_query_known(uint64_t id, limbench_v1_QueryReply *reply);
void lim_window(limbench_v1_Result *result, const lim_meter *start, const lim_meter *end);
void lim_latch(limbench_v1_MeterLatch *latch, const lim_meter *meter);
void lim_meter_now(lim_meter *meter);

/* lim_commands.c: checks, and begins what lim_run.c carries out */
void lim_command(const limbench_v1_Command *command);
void lim_schedule(const limbench_v1_BarrierSchedule *schedule);
void lim_query(const limbench_v1_QueryUpdate *query);
/*
 * Begins what a state-changing command does. Returns a complaint when refused, else NULL; the refusal is a fault about
 * *field where that is set, and a rejected result otherwise.
 */
typedef lim_complaint (*lim_change)(const void *what, const char **field);
void lim_carry_out(uint64_t id, uint64_t deadline, lim_change change, const void *what);
/* Refuses an id that is too far above the last one. */
bool lim_id_jumps(uint64_t id, const char *field);
/* What would take longer than the lease in which it is asked. */
lim_complaint lim_too_long(double slots, double period_seconds);

/* lim_run.c: what is under way, in slices. Each begins; lim_run_on() goes on. */
void lim_run_prepare(const limbench_v1_Tile *tile, const limbench_v1_Drive *drive, lim_account account, double pulse, double period);
void lim_run_rank1(
    const int8_t *rows, uint32_t row_scale, const int8_t *columns, uint32_t column_scale, uint32_t slots, uint64_t seed);
void lim_run_train(uint32_t count, bool depress);
void lim_run_payload(lim_work work, const uint8_t *payload, uint32_t end);
void lim_run_settle(uint32_t cells);
void lim_run_readout(const limbench_v1_Tile *tile, uint32_t averages);
/* Goes on until the slice is over, the array is busy or all is done; once: one step at least. */
void lim_run_on(bool once);
lim_tile lim_tile_of(const limbench_v1_Tile *tile);

/* lim_pulses.c: writes the next slot of the command under way; false: there is none */
bool lim_next_slot(void);
/* Slots that a dense or sparse payload takes. */
uint32_t lim_payload_slots(lim_work work, const uint8_t *payload, uint32_t rows, uint32_t columns, uint32_t entries);

/* lim_staging.c */
void lim_staging_clear(void);
void lim_begin(const limbench_v1_UpdateBegin *begin, uint32_t seq);
void lim_chunk(const limbench_v1_UpdateChunk *chunk, uint32_t seq);
void lim_commit(const limbench_v1_UpdateCommit *commit, uint32_t seq);

#endif
