/* Updates that do not fit one frame: begin, chunks, commit; the array is touched at the commit alone (LIM-P-026 to 028). */
#include <string.h>

#include "lim_state.h"

void lim_staging_clear(void) {
    lim.begun.update_id = 0;
    lim.staged = 0;
    lim.refused_id = 0;
}

static void refuse(limbench_v1_FaultCode code, const char *field, const char *text, uint32_t seq, uint64_t id) {
    lim_staging_clear();
    lim.refused_id = id;
    lim_reply_fault(code, field, text, seq, id);
}

void lim_begin(const limbench_v1_UpdateBegin *begin, uint32_t seq) {
    lim_staging_clear();
    if (lim_reply_known(begin->update_id)) {
        /* a duplicate: answered at once, and its chunks and commit have nothing to add */
        lim.refused_id = begin->update_id;
        return;
    }
    if (lim_id_jumps(begin->update_id, "update_begin.update_id")) {
        lim.refused_id = begin->update_id;
        return;
    }
    if (begin->total_bytes > lim.device->staging_bytes) {
        refuse(
            limbench_v1_FaultCode_FAULT_TOO_LARGE, "update_begin.total_bytes",
            "more than most_staged_bytes of the datasheet", seq, begin->update_id);
        return;
    }
    lim.begun = *begin;
}

void lim_chunk(const limbench_v1_UpdateChunk *chunk, uint32_t seq) {
    if (lim.refused_id != 0 && chunk->update_id == lim.refused_id) {
        return;
    }
    if (lim.begun.update_id == 0 || chunk->update_id != lim.begun.update_id) {
        refuse(
            limbench_v1_FaultCode_FAULT_STAGING, "update_chunk.update_id", "not that of an update begun", seq,
            chunk->update_id);
        return;
    }
    if (chunk->offset != lim.staged || chunk->payload.size > lim.begun.total_bytes - lim.staged) {
        refuse(
            limbench_v1_FaultCode_FAULT_STAGING, "update_chunk.offset",
            "leaves a gap, overlaps, or reaches past the end", seq, chunk->update_id);
        return;
    }
    memcpy(lim.device->staging + lim.staged, chunk->payload.bytes, chunk->payload.size);
    lim.staged += chunk->payload.size;
}

/* A reason not to believe a whole payload, or NULL. */
static lim_complaint bad_payload(void) {
    const uint8_t *bytes = lim.device->staging;
    if (lim.begun.which_kind == limbench_v1_UpdateBegin_rank1_tag) {
        for (uint32_t i = 0; i < lim.staged; i++) {
            if (bytes[i] == 0x80) {
                return "a code is -128; allowed: -127 to 127";
            }
        }
    } else if (lim.begun.which_kind == limbench_v1_UpdateBegin_sparse_tag) {
        uint64_t cells = (uint64_t)lim.begun.tile.rows * lim.begun.tile.columns;
        int64_t last = -1;
        for (uint32_t at = 0; at < lim.staged; at += 5) {
            int64_t cell = bytes[at] | (int64_t)bytes[at + 1] << 8 | (int64_t)bytes[at + 2] << 16
                | (int64_t)bytes[at + 3] << 24;
            if (cell <= last || (uint64_t)cell >= cells) {
                return "a cell is out of order or beyond the array; allowed: strictly increasing";
            }
            last = cell;
        }
    }
    return NULL;
}

/* Slots that the whole payload takes; each row of a dense or sparse one as many as its most pulsed cell needs. */
static uint32_t slots_of(const limbench_v1_UpdateBegin *begin) {
    if (begin->which_kind == limbench_v1_UpdateBegin_rank1_tag) {
        return begin->kind.rank1.slots;
    }
    lim_work work = begin->which_kind == limbench_v1_UpdateBegin_dense_tag ? LIM_DENSE : LIM_SPARSE;
    return lim_payload_slots(work, lim.device->staging, begin->tile.rows, begin->tile.columns, lim.staged / 5);
}

static lim_complaint apply(const void *what, const char **field) {
    const limbench_v1_UpdateBegin *begin = what;
    const limbench_v1_StagedRank1 *rank1 = &begin->kind.rank1;
    lim_complaint why = lim_drive_outside(&begin->drive);
    if (why == NULL && begin->which_kind == limbench_v1_UpdateBegin_sparse_tag
        && (begin->tile.rows != lim.device->rows || begin->tile.columns != lim.device->columns)) {
        why = "geometry is not the array's; allowed: its rows and columns";
    }
    if (why == NULL && begin->which_kind == limbench_v1_UpdateBegin_rank1_tag && rank1->slots > lim.device->most_slots) {
        why = "slots is out of range; allowed: what the datasheet says";
    }
    if (why == NULL) {
        why = lim_tile_outside(&begin->tile);
    }
    if (why != NULL) {
        return why;
    }
    uint32_t slots = slots_of(begin);
    why = lim_time_outside(slots * begin->pulse_seconds);
    if (why == NULL && (why = lim_too_long(slots, begin->pulse_seconds)) != NULL) {
        *field = "update_begin.total_bytes";
    }
    if (why != NULL) {
        return why;
    }
    const int8_t *codes = (const int8_t *)lim.device->staging;
    lim_run_prepare(&begin->tile, &begin->drive, LIM_UPDATE, begin->pulse_seconds, begin->pulse_seconds);
    switch (begin->which_kind) {
        case limbench_v1_UpdateBegin_dense_tag:
            lim_run_payload(LIM_DENSE, lim.device->staging, begin->tile.rows);
            break;
        case limbench_v1_UpdateBegin_sparse_tag:
            lim_run_payload(LIM_SPARSE, lim.device->staging, lim.staged / 5);
            break;
        default:
            lim_run_rank1(
                codes, rank1->row_scale_q16, codes + begin->tile.rows, rank1->column_scale_q16, rank1->slots,
                rank1->pulse_seed);
    }
    lim.run.update = true;
    return NULL;
}

static void commit_once(const limbench_v1_UpdateCommit *commit, uint32_t seq) {
    if (lim.refused_id != 0 && commit->update_id == lim.refused_id) {
        return;
    }
    bool begun_here = lim.begun.update_id != 0 && commit->update_id == lim.begun.update_id;
    if (!begun_here && lim_reply_known(commit->update_id)) {
        return; /* committed again: the answer was lost */
    }
    if (!begun_here) {
        refuse(
            limbench_v1_FaultCode_FAULT_STAGING, "update_commit.update_id", "not that of an update begun", seq,
            commit->update_id);
        return;
    }
    if (commit->total_bytes != lim.begun.total_bytes || lim.staged != lim.begun.total_bytes) {
        refuse(
            limbench_v1_FaultCode_FAULT_STAGING, "update_commit.total_bytes", "bytes are missing", seq, commit->update_id);
        return;
    }
    if (lim_crc32c(0, lim.device->staging, lim.staged) != commit->payload_crc) {
        refuse(
            limbench_v1_FaultCode_FAULT_STAGING, "update_commit.payload_crc", "not the payload's", seq,
            commit->update_id);
        return;
    }
    lim_complaint why = bad_payload();
    if (why != NULL) {
        refuse(limbench_v1_FaultCode_FAULT_MALFORMED, "update_chunk.payload", why, seq, commit->update_id);
        return;
    }
    limbench_v1_UpdateBegin begun = lim.begun;
    lim.begun.update_id = 0; /* the payload stays until it is carried out: nothing is staged before */
    lim_carry_out(begun.update_id, begun.deadline_uptime_millis, apply, &begun);
    lim.staged = 0;
}

void lim_commit(const limbench_v1_UpdateCommit *commit, uint32_t seq) {
    commit_once(commit, seq);
    if (commit->update_id == lim.refused_id) {
        lim.refused_id = 0; /* a commit ends the refusal: a further one is answered */
    }
}
