/* Which lines fire in a slot of a rank-1 update (LIM-P-020, 021). */
#ifndef LIM_LINES_H
#define LIM_LINES_H

#include <stdint.h>

/* Draw k of a pulse seed: the upper half of SplitMix64's output. */
uint32_t lim_draw(uint64_t pulse_seed, uint64_t k);

/*
 * Sets in fires the bits of the lines that fire, and in negative those of negative codes.
 *
 * codes: count of them, -127..127; scale_q16: 0..65536; first_draw: of line 0
 */
void lim_fire(
    const int8_t *codes, uint32_t count, uint32_t scale_q16, uint64_t pulse_seed, uint64_t first_draw, uint8_t *fires,
    uint8_t *negative);

#endif
