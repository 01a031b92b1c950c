/* Results: how they are metered, and kept for whoever asks again (LIM-P-041, 042, 046). */
#include <pb_decode.h>
#include <pb_encode.h>
#include <string.h>

#include "lim_state.h"

void lim_meter_now(lim_meter *meter) {
    memset(meter, 0, sizeof *meter);
    lim_hal_meter(meter);
}

static uint32_t losses(const lim_meter *meter) {
    uint32_t sum = 0;
    for (int i = 0; i < LIM_ACCOUNTS; i++) {
        sum += meter->losses[i];
    }
    return sum;
}

void lim_latch(limbench_v1_MeterLatch *latch, const lim_meter *meter) {
    latch->losses = losses(meter);
    memcpy(latch->delivered, meter->delivered, sizeof latch->delivered);
    memcpy(latch->returned, meter->returned, sizeof latch->returned);
    latch->delivered_count = LIM_ACCOUNTS;
    latch->returned_count = LIM_ACCOUNTS;
    while (latch->delivered_count > 0 && latch->delivered[latch->delivered_count - 1] == 0) {
        latch->delivered_count--;
    }
    while (latch->returned_count > 0 && latch->returned[latch->returned_count - 1] == 0) {
        latch->returned_count--;
    }
}

void lim_window(limbench_v1_Result *result, const lim_meter *start, const lim_meter *end) {
    lim_meter added;
    result->window.unseen_accounts = 0;
    for (uint32_t i = 0; i < LIM_ACCOUNTS; i++) {
        added.delivered[i] = end->delivered[i] - start->delivered[i];
        added.returned[i] = end->returned[i] - start->returned[i];
        added.losses[i] = end->losses[i] - start->losses[i];
        result->window.unseen_accounts |= added.losses[i] != 0 ? 1u << i : 0;
    }
    bool unseen = losses(&added) != 0;
    if (!unseen || result->window.unseen_accounts == (1u << LIM_ACCOUNTS) - 1) {
        result->window.unseen_accounts = 0; /* of a loss: all of them */
    }
    result->window.unseen_causes = unseen ? end->loss_causes : 0;
    double missed = end->unseen_seconds - start->unseen_seconds;
    result->window.unseen_seconds = unseen && missed > 0 ? missed : 0;
    result->has_window = true;
    result->window.has_start = true;
    result->window.has_added = true;
    lim_latch(&result->window.start, start);
    lim_latch(&result->window.added, &added);
    result->window.start_seconds = start->seconds;
    result->window.end_seconds = end->seconds;
    result->temperature_kelvin = lim_hal_kelvin();
}

void lim_keep(const limbench_v1_Result *result) {
    lim_kept *slot = &lim.kept[lim.next_kept];
    lim.next_kept = (uint8_t)((lim.next_kept + 1) % LIM_KEPT_RESULTS);
    pb_ostream_t out = pb_ostream_from_buffer(slot->bytes, sizeof slot->bytes);
    slot->id = pb_encode(&out, limbench_v1_Result_fields, result) ? result->command_id : 0;
    slot->length = (uint16_t)out.bytes_written;
    if (result->command_id > lim.last_id) {
        lim.last_id = result->command_id;
    }
}

void lim_reply_result(const limbench_v1_Result *result) {
    lim_reply(limbench_v1_Envelope_result_tag, limbench_v1_Result_fields, result);
}

static const lim_kept *find(uint64_t id) {
    for (int i = 0; i < LIM_KEPT_RESULTS; i++) {
        if (lim.kept[i].id == id) {
            return &lim.kept[i];
        }
    }
    return NULL;
}

/* The result of an id already taken: the kept one, DUPLICATE where it was applied, or INDETERMINATE. */
static void recall(uint64_t id, limbench_v1_Result *result) {
    const lim_kept *slot = find(id);
    memset(result, 0, sizeof *result);
    if (slot != NULL) {
        pb_istream_t in = pb_istream_from_buffer(slot->bytes, slot->length);
        if (pb_decode(&in, limbench_v1_Result_fields, result)) {
            if (result->status == limbench_v1_ReceiptStatus_RECEIPT_APPLIED) {
                result->status = limbench_v1_ReceiptStatus_RECEIPT_DUPLICATE;
            }
            return;
        }
    }
    lim_meter now;
    lim_meter_now(&now);
    result->command_id = id;
    result->status = limbench_v1_ReceiptStatus_RECEIPT_INDETERMINATE;
    lim_window(result, &now, &now);
    strcpy(result->detail, "no longer kept");
}

bool lim_reply_known(uint64_t id) {
    if (id > lim.last_id) {
        return false;
    }
    limbench_v1_Result result;
    recall(id, &result);
    lim_reply_result(&result);
    return true;
}

bool lim_query_known(uint64_t id, limbench_v1_QueryReply *reply) {
    if (id > lim.last_id) {
        return false;
    }
    reply->has_result = true;
    recall(id, &reply->result);
    return true;
}
