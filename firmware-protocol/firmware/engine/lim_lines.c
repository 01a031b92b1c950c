#include "lim_lines.h"

#include <string.h>

uint32_t lim_draw(uint64_t pulse_seed, uint64_t k) {
    uint64_t z = pulse_seed + (k + 1) * 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (uint32_t)((z ^ (z >> 31)) >> 32);
}

void lim_fire(
    const int8_t *codes, uint32_t count, uint32_t scale_q16, uint64_t pulse_seed, uint64_t first_draw, uint8_t *fires,
    uint8_t *negative) {
    memset(fires, 0, (count + 7) / 8);
    memset(negative, 0, (count + 7) / 8);
    for (uint32_t line = 0; line < count; line++) {
        int code = codes[line];
        if (code == 0) {
            continue; /* keeps its draw, never fires */
        }
        uint64_t size = (uint64_t)(code < 0 ? -code : code);
        uint64_t threshold = scale_q16 * size * 65536u / 127;
        if (lim_draw(pulse_seed, first_draw + line) < threshold) {
            fires[line / 8] |= (uint8_t)(1u << (line % 8));
            if (code < 0) {
                negative[line / 8] |= (uint8_t)(1u << (line % 8));
            }
        }
    }
}
