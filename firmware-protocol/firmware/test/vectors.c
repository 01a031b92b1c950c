/*
 * A filter for test vectors: a question a line, an answer a line. Bytes are hex, "-" for none.
 *
 *   crc HEX                                   CRC-32C as eight hex digits
 *   stuff HEX                                 COBS of the bytes, without delimiters
 *   stream HEX                                what a stream of bytes holds, see below
 *   message HEX                               the same for one bare envelope
 *   draws SEED COUNT                          that many draws of a pulse seed (decimal), hex
 *   boot FIELD NUMBER                         what lim_boot() says of a device with that in its datasheet, or "fits"
 *   lines SEED SLOTS SCALE SCALE HEX HEX      per slot the rows that fire and the columns, as 0 and 1; then pulses
 *                                             per cell, row-major
 *
 * Results, joined by a comma: decoded:HEX (the envelope encoded anew), corrupt, overlong, malformed:FIELD, unsupported.
 */
#include <pb_encode.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lim_lines.h"
#include "lim_model.h"
#include "lim_state.h"

#define MOST_BYTES 4096
#define MOST_LINE 20000

static uint8_t sent[MOST_BYTES];
static size_t sent_count;

/* what the engine asks of a port; only sending is used here */
size_t lim_hal_receive(uint8_t *into, size_t most) {
    (void)into;
    (void)most;
    return 0;
}

void lim_hal_send(const uint8_t *bytes, size_t count) {
    if (count <= sizeof sent - sent_count) {
        memcpy(sent + sent_count, bytes, count);
        sent_count += count;
    }
}

uint64_t lim_hal_uptime_millis(void) {
    return 0;
}

uint64_t lim_hal_entropy(void) {
    return 1;
}

static size_t bytes_of(const char *hex, uint8_t *into) {
    size_t count = 0;
    while (hex[0] != '-' && hex[0] != 0 && hex[1] != 0 && count < MOST_BYTES) {
        char pair[3] = {hex[0], hex[1], 0};
        into[count++] = (uint8_t)strtoul(pair, NULL, 16);
        hex += 2;
    }
    return count;
}

static void print_hex(const uint8_t *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        printf("%02x", bytes[i]);
    }
}

static void print_envelope(const uint8_t *bytes, size_t count) {
    const char *field;
    lim_complaint why;
    uint8_t again[MOST_BYTES];
    pb_ostream_t out = pb_ostream_from_buffer(again, sizeof again);
    switch (lim_decode(bytes, count, &field, &why)) {
        case LIM_NO_MESSAGE: printf("corrupt"); break;
        case LIM_UNSUPPORTED: printf("unsupported"); break;
        case LIM_MALFORMED: printf("malformed:%s", field); break;
        case LIM_MESSAGE:
            if (!pb_encode(&out, limbench_v1_Envelope_fields, &lim.message)) {
                printf("not-encoded");
                break;
            }
            printf("decoded:");
            print_hex(again, out.bytes_written);
            break;
    }
}

static void stream(const uint8_t *bytes, size_t count) {
    const char *comma = "";
    for (size_t i = 0; i < count; i++) {
        size_t length = 0;
        lim_found found = lim_unstuff(&lim.in, bytes[i], &length);
        if (found == LIM_MORE) {
            continue;
        }
        printf("%s", comma);
        comma = ",";
        if (found == LIM_ENVELOPE) {
            print_envelope(lim.in.held, length);
        } else {
            printf(found == LIM_CORRUPT ? "corrupt" : "overlong");
        }
    }
    lim_unstuffer_clear(&lim.in);
}

static void print_lines(const uint8_t *fires, size_t count) {
    for (size_t line = 0; line < count; line++) {
        printf("%d", lim_line(fires, (uint32_t)line));
    }
}

static void lines(uint64_t seed, unsigned slots, unsigned row_scale, unsigned column_scale, const char *rows, const char *columns) {
    uint8_t row_codes[MOST_BYTES], column_codes[MOST_BYTES];
    uint8_t row_fires[LIM_LINE_BYTES], row_negative[LIM_LINE_BYTES];
    uint8_t column_fires[LIM_LINE_BYTES], column_negative[LIM_LINE_BYTES];
    static int pulses[LIM_MOST_LINES * 64];
    uint32_t m = (uint32_t)bytes_of(rows, row_codes);
    uint32_t n = (uint32_t)bytes_of(columns, column_codes);
    memset(pulses, 0, sizeof pulses);
    for (unsigned k = 0; k < slots; k++) {
        uint64_t first = (uint64_t)k * (m + n);
        lim_fire((const int8_t *)row_codes, m, row_scale, seed, first, row_fires, row_negative);
        lim_fire((const int8_t *)column_codes, n, column_scale, seed, first + m, column_fires, column_negative);
        print_lines(row_fires, m);
        printf(":");
        print_lines(column_fires, n);
        printf(" ");
        for (uint32_t i = 0; i < m; i++) {
            for (uint32_t j = 0; j < n; j++) {
                if (lim_line(row_fires, i) && lim_line(column_fires, j)) {
                    pulses[i * n + j] += lim_line(row_negative, i) != lim_line(column_negative, j) ? -1 : 1;
                }
            }
        }
    }
    for (uint32_t cell = 0; cell < m * n; cell++) {
        printf("%s%d", cell == 0 ? "" : ",", pulses[cell]);
    }
}

static void boot(const char *field, uint32_t number) {
    static const char long_name[] = "0123456789012345678901234567890123456789012345678901234567890123456789";
    const lim_device *model = lim_model_power_on("lim-vectors", LIM_MODEL_ROWS, LIM_MODEL_COLUMNS, 1);
    lim_device device = *model;
    if (strcmp(field, "rows") == 0) {
        device.rows = number;
    } else if (strcmp(field, "columns") == 0) {
        device.columns = number;
    } else if (strcmp(field, "converter_bits") == 0) {
        device.converter_bits = number;
    } else if (strcmp(field, "most_slots") == 0) {
        device.most_slots = number;
    } else if (strcmp(field, "staging_bytes") == 0) {
        device.staging_bytes = number;
    } else if (strcmp(field, "firmware") == 0) {
        device.firmware = long_name + sizeof long_name - 1 - number;
    }
    const char *unfit = lim_boot(&device);
    printf("%s", unfit == NULL ? "fits" : unfit);
    lim_boot(model);
}

static void answer(char *line) {
    static char first[MOST_LINE], second[MOST_LINE];
    uint8_t bytes[MOST_BYTES];
    unsigned long long seed;
    unsigned slots, row_scale, column_scale, count;
    if (sscanf(line, "crc %s", first) == 1) {
        printf("%08x", (unsigned)lim_crc32c(0, bytes, bytes_of(first, bytes)));
    } else if (sscanf(line, "stuff %s", first) == 1) {
        sent_count = 0;
        lim_send_stuffed(bytes, bytes_of(first, bytes), bytes, 0);
        print_hex(sent, sent_count);
    } else if (sscanf(line, "stream %s", first) == 1) {
        stream(bytes, bytes_of(first, bytes));
    } else if (sscanf(line, "message %s", first) == 1) {
        size_t length = bytes_of(first, bytes);
        if (length > LIM_MOST_ENVELOPE) {
            printf("overlong");
        } else {
            print_envelope(bytes, length);
        }
    } else if (sscanf(line, "draws %llu %u", &seed, &count) == 2) {
        for (unsigned k = 0; k < count; k++) {
            printf("%s%08x", k == 0 ? "" : ",", (unsigned)lim_draw(seed, k));
        }
    } else if (sscanf(line, "boot %s %u", first, &count) == 2) {
        boot(first, count);
    } else if (sscanf(line, "lines %llu %u %u %u %s %s", &seed, &slots, &row_scale, &column_scale, first, second) == 6) {
        lines(seed, slots, row_scale, column_scale, first, second);
    } else {
        printf("?");
    }
    printf("\n");
    fflush(stdout);
}

int main(void) {
    static char line[MOST_LINE];
    lim_boot(lim_model_power_on("lim-vectors", LIM_MODEL_ROWS, LIM_MODEL_COLUMNS, 1));
    while (fgets(line, sizeof line, stdin) != NULL) {
        answer(line);
    }
    return 0;
}
