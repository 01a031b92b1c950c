#include "lim_bytes.h"

#include "lim_hal.h"

uint32_t lim_crc32c(uint32_t before, const uint8_t *bytes, size_t count) {
    /* remainders of the sixteen half-bytes under the reflected polynomial 0x82F63B78 */
    static const uint32_t table[16] = {
        0x00000000, 0x105EC76F, 0x20BD8EDE, 0x30E349B1, 0x417B1DBC, 0x5125DAD3, 0x61C69362, 0x7198540D,
        0x82F63B78, 0x92A8FC17, 0xA24BB5A6, 0xB21572C9, 0xC38D26C4, 0xD3D3E1AB, 0xE330A81A, 0xF36E6F75};
    uint32_t crc = ~before;
    for (size_t i = 0; i < count; i++) {
        crc = table[(crc ^ bytes[i]) & 15] ^ (crc >> 4);
        crc = table[(crc ^ (bytes[i] >> 4)) & 15] ^ (crc >> 4);
    }
    return ~crc;
}

void lim_unstuffer_clear(lim_unstuffer *in) {
    in->length = 0;
    in->block = 0;
    in->left = 0;
    in->begun = false;
    in->broken = false;
    in->overlong = false;
}

static void hold(lim_unstuffer *in, uint8_t byte) {
    if (in->length == sizeof in->held) {
        in->overlong = true;
    } else {
        in->held[in->length++] = byte;
    }
}

static uint32_t little_endian(const uint8_t *bytes) {
    return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

static lim_found complete(lim_unstuffer *in, size_t *length) {
    if (!in->begun) {
        return LIM_MORE;
    }
    bool overlong = in->overlong;
    bool whole = in->left == 0 && in->length >= LIM_CRC_BYTES;
    size_t count = in->length;
    lim_unstuffer_clear(in);
    if (overlong) {
        return LIM_OVERLONG;
    }
    if (!whole) {
        return LIM_CORRUPT;
    }
    count -= LIM_CRC_BYTES;
    if (lim_crc32c(0, in->held, count) != little_endian(in->held + count)) {
        return LIM_CORRUPT;
    }
    *length = count;
    return LIM_ENVELOPE;
}

lim_found lim_unstuff(lim_unstuffer *in, uint8_t byte, size_t *length) {
    if (byte == 0) {
        return complete(in, length);
    }
    if (in->left > 0) {
        in->left--;
        hold(in, byte);
        return LIM_MORE;
    }
    /* a block begins: the one before stood for a zero, unless it was a full one */
    if (in->begun && in->block != 0xFF) {
        hold(in, 0);
    }
    in->begun = true;
    in->block = byte;
    in->left = (uint8_t)(byte - 1);
    return LIM_MORE;
}

/* Byte i of two parts, one behind the other. */
static uint8_t at(const uint8_t *first, size_t first_length, const uint8_t *second, size_t i) {
    return i < first_length ? first[i] : second[i - first_length];
}

void lim_send_stuffed(const uint8_t *first, size_t first_length, const uint8_t *second, size_t second_length) {
    size_t total = first_length + second_length;
    uint8_t block[255];
    size_t i = 0;
    bool open = true;
    while (open) {
        uint8_t code = 1;
        while (i < total && code < 255) {
            uint8_t byte = at(first, first_length, second, i);
            if (byte == 0) {
                break;
            }
            block[code++] = byte;
            i++;
        }
        block[0] = code;
        lim_hal_send(block, code);
        if (i == total) {
            open = false;
        } else if (code < 255) {
            i++; /* the zero this block stands for; if it is the last byte, an empty block ends the frame */
        }
    }
}

void lim_send_frame(const uint8_t *envelope, size_t length) {
    static const uint8_t delimiter = 0;
    uint32_t crc = lim_crc32c(0, envelope, length);
    uint8_t tail[LIM_CRC_BYTES] = {(uint8_t)crc, (uint8_t)(crc >> 8), (uint8_t)(crc >> 16), (uint8_t)(crc >> 24)};
    lim_hal_send(&delimiter, 1);
    lim_send_stuffed(envelope, length, tail, sizeof tail);
    lim_hal_send(&delimiter, 1);
}
