/* Bytes to frames and back: CRC-32C and COBS (LIM-P-002 to 004, 007 to 009). */
#ifndef LIM_BYTES_H
#define LIM_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lim_config.h"

#define LIM_CRC_BYTES 4

/* CRC-32C of bytes, going on from the CRC of what came before (0 at the start). */
uint32_t lim_crc32c(uint32_t before, const uint8_t *bytes, size_t count);

typedef enum { LIM_MORE, LIM_ENVELOPE, LIM_CORRUPT, LIM_OVERLONG } lim_found;

/* Unstuffs a stream byte by byte; holds one frame and never more. */
typedef struct {
    uint8_t held[LIM_MOST_ENVELOPE + LIM_CRC_BYTES];
    uint16_t length;
    uint8_t block, left;
    bool begun, broken, overlong;
} lim_unstuffer;

void lim_unstuffer_clear(lim_unstuffer *in);
/* Takes one byte. With LIM_ENVELOPE the envelope is held[0..*length), until the next byte is given. */
lim_found lim_unstuff(lim_unstuffer *in, uint8_t byte, size_t *length);

/* Sends two parts as one run of COBS blocks, without delimiters. */
void lim_send_stuffed(const uint8_t *first, size_t first_length, const uint8_t *second, size_t second_length);
/* Sends an envelope as a frame, in pieces, through lim_hal_send(). */
void lim_send_frame(const uint8_t *envelope, size_t length);

#endif
